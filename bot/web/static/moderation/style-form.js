/** The fields of one style, new or there already: heard before it is saved, saved as its next version. */

import { read, send } from "../api.js";
import { h } from "../dom.js";
import { hush, player } from "../player.js";
import { capital } from "../words.js";
import { Draft, field } from "./draft.js";

const GROUPS = [
  ["Sound", ["base", "mode", "instruments", "tempo", "metre"]],
  ["Mood", ["valence", "arousal", "density"]],
  ["Feel", ["swing", "looseness", "lag", "accent"]],
  ["Harmony and names", ["chords", "pace", "aliases"]],
];
const LABELS = { base: "Plays as", mode: "Major or minor" };
const USUAL = "as usual";

function inputFor({ name, choices }) {
  if (choices) return h("select", {}, choices.map((one) => h("option", { value: one }, one || USUAL)));
  const placeholder = ["tempo", "metre", "instruments"].includes(name) ? "" : USUAL;
  return h("input", { type: "text", maxLength: 400, autocomplete: "off", placeholder });
}

/** Instruments are many: a list to choose from puts its choice behind what is there. */
function picker(input, instruments) {
  const choose = h("select", { "aria-label": "Add an instrument", onchange: () => {
    input.value = [...input.value.split(",").map((one) => one.trim()).filter(Boolean), choose.value].join(", ");
    choose.value = "";
    input.focus();
  } }, h("option", { value: "" }, "Add …"), instruments.map((one) => h("option", { value: one }, one)));
  return choose;
}

/**
 * The form for `style` ({name, version, fields}), or for a new one where it is null. `known` is {fields, instruments} of
 * the server. `onSaved(style)` and `onClosed()` are called.
 */
export function styleForm(style, known, { onSaved, onClosed }) {
  const status = h("p", { role: "status", class: "outcome" });
  const name = h("input", { type: "text", maxLength: 40, required: true, autocomplete: "off", placeholder: "night drive" });
  const named = field("Name", name, "2 to 40 letters and digits.");
  const sound = h("div", { class: "hear" });
  const inputs = Object.fromEntries(known.fields.map((one) => [one.name, inputFor(one)]));
  const bounds = Object.fromEntries(known.fields.map((one) => [one.name, one.choices ? "" : capital(`${one.bounds}.`)]));
  const fields = Object.fromEntries(known.fields.map((one) =>
    [one.name, field(LABELS[one.name] ?? capital(one.name), inputs[one.name], bounds[one.name])]));
  fields.instruments.element.classList.add("wide");
  const draft = new Draft(fields);
  let version = style?.version ?? 0;
  draft.show(style?.fields ?? {});

  // A new style is as its base is: the fields that nobody filled in follow it.
  const changes = () => Object.fromEntries(Object.entries(draft.changes).filter(([one]) => style || one !== "base"));
  const base = () => inputs.base.value || "lo-fi";
  if (!style) inputs.base.value = "lo-fi";

  const hear = () => {
    const query = new URLSearchParams(style ? { name: style.name, version } : { name: name.value.trim() || "a new one", new: "yes", base: base() });
    for (const [one, value] of Object.entries(changes())) query.set(one, value);
    const { audio, button, position, trouble } = player({
      base: "/api/moderation/preview", query: `?${query}`, title: `eight bars of ${style?.name ?? (name.value.trim() || "the new style")}`,
    });
    hush(sound);
    sound.replaceChildren(button, position, trouble, audio);
    button.click();
  };

  const save = async (event) => {
    event.preventDefault();
    const asked = style
      ? { do: "edit", name: style.name, version, changes: changes() }
      : { do: "add", name: name.value.trim(), base: base(), changes: changes() };
    try {
      const { style: saved } = await send("/api/moderation/styles", asked);
      hush(sound);
      onSaved(saved);
    } catch (error) {
      status.textContent = error.message;
      if (error.status === 409) await meet();
    }
  };

  const meet = async () => {
    const { styles } = await read("/api/moderation/styles");
    const theirs = styles.find((one) => one.name === style.name);
    if (!theirs) return;
    version = theirs.version;
    draft.meet(theirs.fields);
  };

  inputs.instruments.after(picker(inputs.instruments, known.instruments));
  const grouped = GROUPS.map(([title, names]) => h("fieldset", { class: "group" }, h("legend", {}, title),
    h("div", { class: "fields" }, !style && names[0] === "base" && named.element,
      names.filter((one) => fields[one]).map((one) => fields[one].element))));
  const element = h("form", {
    class: "style-form", "aria-label": style ? `Style ${style.name}` : "New style", "data-style": style?.name, onsubmit: save,
  }, grouped,
    !style && h("p", { class: "remark" }, "What is left empty is as in the style that it plays as."),
    h("div", { class: "buttons" },
      h("button", { type: "submit", class: "enter" }, style ? "Save as the next version" : "Save the style"),
      h("button", { type: "button", class: "small", onclick: hear }, "Hear eight bars"),
      h("button", { type: "button", class: "small", onclick: () => { hush(sound); onClosed(); } }, "Cancel")),
    sound, status);
  return { element, focus: () => (style ? inputs.tempo : name).focus() };
}
