/** The fields of one style, new or there already: heard before it is saved, saved as its next version. */

import { read, send } from "../api.js";
import { h } from "../dom.js";
import { later, t } from "../language.js";
import { hush, player } from "../player.js";
import { capital } from "../words.js";
import { Draft, field } from "./draft.js";

const GROUPS = [
  [later("Sound"), ["base", "mode", "tempo", "metre", "instruments"]],
  [later("Mood"), ["valence", "arousal", "density"]],
  [later("Feel"), ["swing", "looseness", "lag", "accent"]],
  [later("Harmony and names"), ["chords", "pace", "aliases"]],
];

function inputFor({ name, choices }) {
  if (choices) return h("select", {}, choices.map(([value, called]) => h("option", { value }, called)));
  const placeholder = ["tempo", "metre", "instruments"].includes(name) ? "" : t("as usual");
  return h("input", { type: "text", maxLength: 400, autocomplete: "off", placeholder });
}

/** Instruments are many: a list to choose from puts its choice behind what is there. */
function picker(input, instruments) {
  const choose = h("select", { "aria-label": t("Add an instrument"), onchange: () => {
    input.value = [...input.value.split(",").map((one) => one.trim()).filter(Boolean), choose.value].join(", ");
    choose.value = "";
    input.focus();
  } }, h("option", { value: "" }, t("Add …")), instruments.map(([value, called]) => h("option", { value }, called)));
  return choose;
}

/**
 * The form for `style` ({name, version, fields}), or for a new one where it is null. `known` is {fields, instruments} of
 * the server. `onSaved(style)` and `onClosed()` are called.
 */
export function styleForm(style, known, { onSaved, onClosed }) {
  const status = h("p", { role: "status", class: "outcome" });
  const name = h("input", { type: "text", maxLength: 40, required: true, autocomplete: "off", placeholder: t("night drive") });
  const named = field(t("Name"), name, t("2 to 40 letters and digits."));
  named.element.classList.add("wide");
  const sound = h("div", { class: "hear" });
  const inputs = Object.fromEntries(known.fields.map((one) => [one.name, inputFor(one)]));
  const bounds = Object.fromEntries(known.fields.map((one) => [one.name, one.choices ? "" : capital(t("{sentence}.", { sentence: one.bounds }))]));
  const fields = Object.fromEntries(known.fields.map((one) =>
    [one.name, field(one.label, inputs[one.name], bounds[one.name])]));
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
      base: "/api/moderation/preview", query: `?${query}`, title: t("eight bars of {name}", { name: style?.name ?? (name.value.trim() || t("the new style")) }),
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
  const grouped = GROUPS.map(([title, names]) => h("fieldset", { class: "group" }, h("legend", {}, t(title)),
    h("div", { class: "fields" }, !style && names[0] === "base" && named.element,
      names.filter((one) => fields[one]).map((one) => fields[one].element))));
  const element = h("form", {
    class: "style-form", "aria-label": style ? t("Style {name}", style) : t("New style"), "data-style": style?.name, onsubmit: save,
  }, grouped,
    !style && h("p", { class: "remark" }, t("What is left empty is as in the style that it plays as.")),
    h("div", { class: "buttons" },
      h("button", { type: "submit", class: "enter" }, style ? t("Save as the next version") : t("Save the style")),
      h("button", { type: "button", class: "small", onclick: hear }, t("Hear eight bars")),
      h("button", { type: "button", class: "small", onclick: () => { hush(sound); onClosed(); } }, t("Cancel"))),
    sound, status);
  return { element, focus: () => (style ? inputs.tempo : name).focus() };
}
