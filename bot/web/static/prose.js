/** Cadenza's words as paragraphs and lists: lines that begin with "- " are items, others paragraphs. */

import { h } from "./dom.js";

/** `lang` is the tag of their language. */
export function prose(text, lang) {
  const parts = [];
  let items = null;
  for (const line of text.split("\n").map((each) => each.trim()).filter(Boolean)) {
    if (line.startsWith("- ")) {
      if (!items) parts.push(items = h("ul"));
      items.append(h("li", { dir: "auto" }, line.slice(2)));
    } else {
      items = null;
      parts.push(h("p", { dir: "auto" }, line));
    }
  }
  return h("div", { class: "prose", lang, dir: "auto" }, parts);
}
