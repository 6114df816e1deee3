// What every page shares: theme choice, menus, dialogs, keys, toasts, and words when a request fails.
import "./drop.js";
import { openPalette } from "./palette.js";
import { store, typing } from "./shared.js";
import { notify, startToasts } from "./toasts.js";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

startToasts();

// Theme: at once here, and in the profile of whoever is signed in
function showTheme() {
  for (const button of $$("[data-theme-choice]:not(html)")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === document.documentElement.dataset.themeChoice));
  }
}
for (const button of $$("[data-theme-choice]:not(html)")) {
  button.addEventListener("click", () => {
    const choice = button.dataset.themeChoice;
    const form = button.closest("[data-theme-form]");
    store("mizan.theme", choice);
    if (form) {
      document.documentElement.dataset.theme = choice;
      const body = new FormData(form);
      body.set("theme", choice);
      fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    }
    dispatchEvent(new Event("mizan:theme"));
    showTheme();
  });
}
showTheme();

// A cell that one came to see is in sight
$(".receipt-page .sheet tr.chosen td.used")?.scrollIntoView({ block: "nearest", inline: "nearest" });

// Menus close when attention goes elsewhere
document.addEventListener("click", (event) => {
  for (const menu of $$("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (menu) { menu.open = false; $("summary", menu).focus(); }
});

// Dialogs
function openDialog(name) {
  const dialog = document.getElementById(name);
  if (!dialog || dialog.open) return;
  dialog.showModal();
  if (name === "palette") openPalette();
}
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-open]");
  if (opener) {
    opener.closest("details.menu")?.removeAttribute("open");
    openDialog(opener.dataset.open);
  } else if (event.target instanceof HTMLDialogElement) event.target.close();
});

// A question before something that cannot be taken back: a form with `data-confirm`, its words and those of its button
document.addEventListener("submit", (event) => {
  const words = event.target.dataset?.confirm;
  const sure = $("#sure");
  if (!words || !sure) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const form = event.target;
  const button = event.submitter;
  $("#sure-words", sure).textContent = words;
  const yes = $("[data-yes]", sure);
  yes.textContent = (button?.textContent || "OK").trim();
  yes.onclick = () => {
    sure.close();
    delete form.dataset.confirm;
    form.requestSubmit(button);
    form.dataset.confirm = words;
  };
  $("[data-no]", sure).onclick = () => sure.close();
  sure.showModal();
}, true);

// Keys: `g` then a letter follows the link that carries it, `/` goes to the search of the page
let pending = 0;
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openDialog("palette");
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $("dialog[open]")) return;
  if (event.key === "?") openDialog("keys");
  else if (event.key === "/" && $("main input[type=search]:not(#filters *)")) {
    event.preventDefault();
    $("main input[type=search]").focus();
  } else if (event.key === "g") pending = Date.now();
  else if (Date.now() - pending < 1500) {
    pending = 0;
    const link = $(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); event.stopImmediatePropagation(); link.click(); }
  }
}, true);

// What scrolls sideways can be scrolled by keys; of a long line of pages the present one is in sight
function reachScrolls() {
  for (const box of $$(".scroll-x:not([tabindex]), .sheet-scroll:not([tabindex])")) {
    if (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
  }
}
reachScrolls();
addEventListener("resize", reachScrolls);
document.addEventListener("htmx:afterSettle", reachScrolls);
for (const line of $$(".settings-nav, .tabs")) {
  const here = $("[aria-current]", line);
  if (here && line.scrollWidth > line.clientWidth) {
    line.scrollLeft += here.getBoundingClientRect().left + here.offsetWidth / 2 - line.getBoundingClientRect().left - line.clientWidth / 2;
  }
}

// A page that is being left asks no more: each further answer would send the browser on its way anew, and a slow page would never come
let leaving = false;
document.addEventListener("htmx:beforeOnLoad", (event) => { leaving ||= Boolean(event.detail.xhr.getResponseHeader("HX-Redirect")); });
document.addEventListener("htmx:beforeRequest", (event) => { if (leaving) event.preventDefault(); });
addEventListener("pageshow", () => { leaving = false; });

// A refused request says why, in the server's own words
document.addEventListener("htmx:responseError", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  notify(page.querySelector("[data-error-message]")?.textContent.trim() || `${event.detail.xhr.status}`);
});
document.addEventListener("htmx:sendError", () => notify(document.body.dataset.offline || "The server does not answer."));
