// Toasts: what was done goes away by itself, unless somebody is reading it; what went wrong stays until it is closed.
const SECONDS = 7;
const box = () => document.querySelector("#notices");

function leave(toast) {
  let left = 0;
  const start = () => { left = setTimeout(() => toast.remove(), SECONDS * 1000); };
  const wait = () => clearTimeout(left);
  for (const name of ["mouseenter", "focusin"]) toast.addEventListener(name, wait);
  for (const name of ["mouseleave", "focusout"]) toast.addEventListener(name, start);
  start();
}

export function notify(text, tone = "error") {
  const toast = document.querySelector("#toast-form").content.firstElementChild.cloneNode(true);
  toast.classList.add(tone);
  toast.querySelector("span").textContent = text;
  for (const other of box().querySelectorAll(`.${tone}`)) other.remove();
  box().append(toast);
  if (tone !== "error") leave(toast);
}

document.addEventListener("click", (event) => event.target.closest?.("[data-close]")?.closest("[data-toast]")?.remove());

export function startToasts() {
  for (const toast of box().querySelectorAll("[data-toast]")) leave(toast);
}
