/** What Cadenza keeps of this person: seen, taken along, deleted; and what it may learn from ratings. */

import { read, send } from "./api.js";
import { h, twice } from "./dom.js";

const CHOICES = [
  ["me", "Learn for me alone"], ["server", "Learn for everybody on this page"], ["none", "Learn nothing"],
];

/** Opens the dialog. `onDeleted()` is called after everything was deleted and the dialog closed. */
export async function openPrivacy({ onDeleted }) {
  const status = h("p", { role: "status" }, "Looking …");
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
  const erase = twice("Delete everything", "Delete it for good", async () => {
    erase.disabled = true;
    isDeleted = await act({ delete: true });
  }, { onclick: () => {
    if (!erase.disabled) status.textContent = "Your takes, ratings and conversations go, and cannot be had back.";
  } });
  const dialog = h("dialog", { class: "sheet", "aria-label": "Privacy" },
    h("h2", {}, "Privacy"), status,
    h("div", { class: "buttons" }, CHOICES.map(([choice, name]) =>
      h("button", { type: "button", class: "small", onclick: () => act({ consent: choice }) }, name))),
    h("div", { class: "buttons" },
      h("a", { href: "/api/privacy/export", download: "cadenza-privacy.json" }, "Export as JSON"), erase,
      h("button", { type: "button", class: "small", onclick: () => dialog.close() }, "Close")));
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
