/**
 * What a form holds against what was there when it was shown. Only what differs is sent, so two who edit different
 * fields do not meet; where they do, the later one keeps what they typed and reads what the other chose.
 */

import { freshId, h } from "../dom.js";
import { t } from "../language.js";

/** A labelled field: `input` is what is typed into, `hint` says what it takes; `told(value)` is a value in words; `note(text)` says what others chose. */
export function field(label, input, hint = "") {
  const [id, about] = [freshId("field"), freshId("about")];
  const words = h("span", { class: "hint-text" }, hint);
  const note = h("span", { class: "meanwhile" });
  input.id = id;
  input.setAttribute("aria-describedby", about);
  const element = h("div", { class: "field" }, h("label", { class: "name", htmlFor: id }, label), input,
    h("span", { id: about, class: "below" }, words, note));
  return {
    element,
    input,
    hint: (text) => { words.textContent = text; },
    get: () => (input.type === "checkbox" ? input.checked : input.type === "number" ? input.valueAsNumber : input.value.trim()),
    set: (value) => { if (input.type === "checkbox") input.checked = value; else input.value = value; },
    told: (value) => {
      const option = [...(input.options ?? [])].find((each) => each.value === value);
      return option?.text || (value === "" ? t("as usual") : value === true ? t("yes") : value === false ? t("no") : value);
    },
    note: (text) => { note.textContent = text ? ` ${text}` : ""; },
  };
}

export class Draft {
  /** `fields` by name, as `field` makes them. */
  constructor(fields) {
    this.fields = fields;
    this.seen = {};
  }

  /** Shows `values`; what was typed and not saved is gone. */
  show(values) {
    this.seen = { ...values };
    for (const [name, one] of Object.entries(this.fields)) {
      one.set(values[name] ?? "");
      one.note("");
    }
  }

  /** What was typed, by name. */
  get changes() {
    return Object.fromEntries(Object.entries(this.fields)
      .map(([name, one]) => [name, one.get()])
      .filter(([name, value]) => value !== (this.seen[name] ?? "")));
  }

  /** Somebody else saved `values` meanwhile: untouched fields follow, what was typed stays, with theirs beside it. */
  meet(values) {
    const mine = this.changes;
    for (const [name, one] of Object.entries(this.fields)) {
      const theirs = values[name] ?? "";
      if (!(name in mine)) one.set(theirs);
      const differ = name in mine && theirs !== (this.seen[name] ?? "") && theirs !== mine[name];
      one.note(differ ? t("Meanwhile: {value}.", { value: one.told(theirs) }) : "");
    }
    this.seen = { ...values };
  }
}
