/** What holds on the page: usual style, language, how many pieces, whether loved takes join the catalogue. */

import { read, send } from "../api.js";
import { h } from "../dom.js";
import { later, t } from "../language.js";
import { capital } from "../words.js";
import { Draft, field } from "./draft.js";

const NUMBERS = {
  pieces_at_once: [later("At once, of one person"), 1, 20],
  piece_seconds: [later("Then one every … seconds"), 1, 3600],
  pieces_a_day: [later("Pieces a day"), 0, 1000],
};

function group(name, styles) {
  return h("optgroup", { label: name }, styles.map(([value, called]) => h("option", { value }, called)));
}

/** Draws into the form `element`; `onChange()` is called after something was saved. */
export function settings(element, { onChange }) {
  const status = h("p", { role: "status", class: "outcome" });
  const style = h("select");
  const language = h("select");
  const fields = {
    style: field(t("Usual style"), style, t("What a piece is in when nobody says.")),
    language: field(t("Language of the answers"), language),
    ...Object.fromEntries(Object.entries(NUMBERS).map(([name, [label, min, max]]) =>
      [name, field(t(label), h("input", { type: "number", min, max, required: true, inputMode: "numeric" }), "")])),
    takes_join: field(t("Loved takes join the catalogue"), h("input", { type: "checkbox" }),
      t("Three people who gave four stars on average make a take a track that can be recommended here.")),
  };
  fields.takes_join.element.classList.add("check");
  const draft = new Draft(fields);
  let drawn = false;

  const load = async () => {
    const { settings: values, languages, styles, bounds } = await read("/api/moderation/settings");
    style.replaceChildren(h("option", { value: "" }, t("none")),
      ...(styles.own.length > 0 ? [group(t("Of this page"), styles.own)] : []), group(t("Everybody's"), styles.everybody));
    language.replaceChildren(...Object.entries(languages).map(([code, name]) => h("option", { value: code }, name)));
    for (const name of Object.keys(NUMBERS)) fields[name].hint(capital(t("{sentence}.", { sentence: bounds[name] })));
    return values;
  };

  const save = async (event) => {
    event.preventDefault();
    const { changes, seen } = draft;
    if (Object.keys(changes).length === 0) {
      status.textContent = t("There is nothing to save: it is as it was.");
      return;
    }
    try {
      draft.show((await send("/api/moderation/settings", { changes, seen })).settings);
      status.textContent = t("Saved.");
      onChange();
    } catch (error) {
      if (error.status === 409) draft.meet((await read("/api/moderation/settings")).settings);
      status.textContent = error.message;
    }
  };

  element.addEventListener("submit", save);
  return {
    async show() {
      const values = await load();
      if (!drawn) {
        element.replaceChildren(
          h("div", { class: "fields" }, fields.style.element, fields.language.element),
          h("fieldset", { class: "group" }, h("legend", {}, t("Limits on pieces")),
            h("div", { class: "fields three" }, Object.keys(NUMBERS).map((name) => fields[name].element)),
            h("p", { class: "remark" }, t("The page limits nobody's pieces until one of the three numbers is changed."))),
          h("div", { class: "fields" }, fields.takes_join.element),
          h("div", { class: "buttons" }, h("button", { type: "submit", class: "enter" }, t("Save settings")), status));
        draft.show(values);
      } else draft.meet(values); // something else on the page changed; what is typed here stays
      drawn = true;
    },
  };
}
