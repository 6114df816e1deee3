// The public pages: theme, menus that close, and the worker that keeps pages for when there is no connection.
import { store } from "./shared.js";
import "./keep.js";

const choices = [...document.querySelectorAll("[data-theme-choice]:not(html)")];
const show = () => choices.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.themeChoice === document.documentElement.dataset.themeChoice)));
for (const button of choices) {
  button.addEventListener("click", () => {
    store("mizan.theme", button.dataset.themeChoice);
    dispatchEvent(new Event("mizan:theme"));
    show();
  });
}
show();

const menus = [...document.querySelectorAll("details.menu")];
document.addEventListener("click", (event) => { for (const menu of menus) if (!menu.contains(event.target)) menu.open = false; });
document.addEventListener("keydown", (event) => {
  const open = menus.find((menu) => menu.open);
  if (event.key === "Escape" && open) { open.open = false; open.querySelector("summary").focus(); }
});
