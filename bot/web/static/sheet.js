/** A sheet: a dialog over the page, with its title, a cross that closes it, and what is done rarely at its end. */

import { freshId, h, icon } from "./dom.js";
import { t } from "./language.js";

/**
 * Opens one. `rare` are the links and buttons at its end; `onClosed()` is called after it is gone. Returns the
 * <dialog>.
 */
export function openSheet(title, children, { rare = [], onClosed = () => {} }) {
  const heading = freshId("sheet");
  const close = h("button", { type: "button", class: "icon", "aria-label": t("Close"), onclick: () => dialog.close() }, icon("close"));
  const dialog = h("dialog", { class: "sheet", "aria-labelledby": heading },
    h("header", { class: "top" }, h("h2", { id: heading }, title), close), children, h("footer", { class: "buttons rare" }, rare));
  dialog.addEventListener("close", () => {
    dialog.remove();
    onClosed();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
