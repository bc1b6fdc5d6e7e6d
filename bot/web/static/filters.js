/** What tracks must be to be shown at all: fields below the message box, empty for no limit. */

import { t } from "./language.js";

/**
 * Wires the fields in `element`, a <details>. Returns {chosen}: `chosen()` gives what is filled in by name, null
 * when nothing is.
 */
export function filters(element) {
  const fields = [...element.querySelectorAll("input")];
  const title = element.querySelector("summary");
  const plain = title.textContent;

  const chosen = () => {
    const filled = {};
    for (const field of fields) {
      if (field.type === "checkbox" ? field.checked : field.value.trim()) {
        filled[field.name] = field.type === "checkbox" || field.value.trim();
      }
    }
    return Object.keys(filled).length > 0 ? filled : null;
  };
  const count = () => {
    const set = Object.keys(chosen() ?? {}).length;
    title.textContent = set ? t("Filters ({number} set)", { number: set }) : plain;
  };

  element.addEventListener("input", count);
  element.querySelector("#clear-filters").addEventListener("click", () => {
    for (const field of fields) {
      field.value = field.type === "checkbox" ? field.value : "";
      field.checked = false;
    }
    count();
    fields[0].focus();
  });
  count(); // a browser may have kept what was filled in
  return { chosen };
}
