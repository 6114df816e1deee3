// The decision page: sheets as tabs, rows picked by their numbers, and every change tried at once by the server.
const form = document.querySelector("#decide");
const room = form.querySelector("#reading-room");
const sheets = [...form.querySelectorAll(".decide-sheet")];
const tabs = [...form.querySelectorAll(".sheet-tabs a")];
const words = JSON.parse(form.dataset.words);
const number = (sheet) => Number(sheet.dataset.number);
let seen = JSON.parse(room.querySelector("#reading").dataset.page || '{"kinds":{},"columns":{}}');

for (const button of form.querySelectorAll("[data-no-script]")) button.hidden = true;
if (!form.querySelector("[data-accept]") && !form.dataset.tried) form.querySelector("[data-columns]").disabled = true; // nothing is said yet

// Tabs
function show(at) {
  sheets.forEach((sheet, index) => { sheet.hidden = index !== at; });
  tabs.forEach((tab, index) => tab.setAttribute("aria-current", String(index === at)));
  if ("undrawn" in (sheets[at]?.dataset ?? {})) rowsFrom(sheets[at], 1);
}
if (tabs.length) {
  tabs.forEach((tab, at) => tab.addEventListener("click", (event) => { event.preventDefault(); show(at); }));
  const asked = tabs.findIndex((tab) => tab.hash === location.hash);
  const first = room.querySelector(".questions a[data-sheet]");
  const used = sheets.findIndex((sheet) => !sheet.classList.contains("not-used"));
  show(asked >= 0 ? asked : Math.max(0, first ? Number(first.dataset.sheet) : used));
}

// The reading laid over the rows
function lay(sheet) {
  const letters = seen.kinds[number(sheet)] ?? "";
  for (const row of sheet.querySelectorAll("tr[data-row]")) {
    const [kind, text] = words[letters[row.dataset.row - 1]] ?? ["", ""];
    if (row.dataset.kind === kind) continue;
    row.dataset.kind = kind;
    row.querySelector(".kind").textContent = text;
    row.classList.remove("changed");
    void row.offsetWidth;
    row.classList.add("changed");
  }
  heads(sheet);
  const facts = seen.facts?.[number(sheet)];
  if (facts !== undefined) sheet.querySelector("[data-facts]").textContent = facts;
}
const TEXTS = ["ref", "description", "unit"];
function heads(sheet) {
  for (const head of sheet.querySelectorAll("th[data-letters]")) {
    const role = sheet.querySelector(`[data-role="${head.dataset.letters}"]`)?.value;
    const mark = sheet.querySelector(`[data-mark="${head.dataset.letters}"]`);
    head.classList.toggle("told", Boolean(role));
    if (mark) mark.hidden = TEXTS.includes(role) && !mark.value;
  }
  const marks = sheet.querySelector("tr.marks");
  if (marks) marks.hidden = ![...marks.querySelectorAll("select")].some((mark) => !mark.hidden);
}
sheets.forEach(heads);

// Further rows of the file
async function rowsFrom(sheet, first) {
  const body = sheet.querySelector("tbody");
  const width = sheet.dataset.width;
  const answer = await fetch(`${form.dataset.rows}?sheet=${number(sheet)}&row=${first}&width=${"undrawn" in sheet.dataset ? "" : width}`);
  if (!answer.ok) return;
  delete sheet.dataset.undrawn;
  body.innerHTML = await answer.text();
  lay(sheet);
}
async function showRow(sheet, row, column) {
  show(sheets.indexOf(sheet));
  if (row && !sheet.querySelector(`tr[data-row="${row}"]`)) await rowsFrom(sheet, Math.max(1, row - 12));
  const found = sheet.querySelector(`tr[data-row="${row}"]`);
  const head = column && sheet.querySelector(`th[data-letters="${column}"]`);
  (found ?? head ?? sheet).scrollIntoView({ block: "center", inline: "nearest" });
  if (found) pick(sheet, row, row, true);
  if (head) head.scrollIntoView({ block: "nearest", inline: "center" });
  (found?.querySelector("[data-pick]") ?? sheet.querySelector(`[data-role="${column}"]`) ?? sheet.querySelector("input[type=checkbox]")).focus({ preventScroll: true });
}
form.addEventListener("click", (event) => {
  const place = event.target.closest("a[data-sheet]");
  const more = event.target.closest("[data-more]");
  if (place) {
    event.preventDefault();
    showRow(sheets[Number(place.dataset.sheet)], Number(place.dataset.row), place.dataset.column);
  } else if (more) {
    const sheet = more.closest(".decide-sheet");
    const first = Number(more.dataset.more);
    rowsFrom(sheet, first).then(() => sheet.querySelector(".sheet-scroll").scrollTo({ top: more.dataset.where === "after" ? 0 : 1e6 }));
  }
});

// Rows: click, shift and click, arrows, shift and arrows; then a word on them
let anchor = 0;
function pick(sheet, first, last, quiet = false) {
  const [low, high] = first <= last ? [first, last] : [last, first];
  sheet.querySelector("[data-first]").value = low;
  sheet.querySelector("[data-last]").value = high;
  for (const row of sheet.querySelectorAll("tr[data-row]")) {
    const own = Number(row.dataset.row);
    row.classList.toggle("picked", own >= low && own <= high);
    row.querySelector("[data-pick]").tabIndex = own === last ? 0 : -1;
  }
  if (!quiet) sheet.querySelector("[data-say]").value = "";
}
for (const sheet of sheets) {
  const start = sheet.querySelector("[data-pick]");
  if (start) start.tabIndex = 0;
  sheet.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick], td.kind, td.band");
    const row = Number(button?.closest("tr[data-row]")?.dataset.row);
    if (!row) return;
    if (event.shiftKey && anchor) pick(sheet, anchor, row);
    else { anchor = row; pick(sheet, row, row); }
    sheet.querySelector(`tr[data-row="${row}"] [data-pick]`).focus({ preventScroll: true });
  });
  sheet.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-pick]")) return;
    const row = Number(event.target.closest("tr").dataset.row);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = sheet.querySelector(`tr[data-row="${row + step}"] [data-pick]`);
      if (!next) return;
      if (!event.shiftKey) anchor = row + step;
      pick(sheet, anchor || row, row + step);
      next.focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      pick(sheet, Number(sheet.querySelector("[data-first]").value || row), Number(sheet.querySelector("[data-last]").value || row));
      sheet.querySelector("[data-say]").focus();
    }
  });
  sheet.querySelector("[data-said]").addEventListener("click", (event) => {
    const entry = event.target.closest("button")?.closest("li");
    if (!entry) return;
    entry.remove();
    keepRuns(sheet);
    changed();
  });
}
function keepRuns(sheet) {
  sheet.querySelector("[data-runs]").value = [...sheet.querySelectorAll("[data-run]")].map((entry) => entry.dataset.run).join(";");
}
function say(sheet, select) {
  const first = Number(sheet.querySelector("[data-first]").value);
  const last = Number(sheet.querySelector("[data-last]").value) || first;
  if (!first || !select.value) return false;
  if (select.value === "header") sheet.querySelector("[data-header]").value = Math.min(first, last);
  else {
    const list = sheet.querySelector("[data-said]");
    const entry = document.createElement("li");
    const low = Math.min(first, last), high = Math.max(first, last);
    entry.dataset.run = `${low}-${high}:${select.value}`;
    for (const same of list.querySelectorAll(`[data-run^="${low}-${high}:"]`)) same.remove();
    const place = document.createElement("span");
    place.className = "num";
    place.textContent = low === high ? low : `${low}–${high}`;
    const away = document.createElement("button");
    away.type = "button";
    away.textContent = "×";
    away.setAttribute("aria-label", list.dataset.remove);
    entry.append(place, ` ${select.selectedOptions[0].textContent} `, away);
    list.append(entry);
    keepRuns(sheet);
  }
  for (const name of ["[data-first]", "[data-last]"]) sheet.querySelector(name).value = "";
  select.value = "";
  for (const row of sheet.querySelectorAll("tr.picked")) row.classList.remove("picked");
  return true;
}

// Changes
form.addEventListener("change", (event) => {
  const field = event.target;
  const sheet = field.closest(".decide-sheet");
  if (!sheet) return;
  if (field.matches("[data-first], [data-last]")) return;
  if (field.matches("[data-say]") && !say(sheet, field)) return;
  if (field.name.startsWith("use-")) {
    sheet.classList.toggle("not-used", !field.checked);
    tabs[sheets.indexOf(sheet)]?.classList.toggle("unused", !field.checked);
  }
  if (field.matches("[data-role]") && field.value) {
    for (const other of sheet.querySelectorAll("[data-role]")) if (other !== field && other.value === field.value) other.value = "";
  }
  heads(sheet);
  changed();
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches(".decide-sheet input")) {
    event.preventDefault(); // Enter in a field changes, it does not send the file on its way
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

let asking = null;
let soon = 0;
function changed() {
  const accept = form.querySelector("[data-accept]");
  const use = form.querySelector("[data-columns]");
  if (accept) accept.hidden = true;
  use.hidden = use.disabled = false;
  use.classList.replace("btn-plain", "btn-main");
  clearTimeout(soon);
  soon = setTimeout(attempt, 200);
}
async function attempt() {
  asking?.abort();
  const own = asking = new AbortController();
  form.classList.add("asking");
  try {
    const answer = await fetch(form.dataset.try, { method: "POST", body: new FormData(form), signal: own.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const reading = page.querySelector("#reading");
    if (!reading) throw new Error(page.querySelector("[data-error-message]")?.textContent || String(answer.status));
    room.replaceChildren(reading);
    if (reading.dataset.page) {
      seen = JSON.parse(reading.dataset.page);
      sheets.forEach(lay);
      sheets.forEach(fill);
    }
  } catch (error) {
    if (error.name === "AbortError") return;
    const box = document.createElement("p");
    box.className = "notice error mb-0";
    box.textContent = error.message === "Failed to fetch" ? document.body.dataset.offline : error.message;
    room.prepend(box);
  }
  if (asking === own) form.classList.remove("asking");
}

// A sheet that was not read before and now is shows the columns that Mizan sees in it.
function fill(sheet) {
  const found = seen.columns[number(sheet)] ?? {};
  const roles = [...sheet.querySelectorAll("[data-role]")];
  if (sheet.classList.contains("not-used") || roles.some((select) => select.value)) return;
  for (const select of roles) select.value = found[select.dataset.role] ?? "";
  lay(sheet);
}
