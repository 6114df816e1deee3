// The working screen: the grid, its filters in the address, the section tree, and the inspector beside it.
import { store, typing } from "./shared.js";
import { Grid } from "./grid.js";

const root = document.documentElement;
const panes = document.querySelector(".panes");
const home = panes.dataset.bill;
const form = document.querySelector("#filters");
const inspector = document.querySelector("#inspector");
const statusCount = document.querySelector("#status-count");
const statusSection = document.querySelector("#status-section");
// Only the first row of a section, and of a window, carries its title.
const sectionOf = (row) => {
  while (row && !("section" in row.dataset)) row = row.previousElementSibling;
  return row?.dataset.section ?? "";
};
const figures = new Intl.NumberFormat(root.dataset.digits === "arabic" ? "ar-EG" : { ru: "ru" }[root.lang.slice(0, 2)] ?? "en");
const narrow = matchMedia("(max-width: 760px)");

// The address
const wanted = () => {
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  return new URLSearchParams(filled).toString();
};
const shownItem = () => inspector.querySelector(".item-card")?.dataset.item;
function address(item) {
  const query = new URLSearchParams(wanted());
  if (item) query.set("item", item);
  return query.size ? `${home}?${query}` : home;
}

// The grid
const count = (number) => number === 1 ? statusCount.dataset.one : statusCount.dataset.many.replace("%s", figures.format(number));
let soon = 0;
const grid = new Grid(document.querySelector("#grid"), {
  onCount(number) {
    statusCount.textContent = count(number);
    document.querySelector(".grid-empty").hidden = number > 0;
  },
  onSelect(index, row) {
    statusCount.textContent = statusCount.dataset.place.replace("%s", figures.format(index + 1)).replace("%s", figures.format(grid.count));
    statusSection.textContent = sectionOf(row);
    clearTimeout(soon);
    if (row && !folded().has("inspector") && !narrow.matches) soon = setTimeout(() => open(row), 120);
  },
  onOpen(row) {
    clearTimeout(soon);
    fold("inspector", false);
    document.body.classList.add("showing-item");
    if (narrow.matches) row.scrollIntoView({ block: "start" }); // above the pane that covers the lower part
    open(row);
  },
});
grid.query = wanted();

function open(row) {
  if (shownItem() === row.dataset.key) return;
  history.replaceState(null, "", address(row.dataset.key));
  htmx.ajax("GET", row.querySelector(".ds a").getAttribute("href"), { target: "#inspector", swap: "innerHTML" });
}

grid.root.addEventListener("scroll", () => {
  if (grid.selected < 0) statusSection.textContent = sectionOf(grid.line(grid.firstSeen));
}, { passive: true });

// Filters
function narrowDown(push = true) {
  if (push) history.pushState(null, "", address());
  const section = form.elements.section.value;
  for (const link of document.querySelectorAll("a[data-section]")) {
    if (link.dataset.section === section) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const link of document.querySelectorAll("#filters [data-clear]")) link.hidden = !wanted();
  grid.reload(wanted());
}
let typed = 0;
form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(typed); narrowDown(); grid.root.focus(); });
form.addEventListener("input", (event) => {
  clearTimeout(typed);
  typed = setTimeout(narrowDown, event.target.name === "q" ? 220 : 0);
});
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest?.("a[data-section], a[data-clear]");
  if (!link) return;
  event.preventDefault();
  if ("clear" in link.dataset) for (const field of form.elements) if (field.name) field.value = "";
  form.elements.section.value = link.dataset.section ?? "";
  narrowDown();
});
addEventListener("popstate", () => {
  const query = new URLSearchParams(location.search);
  for (const field of form.elements) if (field.name) field.value = query.get(field.name) ?? "";
  narrowDown(false);
});

// Sections: folded ones hide all that lies below them
const treeName = `mizan.tree.${home}`;
const tree = document.querySelector("#sections");
const lines = () => [...tree.querySelectorAll("li[data-position]")];
let shut = new Set();
try { shut = new Set(JSON.parse(localStorage.getItem(treeName) ?? "null") ?? (lines().length > 80 ? deep() : [])); } catch { shut = new Set(); }
function deep() { return lines().filter((line) => Number(line.dataset.level) >= 1).map((line) => line.dataset.position); }
function drawTree() {
  let until = -1;
  for (const line of lines()) {
    const position = Number(line.dataset.position);
    line.hidden = position <= until;
    const twist = line.querySelector(".twist");
    if (!twist) continue;
    const closed = shut.has(line.dataset.position) || "parts" in twist.dataset;
    twist.setAttribute("aria-expanded", String(!closed));
    if (closed && position > until) until = Number(line.dataset.last);
  }
}
tree.addEventListener("click", async (event) => {
  const twist = event.target.closest(".twist");
  if (!twist) return;
  const line = twist.parentElement;
  if (twist.dataset.parts) {
    const answer = await fetch(twist.dataset.parts, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    line.insertAdjacentHTML("afterend", await answer.text());
    window.htmx?.process(tree);
    delete twist.dataset.parts;
    shut.delete(line.dataset.position);
  } else if (!shut.delete(line.dataset.position)) shut.add(line.dataset.position);
  store(treeName, JSON.stringify([...shut]));
  drawTree();
});
tree.addEventListener("htmx:afterSettle", drawTree);
drawTree();

// Panes fold away and remember it
function folded() { return new Set((root.dataset.folded ?? "").split(" ").filter(Boolean)); }
function fold(name, away = !folded().has(name)) {
  const now = folded();
  if (away) now.add(name); else now.delete(name);
  root.dataset.folded = [...now].join(" ");
  store("mizan.folded", root.dataset.folded);
}
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-fold]");
  if (!button) return;
  if (button.dataset.fold === "inspector" && narrow.matches) document.body.classList.remove("showing-item");
  else fold(button.dataset.fold);
});

// Keys of this screen
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event.target) && form.contains(event.target)) grid.root.focus();
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "/") { event.preventDefault(); form.elements.q.focus(); form.elements.q.select(); }
  else if (event.key === "[") fold("tree");
  else if (event.key === "]") fold("inspector");
  else if (event.key === "r") document.querySelector("#receipt").toggleAttribute("open");
  else if (event.key === "Escape") document.querySelector("#receipt").open = false;
  else if (["ArrowDown", "ArrowUp", "j", "k", "PageDown", "PageUp", "Home", "End", "Enter"].includes(event.key)
    && (event.target === document.body || event.target.id === "main")) { grid.root.focus(); grid.key(event); }
});
document.addEventListener("click", (event) => {
  const receipt = document.querySelector("#receipt");
  if (receipt.open && !receipt.contains(event.target)) receipt.open = false;
});

// An address with an item opens at its row
const first = inspector.querySelector(".item-card");
if (first && !wanted()) {
  const place = Number(first.dataset.position);
  grid.root.scrollTop = Math.max(0, (place - Math.floor(grid.seen / 3)) * grid.row);
  grid.select(place, false);
  document.body.classList.add("showing-item");
}
if (!narrow.matches) grid.root.focus({ preventScroll: true });
