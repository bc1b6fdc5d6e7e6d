// A slash command being filled in: one field for each option, by its type.
import { $, el } from "./dom.js";
import { Offers } from "./offers.js";

const STRING = 3, INTEGER = 4, BOOLEAN = 5, USER = 6, CHANNEL = 7, NUMBER = 10, ATTACHMENT = 11;
const PAUSE = 200;

/** Opens the fields. `home`: people and channels; `ask(option, typed, options)`: choices; `send(options, files)`. */
export function openCommand(command, { home, ask, send, close }) {
  const form = $("command");
  const inputs = command.options.map((option) => [option, input(option, home)]);
  const values = () => Object.fromEntries(inputs
    .filter(([option]) => option.type !== ATTACHMENT)
    .map(([option, field]) => [option.name, field.dataset.value ?? field.value]));
  form.replaceChildren(
    el("h2", {}, `/${command.name}`, el("small", {}, command.description)),
    ...inputs.map(([option, field]) => el("label", { class: option.name === "text" ? "field wide" : "field" },
      el("span", {}, option.name, option.required ? "" : el("small", {}, " (optional)")), field,
      option.autocomplete && suggestions(option, field, () => ask(option.name, field.value, values())),
      el("small", {}, option.description))),
    el("button", { type: "submit", class: "send" }, "Use command"),
    el("button", { type: "button", onclick: close }, "Cancel"));
  form.onsubmit = (event) => {
    event.preventDefault();
    const files = inputs.filter(([option]) => option.type === ATTACHMENT)
      .flatMap(([option, field]) => [...field.files].map((file) => [`file:${option.name}`, file]));
    send(values(), files);
  };
  form.onkeydown = (event) => { if (event.key === "Escape") close(); };
  form.hidden = false;
  (inputs[0]?.[1] ?? form.querySelector(".send")).focus();
}

function input(option, home) {
  const shared = { name: option.name, required: option.required };
  const list = (items) => el("select", shared, option.required ? null : el("option", { value: "" }, ""),
    items.map(([value, name]) => el("option", { value }, name)));
  if (option.choices?.length) return list(option.choices.map((c) => [c.value, c.name]));
  if (option.type === BOOLEAN) return list([["true", "True"], ["false", "False"]]);
  if (option.type === USER) return list(home.people.map((p) => [p.id, p.name]));
  if (option.type === CHANNEL) return list(home.guilds.flatMap((g) => g.channels).map((c) => [c.id, "#" + c.name]));
  if (option.type === ATTACHMENT) return el("input", { ...shared, type: "file" });
  if (option.type === INTEGER || option.type === NUMBER) {
    return el("input", { ...shared, type: "number", min: option.min_value, max: option.max_value,
      step: option.type === INTEGER ? 1 : "any" });
  }
  return el("input", { ...shared, type: "text", autocomplete: "off", minlength: option.min_length,
    maxlength: option.max_length ?? 6000 });
}

function suggestions(option, field, ask) {
  const list = el("ul", { class: "offers", role: "listbox", id: `offers-${option.name}`, "aria-label": option.name, hidden: true });
  const offers = new Offers(list, field);
  let waiting = 0;
  const refresh = () => {
    delete field.dataset.value;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const typed = field.value;
      const choices = await ask();
      if (typed !== field.value || document.activeElement !== field) return;
      offers.show(choices.map((choice) => ({
        label: choice.name,
        take: () => { field.value = choice.name; field.dataset.value = choice.value; },
      })));
    }, PAUSE);
  };
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-controls", list.id);
  field.addEventListener("input", refresh);
  field.addEventListener("focus", refresh);
  return list;
}
