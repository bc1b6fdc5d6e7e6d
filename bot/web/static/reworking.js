/** What can be done with a take, as small forms under its card: each sends a turn that the assistant answers. */

import { read } from "./api.js";
import { freshId, h } from "./dom.js";

const DEGREES = [["0.25", "a little"], ["0.5", "half of it"], ["0.8", "most of it"]];
const SHARES = [["0.25", "mostly this one"], ["0.5", "half and half"], ["0.75", "mostly the other"]];
const TOUCHES = [["0.25", "a little"], ["0.5", "as people play"], ["0.8", "loosely"]];
const MOST_BARS_MORE = 64;
/** What stands there first: what goes with most music. */
const MOST_ADDED = ["Flute", "Violin", "Cello"];

function options(choices) {
  return choices.map((choice) => {
    const [value, text] = Array.isArray(choice) ? choice : [choice, choice];
    return h("option", { value }, text);
  });
}

function select(label, choices, chosen) {
  const element = h("select", {}, options(choices));
  if (chosen !== undefined) element.value = chosen;
  return { element, label: h("label", {}, `${label} `, element) };
}

function bar(label, value, most) {
  const element = h("input", { type: "number", min: 1, max: most, value, required: true, inputMode: "numeric" });
  return { element, label: h("label", {}, `${label} `, element) };
}

/** One form: a heading, fields, a button; `turn()` is what is sent, null while it cannot be. */
function form(name, button, fields, turn, onRework) {
  const heading = freshId("rework");
  const send = (event) => {
    event.preventDefault();
    const asked = turn();
    if (asked) onRework(asked);
  };
  return h("form", { class: "rework", "aria-labelledby": heading, onsubmit: send },
    h("h4", { id: heading }, name), fields, h("button", { type: "submit", class: "small" }, button));
}

function drawn(take, { styles, instruments }, others, onRework) {
  const plays = take.controls.instruments ?? [];
  const style = select("Style", styles, styles.find((one) => one !== take.controls.style));
  const degree = select("How much", DEGREES, "0.5");
  const first = bar("Bars", 1, take.bars);
  const last = bar("to", Math.min(4, take.bars), take.bars);
  const more = bar("Bars", 8, MOST_BARS_MORE);
  const silent = instruments.filter((one) => !plays.includes(one));
  const added = select("Instrument", silent, MOST_ADDED.find((one) => silent.includes(one)));
  const removed = select("Instrument", plays);
  const pieces = others();
  const other = select("With", pieces.map((one, i) => [one.id, `${one.title || "Untitled take"} (${i + 1})`]));
  const share = select("As", SHARES, "0.5");

  const touch = select("How", TOUCHES, "0.5");
  first.element.addEventListener("input", () => { last.element.min = first.element.value; });
  return [
    form("Another style", "Restyle", [style.label], () => ({
      intent: "restyle", operation: { kind: "restyle" }, controls: { style: style.element.value },
      label: `In the style ${style.element.value}`,
    }), onRework),
    form("Vary", "Vary it", [degree.label], () => ({
      intent: "vary", operation: { kind: "vary", amount: Number(degree.element.value) },
      label: `Vary ${degree.element.selectedOptions[0].text}`,
    }), onRework),
    form("Some bars anew", "Rewrite", [first.label, last.label], () => ({
      intent: "vary",
      operation: { kind: "rewrite", first_bar: Number(first.element.value), last_bar: Number(last.element.value) },
      label: `Bars ${first.element.value} to ${last.element.value} anew`,
    }), onRework),
    form("Go on", "Go on", [more.label], () => ({
      intent: "continue", controls: { bars: Number(more.element.value) }, label: `${more.element.value} bars more`,
    }), onRework),
    form("One more instrument", "Add", [added.label], () => ({
      intent: "vary", operation: { kind: "add", instruments: [added.element.value] }, label: `Add ${added.element.value}`,
    }), onRework),
    plays.length > 1 && form("Without an instrument", "Remove", [removed.label], () => ({
      intent: "vary", operation: { kind: "remove", instruments: [removed.element.value] },
      label: `Without ${removed.element.value}`,
    }), onRework),
    form("A player's timing", "Humanise", [touch.label], () => ({
      intent: "vary", operation: { kind: "humanise", amount: Number(touch.element.value) },
      label: `Humanise, ${touch.element.selectedOptions[0].text}`,
    }), onRework),
    pieces.length > 0 && form("Blend with another take", "Blend", [other.label, share.label], () => ({
      intent: "blend", operation: { kind: "blend", amount: Number(share.element.value) }, seeds: [other.element.value],
      label: `Blend with ${other.element.selectedOptions[0].text}`,
    }), onRework),
  ].filter(Boolean);
}

/** The forms behind a summary, drawn each time it is opened: there may be new styles, and new takes to blend with. */
export function reworking(take, { others, onRework }) {
  const forms = h("div", { class: "forms" });
  const element = h("details", { class: "more" }, h("summary", {}, "Change it"), forms);
  const close = (turn) => {
    element.open = false;
    onRework(turn);
  };
  element.addEventListener("toggle", async () => {
    if (!element.open) {
      forms.replaceChildren(); // what was chosen in them shall not be drawn over when they open again
      return;
    }
    try {
      forms.replaceChildren(...drawn(take, await read("/api/choices"), others, close));
    } catch (error) {
      forms.replaceChildren(h("p", { class: "remark" }, error.message));
    }
  });
  return element;
}
