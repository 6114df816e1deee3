// What every page shares: theme choice, menus, dialogs, keys, palette, dropping files, and words when a request fails.
import { store, typing } from "./shared.js";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

function notify(text) {
  const box = document.createElement("div");
  box.className = "notice error";
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.className = "link-button";
  close.textContent = "×";
  close.addEventListener("click", () => box.remove());
  box.append(words, close);
  $("#notices").replaceChildren(box);
  setTimeout(() => box.remove(), 12000);
}

// Theme
function showTheme() {
  for (const button of $$("[data-theme-choice]:not(html)")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === document.documentElement.dataset.themeChoice));
  }
}
for (const button of $$("[data-theme-choice]:not(html)")) {
  button.addEventListener("click", () => {
    store("mizan.theme", button.dataset.themeChoice);
    dispatchEvent(new Event("mizan:theme"));
    showTheme();
  });
}
showTheme();

// Menus close when attention goes elsewhere
document.addEventListener("click", (event) => {
  for (const menu of $$("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// Dialogs
function openDialog(name) {
  const dialog = document.getElementById(name);
  if (!dialog || dialog.open) return;
  dialog.showModal();
  if (name === "palette") {
    const input = $("input", dialog);
    input.value = "";
    input.focus();
    htmx.trigger(input, "open");
  }
}
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-open]");
  if (opener) {
    opener.closest("details.menu")?.removeAttribute("open");
    openDialog(opener.dataset.open);
  } else if (event.target instanceof HTMLDialogElement) event.target.close();
});

// Palette: links of this page first, then what the server finds
const palette = $("#palette");
if (palette) {
  const rows = () => $$("#palette-found a", palette);
  const choose = (index) => {
    const all = rows();
    all.forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
    all[index]?.scrollIntoView({ block: "nearest" });
  };
  const chosen = () => rows().findIndex((row) => row.getAttribute("aria-selected") === "true");
  const addHere = () => {
    const wanted = $("input", palette).value.trim().toLocaleLowerCase();
    const found = $("#palette-found");
    const here = $$("[data-go]").filter((link) => link.textContent.toLocaleLowerCase().includes(wanted));
    for (const link of here.reverse()) {
      const row = document.createElement("li");
      const anchor = document.createElement("a");
      anchor.href = link.href;
      const name = document.createElement("span");
      name.textContent = (link.dataset.name || link.textContent).trim().replace(/\s+/g, " ");
      const key = document.createElement("kbd");
      key.textContent = `g ${link.dataset.go}`;
      anchor.append(name, key);
      row.append(anchor);
      found.prepend(row);
    }
    choose(0);
  };
  palette.addEventListener("htmx:afterSwap", addHere);
  palette.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      choose(Math.max(0, Math.min(rows().length - 1, chosen() + step)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      rows()[Math.max(0, chosen())]?.click();
    }
  });
}

// Keys: `g` then a letter follows the link that carries it
let pending = 0;
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openDialog("palette");
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $("dialog[open]")) return;
  if (event.key === "?") openDialog("keys");
  else if (event.key === "g") pending = Date.now();
  else if (Date.now() - pending < 1500) {
    pending = 0;
    const link = $(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); event.stopImmediatePropagation(); link.click(); }
  }
}, true);

// Dropping files anywhere on a page that takes them
const drop = $("form[data-drop]");
if (drop) {
  const input = $("input[type=file]", drop);
  const limit = Number(drop.dataset.limit);
  let depth = 0;
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const send = () => {
    const big = [...input.files].filter((file) => file.size > limit);
    if (big.length) {
      notify(drop.dataset.tooLarge.replace("%s", big.map((file) => file.name).join(", ")));
      input.value = "";
    } else if (input.files.length) drop.requestSubmit();
  };
  addEventListener("dragenter", (event) => { if (carries(event)) { depth += 1; document.body.classList.add("dragging"); } });
  addEventListener("dragleave", (event) => { if (carries(event) && --depth <= 0) { depth = 0; document.body.classList.remove("dragging"); } });
  addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth = 0;
    document.body.classList.remove("dragging");
    input.files = event.dataTransfer.files;
    send();
  });
  input.addEventListener("change", send);
  $("[data-submit]", drop)?.setAttribute("hidden", "");
  $("[data-choose]", drop)?.removeAttribute("hidden");
  $("[data-choose]", drop)?.addEventListener("click", () => input.click());
  input.classList.add("visually-hidden");
  drop.addEventListener("htmx:beforeRequest", () => drop.classList.add("sending"));
  drop.addEventListener("htmx:afterRequest", () => { drop.classList.remove("sending"); input.value = ""; });
  drop.addEventListener("htmx:xhr:progress", (event) => {
    const bar = $("progress", drop);
    if (bar && event.detail.lengthComputable) bar.value = event.detail.loaded / event.detail.total;
  });
}

// A refused request says why, in the server's own words
document.addEventListener("htmx:responseError", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  notify(page.querySelector("[data-error-message]")?.textContent.trim() || `${event.detail.xhr.status}`);
});
document.addEventListener("htmx:sendError", () => notify(document.body.dataset.offline || "The server does not answer."));

// A question before something that cannot be taken back
document.addEventListener("submit", (event) => {
  const words = event.target.dataset?.confirm;
  if (words && !confirm(words)) event.preventDefault();
}, true);
