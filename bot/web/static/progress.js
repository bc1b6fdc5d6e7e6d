/** A Job on its way: the stage in words, a bar where the end is known, and a button that stops it. */

import { h } from "./dom.js";
import { t } from "./language.js";

// The share of the whole that lies behind when a stage begins, and its own share: composing takes longest.
const SPANS = { queued: [0, 0], composing: [0, 0.7], checking: [0.7, 0.05], rendering: [0.75, 0.2], drawing: [0.95, 0.04], done: [0.99, 0.01] };

/** Returns {element, show(working)}; `onStop` is called by the button. */
export function progress({ onStop }) {
  const label = h("span", { class: "stage" });
  const bar = h("progress", { max: 1, value: 0, "aria-label": t("Progress of the piece") });
  const stop = h("button", { type: "button", class: "small", onclick: () => { stop.disabled = true; onStop(); } }, t("Stop"));
  const element = h("div", { class: "working" }, label, stop, bar);
  let stage = "";

  return {
    element,
    /** Draws the event; returns the stage in words, without figures, if it is a new one, else "". */
    show(working) {
      const [from, span] = SPANS[working.stage] ?? [0, 0];
      const share = working.total > 0 ? Math.min(1, working.done / working.total) : 0;
      bar.value = Math.max(bar.value, from + span * share);
      label.textContent = working.text;
      const isNew = working.stage !== stage;
      stage = working.stage;
      return isNew ? working.text.split(/[:：]/, 1)[0] : "";
    },
  };
}
