/** What can be done with a take, as small forms under its card: each sends a turn that the assistant answers. */

import { read } from "./api.js";
import { freshId, h } from "./dom.js";
import { later, t } from "./language.js";

const DEGREES = [["0.25", later("a little")], ["0.5", later("half of it")], ["0.8", later("most of it")]];
const SHARES = [["0.25", later("mostly this one")], ["0.5", later("half and half")], ["0.75", later("mostly the other")]];
const TOUCHES = [["0.25", later("a little")], ["0.5", later("as people play")], ["0.8", later("loosely")]];
const MOST_BARS_MORE = 64;
/** What stands there first: what goes with most music. */
const MOST_ADDED = ["Flute", "Violin", "Cello"];

function options(choices) {
  return choices.map(([value, text]) => h("option", { value }, text));
}

const told = (choices) => choices.map(([value, text]) => [value, t(text)]);

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
  const style = select(t("Style"), styles, styles.find(([one]) => one !== take.controls.style)?.[0]);
  const degree = select(t("How much"), told(DEGREES), "0.5");
  const first = bar(t("Bars"), 1, take.bars);
  const last = bar(t("to"), Math.min(4, take.bars), take.bars);
  const more = bar(t("Bars"), 8, MOST_BARS_MORE);
  const silent = instruments.filter(([one]) => !plays.includes(one));
  const added = select(t("Instrument"), silent, MOST_ADDED.find((name) => silent.some(([one]) => one === name)));
  const removed = select(t("Instrument"), instruments.filter(([one]) => plays.includes(one)));
  const pieces = others();
  const other = select(t("With"), pieces.map((one, i) => [one.id, `${one.title} (${i + 1})`]));
  const share = select(t("As"), told(SHARES), "0.5");

  const touch = select(t("How"), told(TOUCHES), "0.5");
  const chosen = (one) => one.element.selectedOptions[0].text;
  first.element.addEventListener("input", () => { last.element.min = first.element.value; });
  return [
    form(t("Another style"), t("Restyle"), [style.label], () => ({
      intent: "restyle", operation: { kind: "restyle" }, controls: { style: style.element.value },
      label: t("In the style {style}", { style: chosen(style) }),
    }), onRework),
    form(t("Vary"), t("Vary it"), [degree.label], () => ({
      intent: "vary", operation: { kind: "vary", amount: Number(degree.element.value) },
      label: t("Vary: {degree}", { degree: chosen(degree) }),
    }), onRework),
    form(t("Some bars anew"), t("Rewrite"), [first.label, last.label], () => ({
      intent: "vary",
      operation: { kind: "rewrite", first_bar: Number(first.element.value), last_bar: Number(last.element.value) },
      label: t("Bars {first} to {last} anew", { first: first.element.value, last: last.element.value }),
    }), onRework),
    form(t("Go on"), t("Go on"), [more.label], () => ({
      intent: "continue", controls: { bars: Number(more.element.value) }, label: t("{number} bars more", { number: more.element.value }),
    }), onRework),
    form(t("One more instrument"), t("Add"), [added.label], () => ({
      intent: "vary", operation: { kind: "add", instruments: [added.element.value] }, label: t("Add {instrument}", { instrument: chosen(added) }),
    }), onRework),
    plays.length > 1 && form(t("Without an instrument"), t("Remove"), [removed.label], () => ({
      intent: "vary", operation: { kind: "remove", instruments: [removed.element.value] },
      label: t("Without {instrument}", { instrument: chosen(removed) }),
    }), onRework),
    form(t("A player's timing"), t("Humanise"), [touch.label], () => ({
      intent: "vary", operation: { kind: "humanise", amount: Number(touch.element.value) },
      label: t("Humanise: {touch}", { touch: chosen(touch) }),
    }), onRework),
    pieces.length > 0 && form(t("Blend with another take"), t("Blend"), [other.label, share.label], () => ({
      intent: "blend", operation: { kind: "blend", amount: Number(share.element.value) }, seeds: [other.element.value],
      label: t("Blend with {title}", { title: chosen(other) }),
    }), onRework),
  ].filter(Boolean);
}

/** The forms behind a summary, drawn each time it is opened: there may be new styles, and new takes to blend with. */
export function reworking(take, { others, onRework }) {
  const forms = h("div", { class: "forms" });
  const element = h("details", { class: "more" }, h("summary", {}, t("Change it")), forms);
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
