/** What Cadenza keeps of this person: seen, taken along, deleted; and what it may learn from ratings. */

import { read, send } from "./api.js";
import { h, twice } from "./dom.js";
import { later, t } from "./language.js";
import { openSheet } from "./sheet.js";

const CHOICES = [
  ["me", later("Learn for me alone")], ["server", later("Learn for everybody on this page")], ["none", later("Learn nothing")],
];

/** Opens the sheet. `onDeleted()` is called after everything was deleted and the sheet closed. */
export async function openPrivacy({ onDeleted }) {
  const status = h("p", { role: "status" }, t("Looking …"));
  let isDeleted = false;

  const choices = CHOICES.map(([choice, name]) => h("button", {
    type: "button", class: "small", value: choice,
    onclick: async () => { if (await act({ consent: choice })) mark(choice); },
  }, t(name)));
  const mark = (chosen) => {
    for (const button of choices) button.setAttribute("aria-pressed", String(button.value === chosen));
  };
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
    if (isDeleted) mark("");
  }, { class: "small danger", onclick: () => {
    if (!erase.disabled) status.textContent = t("Your takes, ratings and conversations go, and cannot be had back.");
  } });
  openSheet(t("Privacy"), [status, h("div", { class: "buttons", role: "group", "aria-label": t("What may be learned") }, choices)], {
    rare: [h("a", { href: "/api/privacy/export", download: "cadenza-privacy.json" }, t("Export as JSON")), erase],
    onClosed: () => { if (isDeleted) onDeleted(); },
  });
  try {
    const { text, consent } = await read("/api/privacy");
    status.textContent = text;
    mark(consent);
  } catch (error) {
    status.textContent = error.message;
  }
}
