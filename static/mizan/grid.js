// A table of any length that holds only the windows near the reader: rows of one height, fetched as they come into sight.
const KEEP = 40;

export class Grid {
  constructor(root, { onSelect, onOpen, onCount }) {
    this.root = root;
    this.table = root.querySelector("table");
    this.size = Number(root.dataset.window);
    this.count = Number(root.dataset.count);
    this.row = parseFloat(getComputedStyle(root).getPropertyValue("--row"));
    this.query = "";
    this.pages = new Map();
    this.waiting = new Map();
    this.selected = -1;
    Object.assign(this, { onSelect, onOpen, onCount });
    this.top = this.space();
    this.bottom = this.space();
    const first = this.table.tBodies[0];
    const start = Number(root.dataset.start);
    this.pages.set(start / this.size, first);
    this.table.tBodies[0].before(this.top);
    this.table.append(this.bottom);
    this.measure();
    this.draw();
    if (start) root.scrollTop = start * this.row;
    root.addEventListener("scroll", () => this.later(), { passive: true });
    new ResizeObserver(() => { this.measure(); this.later(); }).observe(root);
    root.addEventListener("keydown", (event) => this.key(event));
    this.table.addEventListener("click", (event) => this.click(event));
  }

  // Asking for sizes makes the browser lay everything out, so they are asked for when they change and not while scrolling.
  measure() {
    this.height = this.root.clientHeight - this.table.tHead.offsetHeight;
    this.seen = Math.max(1, Math.floor(this.height / this.row));
  }

  get firstSeen() { return Math.floor(this.root.scrollTop / this.row); }

  space() {
    const body = document.createElement("tbody");
    body.className = "space";
    body.setAttribute("aria-hidden", "true");
    const cell = body.insertRow().insertCell();
    cell.colSpan = 8;
    return body;
  }

  stretch(body, rows) {
    body.hidden = rows <= 0;
    body.rows[0].cells[0].style.height = `${rows * this.row}px`;
  }

  rowsIn(page) { return Math.max(0, Math.min(this.size, this.count - page * this.size)); }

  later() {
    this.frame ??= requestAnimationFrame(() => { this.frame = null; this.draw(); });
  }

  // Puts the pages in sight, and one on either side, into the table; empty lines stand for those still on their way.
  draw() {
    const last = Math.max(0, Math.ceil(this.count / this.size) - 1);
    const from = Math.max(0, Math.min(last, Math.floor((this.firstSeen - this.seen) / this.size)));
    const to = Math.min(last, Math.floor((this.firstSeen + 2 * this.seen) / this.size));
    const bodies = [];
    for (let page = from; page <= to; page += 1) {
      const known = this.pages.get(page);
      if (known) {
        this.pages.delete(page);
        this.pages.set(page, known);
        bodies.push(known);
      } else if (this.rowsIn(page)) {
        const body = this.space();
        this.stretch(body, this.rowsIn(page));
        bodies.push(body);
        this.want(page);
      }
    }
    for (const [page, request] of this.waiting) if (page < from || page > to) { request.abort(); this.waiting.delete(page); }
    for (const page of this.pages.keys()) if (this.pages.size > KEEP && (page < from || page > to)) this.pages.delete(page);
    this.stretch(this.top, from * this.size);
    this.stretch(this.bottom, this.count - Math.min(this.count, (to + 1) * this.size));
    const wanted = [this.top, ...bodies, this.bottom];
    const present = [...this.table.tBodies];
    if (wanted.length !== present.length || wanted.some((body, at) => body !== present[at])) {
      for (const body of present) if (!wanted.includes(body)) body.remove();
      let after = this.table.tHead;
      for (const body of wanted) {
        if (after.nextElementSibling !== body) after.after(body);
        after = body;
      }
    }
    this.mark();
  }

  async want(page) {
    if (this.waiting.has(page)) return;
    const request = new AbortController();
    this.waiting.set(page, request);
    try {
      await new Promise((resolve) => setTimeout(resolve, 40)); // while the bar is dragged, most pages are only passed
      if (request.signal.aborted) return;
      this.pages.set(page, await this.load(page, request.signal));
      this.waiting.delete(page);
      this.draw();
    } catch (error) {
      this.waiting.delete(page);
      if (error.name !== "AbortError") document.dispatchEvent(new CustomEvent("htmx:sendError"));
    }
  }

  async load(page, signal) {
    const address = `${this.root.dataset.rows}?start=${page * this.size}&size=${this.size}${this.query ? `&${this.query}` : ""}`;
    const answer = await fetch(address, { signal, headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (answer.headers.has("HX-Redirect")) { location.assign(answer.headers.get("HX-Redirect")); throw new DOMException("", "AbortError"); }
    if (!answer.ok) throw new Error(String(answer.status));
    this.total = Number(answer.headers.get("X-Total-Count"));
    const holder = document.createElement("template");
    holder.innerHTML = `<table><tbody>${await answer.text()}</tbody></table>`;
    return holder.content.querySelector("tbody");
  }

  // New filters: the old rows stay until the first new ones are here.
  async reload(query) {
    for (const request of this.waiting.values()) request.abort();
    this.waiting.clear();
    this.reloading?.abort();
    const request = this.reloading = new AbortController();
    this.query = query;
    try {
      const first = await this.load(0, request.signal);
      this.count = this.total;
      this.pages.clear();
      this.pages.set(0, first);
      this.selected = -1;
      this.root.scrollTop = 0;
      this.draw();
      this.onCount(this.count);
    } catch (error) {
      if (error.name !== "AbortError") document.dispatchEvent(new CustomEvent("htmx:sendError"));
    }
  }

  line(index) {
    const body = this.pages.get(Math.floor(index / this.size));
    return body?.isConnected ? body.rows[index % this.size] : undefined;
  }

  indexOf(row) {
    for (const [page, body] of this.pages) if (body === row.parentElement) return page * this.size + row.sectionRowIndex;
    return -1;
  }

  mark() {
    const row = this.line(this.selected);
    if (row === this.marked) return;
    this.marked?.removeAttribute("aria-selected");
    row?.setAttribute("aria-selected", "true");
    this.marked = row;
    if (row) this.onSelect(this.selected, row); // also when the row came later than the key
  }

  show(index) {
    const top = index * this.row;
    if (top < this.root.scrollTop) this.root.scrollTop = top;
    else if (top + this.row > this.root.scrollTop + this.height) this.root.scrollTop = top + this.row - this.height;
  }

  select(index, open) {
    if (!this.count) return;
    this.selected = Math.max(0, Math.min(this.count - 1, index));
    this.show(this.selected);
    this.draw();
    const row = this.line(this.selected);
    if (!row) this.onSelect(this.selected, row);
    if (open && row) this.onOpen(row);
  }

  key(event) {
    const here = this.selected < 0 ? this.firstSeen - 1 : this.selected;
    const goes = {
      ArrowDown: here + 1, j: here + 1, ArrowUp: here - 1, k: here - 1, PageDown: here + this.seen - 1, PageUp: here - this.seen + 1,
      Home: 0, End: this.count - 1,
    }[event.key];
    if (goes !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.select(goes, false);
    } else if (event.key === "Enter" && this.selected >= 0) {
      event.preventDefault();
      this.select(this.selected, true);
    }
  }

  click(event) {
    const row = event.target.closest("tbody:not(.space) tr");
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (String(getSelection())) return; // somebody is copying text
    event.preventDefault();
    this.root.focus({ preventScroll: true });
    this.select(this.indexOf(row), true);
  }
}
