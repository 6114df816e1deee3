// Dropping files anywhere on a page that takes them.
import { notify } from "./toasts.js";

const drop = document.querySelector("form[data-drop]");

function listen() {
  const input = drop.querySelector("input[type=file]");
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
  drop.querySelector("[data-submit]")?.setAttribute("hidden", "");
  const choose = drop.querySelector("[data-choose]");
  choose?.removeAttribute("hidden");
  choose?.addEventListener("click", () => input.click());
  input.classList.add("visually-hidden");
  input.tabIndex = -1; // the button beside it opens the same choice
  drop.addEventListener("htmx:beforeRequest", () => drop.classList.add("sending"));
  drop.addEventListener("htmx:afterRequest", () => { drop.classList.remove("sending"); input.value = ""; });
  drop.addEventListener("htmx:xhr:progress", (event) => {
    const bar = drop.querySelector("progress");
    if (bar && event.detail.lengthComputable) bar.value = event.detail.loaded / event.detail.total;
  });
}
if (drop) listen();
