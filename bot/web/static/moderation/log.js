/** Who changed what, newest first, and taking a change back. */

import { read, send } from "../api.js";
import { h } from "../dom.js";
import { locale, t } from "../language.js";

const SHOWN = 8;
const when = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

/** Draws into `element`; `onChange()` is called after something was taken back. */
export function log(element, { onChange }) {
  const status = h("p", { role: "status", class: "outcome" });
  const rows = h("ol", { class: "rows", "aria-label": t("Changes, newest first") });
  const older = h("button", { type: "button", class: "small", hidden: true }, t("Show older ones"));
  let most = SHOWN;

  const undo = async (change) => {
    try {
      const { text } = await send("/api/moderation/undo", { id: change.id });
      await show();
      status.textContent = text;
      onChange();
    } catch (error) {
      status.textContent = error.message;
    }
  };
  const row = (change) => h("li", { class: "row" },
    h("div", { class: "about" }, h("p", {}, change.text),
      h("p", { class: "by" }, change.who === "you" ? t("You") : t("Somebody"), " · ", h("time", { dateTime: change.done }, when.format(new Date(change.done))))),
    change.can_undo && h("button", { type: "button", class: "small", "aria-label": t("Undo: {change}", { change: change.text }), onclick: () => undo(change) }, t("Undo")));

  const show = async () => {
    const { changes } = await read("/api/moderation/log");
    rows.replaceChildren(...changes.slice(0, most).map(row));
    if (changes.length === 0) rows.replaceChildren(h("li", { class: "empty" }, t("Nothing was changed yet. What is, will be here with a button that takes it back.")));
    older.hidden = changes.length <= most;
  };
  older.addEventListener("click", () => { most = Infinity; show(); });
  element.replaceChildren(status, rows, h("div", { class: "buttons" }, older));
  return { show };
}
