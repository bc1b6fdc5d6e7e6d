// A form that the bot opened.
import { $, el } from "./dom.js";

const PARAGRAPH = 2, TEXT = 4;

/** Shows the form; `send(fields)` may throw a sentence, which is shown in it. */
export function openModal(modal, send) {
  const dialog = $("form");
  const fields = modal.fields.map((field) => [field, control(field)]);
  const problem = el("p", { role: "alert" });
  dialog.replaceChildren(el("form", {
    method: "dialog",
    onsubmit: async (event) => {
      event.preventDefault();
      try {
        await send(Object.fromEntries(fields.map(([field, made]) => [field.custom_id,
          field.type === TEXT ? made.value : [...made.selectedOptions].map((o) => o.value)])));
        dialog.close();
      } catch (error) {
        problem.textContent = error.message;
      }
    },
  },
  el("h2", { id: "form-title" }, modal.title),
  fields.map(([field, made]) => el("label", { class: "field" },
    el("span", {}, field.label), made, field.description && el("small", {}, field.description))),
  problem,
  el("div", { class: "ends" },
    el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
    el("button", { type: "submit", class: "send" }, "Submit"))));
  dialog.showModal();
}

function control(field) {
  const shared = { name: field.custom_id, required: field.required ?? true };
  if (field.type !== TEXT) {
    return el("select", shared, (field.options ?? []).map((o) => el("option", { value: o.value }, o.label)));
  }
  const limits = { ...shared, placeholder: field.placeholder, minlength: field.min_length, maxlength: field.max_length ?? 4000 };
  const made = field.style === PARAGRAPH ? el("textarea", { ...limits, rows: 4 }) : el("input", { ...limits, type: "text" });
  made.value = field.value ?? "";
  return made;
}
