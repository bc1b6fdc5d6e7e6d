/** What Cadenza keeps of this person: seen, taken along, deleted; and what it may learn from ratings. */

import { read, send } from "./api.js";
import { h, twice } from "./dom.js";
import { later, t } from "./language.js";

const CHOICES = [
  ["me", later("Learn for me alone")], ["server", later("Learn for everybody on this page")], ["none", later("Learn nothing")],
];

/** Opens the dialog. `onDeleted()` is called after everything was deleted and the dialog closed. */
export async function openPrivacy({ onDeleted }) {
  const status = h("p", { role: "status" }, t("Looking …"));
  let isDeleted = false;

  const act = async (change) => {
    try {
      status.textContent = (await send("/api/privacy", change)).text;
      return true;
    } catch (error) {
      status.textContent = error.message;
      return false;
    }
  };
  const erase = twice(t("Delete everything"), t("Delete it for good"), async () => {
    erase.disabled = true;
    isDeleted = await act({ delete: true });
  }, { onclick: () => {
    if (!erase.disabled) status.textContent = t("Your takes, ratings and conversations go, and cannot be had back.");
  } });
  const dialog = h("dialog", { class: "sheet", "aria-label": t("Privacy") },
    h("h2", {}, t("Privacy")), status,
    h("div", { class: "buttons" }, CHOICES.map(([choice, name]) =>
      h("button", { type: "button", class: "small", onclick: () => act({ consent: choice }) }, t(name)))),
    h("div", { class: "buttons" },
      h("a", { href: "/api/privacy/export", download: "cadenza-privacy.json" }, t("Export as JSON")), erase,
      h("button", { type: "button", class: "small", onclick: () => dialog.close() }, t("Close"))));
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (isDeleted) onDeleted();
  });
  document.body.append(dialog);
  dialog.showModal();
  try {
    status.textContent = (await read("/api/privacy")).text;
  } catch (error) {
    status.textContent = error.message;
  }
}
