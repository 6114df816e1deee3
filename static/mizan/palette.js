// Ctrl-K: pages, projects and bills by name. The input keeps the focus; the arrows move through what was found.
const palette = document.querySelector("#palette");
const input = palette?.querySelector("input");
const list = palette?.querySelector("#palette-found");

const rows = () => [...list.querySelectorAll('[role="option"]')];
const chosen = () => rows().findIndex((row) => row.getAttribute("aria-selected") === "true");

function choose(index) {
  const all = rows();
  all.forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
  all[index]?.scrollIntoView({ block: "nearest" });
  if (all[index]) input.setAttribute("aria-activedescendant", all[index].id); else input.removeAttribute("aria-activedescendant");
}

// What this screen has of its own stands first.
function addHere() {
  const wanted = input.value.trim().toLocaleLowerCase();
  const here = [...document.querySelectorAll("main [data-go]")].filter((link) => link.textContent.toLocaleLowerCase().includes(wanted));
  for (const link of here.reverse()) {
    const row = document.createElement("a");
    row.href = link.href;
    row.id = `go-here-${link.dataset.go}`;
    row.setAttribute("role", "option");
    const name = document.createElement("span");
    name.textContent = (link.dataset.name || link.textContent).trim().replace(/\s+/g, " ");
    const key = document.createElement("kbd");
    key.textContent = `g ${link.dataset.go}`;
    row.append(name, key);
    list.prepend(row);
    list.querySelector(".palette-empty")?.remove();
  }
  choose(0);
}

palette?.addEventListener("htmx:afterSwap", addHere);
palette?.addEventListener("keydown", (event) => {
  const last = rows().length - 1;
  const to = { ArrowDown: Math.min(last, chosen() + 1), ArrowUp: Math.max(0, chosen() - 1), PageDown: last, PageUp: 0 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    choose(to);
  } else if (event.key === "Enter") {
    event.preventDefault();
    rows()[Math.max(0, chosen())]?.click();
  }
});

export function openPalette() {
  input.value = "";
  input.focus();
  window.htmx?.trigger(input, "open");
}
