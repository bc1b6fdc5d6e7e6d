/**
 * The words of the page in its language. A sentence is written in English where it is said; the server puts its
 * translation into the page, from the catalogues that the answers come from (bot/web/labels.py).
 */

const messages = JSON.parse(document.querySelector("#messages").textContent);
const page = document.documentElement.lang;

/** For dates: the browser's own kind of the page's language, British English for instance. */
export const locale = navigator.languages.find((one) => one.split("-")[0] === page.split("-")[0]) ?? page;

/** What stands between two sentences. */
export const gap = page.startsWith("zh") ? "" : " ";

function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

/** `message` in the page's language, its {names} filled in. */
export function t(message, values = {}) {
  return filled(messages[message]?.[0] ?? message, values);
}

/** The same in the form that belongs to `number`, which the sentences call {number}. */
export function tMany(one, many, number, values = {}) {
  const forms = messages[one] ?? [one, many];
  return filled(forms[number === 1 ? 0 : forms.length - 1], { number, ...values });
}

/** `message` itself, in a table from which `t` takes it later. */
export function later(message) {
  return message;
}
