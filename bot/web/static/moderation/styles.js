/** The page's own styles: heard, edited, removed; new ones; all of them as a file. */

import { read, send } from "../api.js";
import { h, twice } from "../dom.js";
import { t } from "../language.js";
import { player } from "../player.js";
import { styleForm } from "./style-form.js";

/** Draws into `element`; `onChange()` is called after something was saved. */
export function styles(element, { onChange }) {
  const status = h("p", { role: "status", class: "outcome" });
  const rows = h("ul", { class: "rows", "aria-label": t("Styles of this page") });
  const place = h("div");
  const file = h("input", { type: "file", class: "hidden", tabIndex: -1, accept: ".json", "aria-label": t("File of styles") });
  let known = null;

  const done = async (sentence) => {
    await show();
    status.textContent = sentence;
    onChange();
  };
  const act = async (data, sentence) => {
    try {
      await done(sentence(await send("/api/moderation/styles", data)));
    } catch (error) {
      if (error.status === 409) await show();
      status.textContent = error.message;
    }
  };

  const opener = (style) => (style && rows.querySelector(`[data-edit="${CSS.escape(style.name)}"]`)) || begin;
  const open = (style, where) => {
    const form = styleForm(style, known, {
      onClosed: () => { form.element.remove(); opener(style).focus(); },
      onSaved: (saved) => { form.element.remove(); done(t("{name} is saved as version {version}.", saved)); },
    });
    where.replaceChildren(form.element);
    form.focus();
  };

  const row = (style) => {
    const query = `?${new URLSearchParams({ name: style.name, version: style.version })}`;
    const sound = player({ base: "/api/moderation/preview", query, title: t("eight bars of {name}", style) });
    sound.position.hidden = true;
    sound.audio.addEventListener("play", () => { sound.position.hidden = false; });
    const editing = h("div", { "data-of": style.name });
    const edit = h("button", {
      type: "button", class: "small", "aria-label": t("Edit {name}", style), "data-edit": style.name, onclick: () => open(style, editing),
    }, t("Edit"));
    return h("li", {}, h("div", { class: "row" }, sound.button,
      h("div", { class: "about" }, h("h3", { class: "title" }, style.name), h("p", { class: "by" }, `${t("Version {version}", style)} · ${style.about}`),
        sound.position, sound.trouble, sound.audio),
      h("div", { class: "ends" }, edit,
        twice(t("Remove"), t("Remove it"), () => act({ do: "remove", name: style.name, version: style.version },
          () => t("{name} is removed; what was made in it stays, and “Undo” below brings it back.", style))))), editing);
  };

  const show = async () => {
    status.textContent = "";
    known = await read("/api/moderation/styles");
    begin.disabled = false;
    const writing = [...rows.querySelectorAll("form")];
    rows.replaceChildren(...known.styles.map(row));
    if (known.styles.length === 0) {
      rows.replaceChildren(h("li", { class: "empty" }, t("There is none yet. A new one begins as a style that everybody has, such as lo-fi, and is changed from there.")));
    }
    // what is being written stays, and meets the newest version when it is saved
    for (const form of writing) (rows.querySelector(`[data-of="${CSS.escape(form.dataset.style)}"]`) ?? place).append(form);
    exporting.hidden = known.styles.length === 0;
  };

  const begin = h("button", { type: "button", class: "small", disabled: true }, t("New style"));
  begin.addEventListener("click", () => open(null, place));
  const exporting = h("a", { href: "/api/moderation/styles/export", download: "cadenza-styles.json", hidden: true }, t("Export all as a file"));
  file.addEventListener("change", async () => {
    const text = await file.files[0].text();
    file.value = "";
    await act({ do: "import", file: text }, ({ styles: read }) => t("Imported: {names}.", { names: read.map((one) => one.name).join(t(", ")) }));
  });
  element.replaceChildren(rows, h("div", { class: "buttons" }, begin, exporting,
    h("button", { type: "button", class: "small", onclick: () => file.click() }, t("Import a file")), file), status, place);
  return { show };
}
