// The decision page: sheets become tabs, one column for each kind, and the main button follows what was changed.
const form = document.querySelector("#decide");
const sheets = [...form.querySelectorAll(".decide-sheet")];
const tabs = [...form.querySelectorAll(".sheet-tabs a")];

function show(number) {
  sheets.forEach((sheet, at) => { sheet.hidden = at !== number; });
  tabs.forEach((tab, at) => tab.setAttribute("aria-selected", String(at === number)));
}
if (tabs.length) {
  tabs.forEach((tab, at) => tab.addEventListener("click", (event) => { event.preventDefault(); show(at); }));
  const asked = tabs.findIndex((tab) => tab.hash === location.hash);
  show(asked >= 0 ? asked : Math.max(0, sheets.findIndex((sheet) => !sheet.classList.contains("not-used"))));
}

form.addEventListener("change", (event) => {
  const field = event.target;
  const sheet = field.closest(".decide-sheet");
  if (!sheet) return;
  if (field.type === "checkbox") {
    sheet.classList.toggle("not-used", !field.checked);
    tabs[sheets.indexOf(sheet)]?.classList.toggle("unused", !field.checked);
  }
  if (field.tagName === "SELECT" && field.value) {
    for (const other of sheet.querySelectorAll("select")) if (other !== field && other.value === field.value) other.value = "";
  }
  form.querySelector("[data-accept]")?.classList.replace("btn-main", "btn-plain");
  form.querySelector("[data-columns]").classList.replace("btn-plain", "btn-main");
});
for (const head of form.querySelectorAll("tr:has(:checked)")) head.scrollIntoView({ block: "nearest" });
scrollTo(0, 0);
