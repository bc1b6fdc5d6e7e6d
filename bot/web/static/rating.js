/** One to five stars: a radio group, so that arrow keys and screen readers know it. */

import { consentButtons } from "./consent.js";
import { freshId, h } from "./dom.js";
import { tMany } from "./language.js";

/** Arrow keys pass through the stars on their way; only where they rest is a rating. */
const REST_MS = 700;

/**
 * The group with its legend. `onRate(stars)` returns a promise; that it was stored is said by `show`. Returns
 * {element, status, show(stars, sentence, asking, lang)}: `show` sets the stars without calling `onRate`; `asking` says
 * that the person is to be asked whether ratings may be learned from. `brief` keeps the legend for screen readers.
 */
export function rating({ legend, onRate, brief = false }) {
  const name = freshId("rating");
  const status = h("div", { class: "rated", role: "status" });
  const say = (...words) => status.replaceChildren(...words);
  const inputs = [];
  let timer = 0;

  const choose = (stars) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      try {
        await onRate(stars);
      } catch (error) {
        say(error.message);
      }
    }, REST_MS);
  };

  const star = (stars) => {
    const input = h("input", { type: "radio", name, value: String(stars), onchange: () => choose(stars) });
    inputs.push(input);
    return h("label", {}, input, h("span", { class: "star", "aria-hidden": "true" }, "★"),
      h("span", { class: "hidden" }, tMany("{number} star", "{number} stars", stars)));
  };

  const element = h("fieldset", { class: "rating" }, h("legend", { class: brief ? "hidden" : "" }, legend),
    h("span", { class: "stars" }, [1, 2, 3, 4, 5].map(star)));
  return {
    element,
    status,
    show(stars, sentence = "", asking = "", lang = null) {
      for (const input of inputs) input.checked = Number(input.value) === stars;
      say(...(sentence ? [h("span", { lang, dir: "auto" }, sentence)] : []), ...(asking ? [consentButtons(say)] : []));
    },
  };
}
