/** What Cadenza keeps of this person: seen, taken along, deleted; and what it may learn from ratings. */

import { changePrivacy, readPrivacy } from "./api.js";
import { h } from "./dom.js";

const CHOICES = [
  ["me", "Learn for me alone"], ["server", "Learn for everybody on this page"], ["none", "Learn nothing"],
];

/** Opens the dialog. `onDeleted()` is called after everything was deleted and the dialog closed. */
export async function openPrivacy({ onDeleted }) {
  const status = h("p", { role: "status" }, "Looking …");
  let isDeleted = false;
  let armed = false;

  const act = async (change) => {
    try {
      status.textContent = (await changePrivacy(change)).text;
      return true;
    } catch (error) {
      status.textContent = error.message;
      return false;
    }
  };
  const erase = h("button", { type: "button", class: "small" }, "Delete everything");
  erase.addEventListener("click", async () => {
    if (!armed) {
      armed = true;
      erase.textContent = "Delete it for good";
      status.textContent = "Your takes, ratings and conversations go, and cannot be had back.";
      return;
    }
    erase.disabled = true;
    isDeleted = await act({ delete: true });
  });
  const dialog = h("dialog", { class: "privacy", "aria-label": "Privacy" },
    h("h2", {}, "Privacy"), status,
    h("div", { class: "actions" }, CHOICES.map(([choice, name]) =>
      h("button", { type: "button", class: "small", onclick: () => act({ consent: choice }) }, name))),
    h("div", { class: "actions" },
      h("a", { href: "/api/privacy/export", download: "cadenza-privacy.json" }, "Export as JSON"), erase,
      h("button", { type: "button", class: "small", onclick: () => dialog.close() }, "Close")));
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (isDeleted) onDeleted();
  });
  document.body.append(dialog);
  dialog.showModal();
  try {
    status.textContent = (await readPrivacy()).text;
  } catch (error) {
    status.textContent = error.message;
  }
}
