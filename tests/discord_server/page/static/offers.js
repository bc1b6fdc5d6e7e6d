// A list of suggestions below a text field, driven by the arrow keys.
import { el } from "./dom.js";

export class Offers {
  constructor(list, input) {
    this.list = list;
    this.input = input;
    this.items = [];
    this.chosen = 0;
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.leave(), 150));
  }

  get open() { return !this.list.hidden; }

  /** `items`: {label, note, take()}. */
  show(items) {
    this.items = items;
    this.chosen = 0;
    this.list.hidden = items.length === 0;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    this.list.replaceChildren(...items.map((item, number) => el("li", {
      role: "option", id: `${this.list.id}-${number}`, onmousedown: (event) => { event.preventDefault(); this.take(number); },
    }, item.label, item.note && el("small", {}, item.note))));
    this.mark();
  }

  hide() { this.show([]); }

  /** Somebody who came back in the meantime goes on choosing. */
  leave() { if (document.activeElement !== this.input) this.hide(); }

  take(number) {
    const item = this.items[number];
    this.hide();
    item.take();
  }

  mark() {
    [...this.list.children].forEach((child, number) => {
      child.setAttribute("aria-selected", String(number === this.chosen));
      if (number === this.chosen) child.scrollIntoView({ block: "nearest" });
    });
    if (this.open) this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.chosen}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (!this.open) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.chosen = (this.chosen + step + this.items.length) % this.items.length;
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.chosen);
    else if (event.key === "Escape") this.hide();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.mark();
  }
}
