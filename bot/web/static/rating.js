/** One to five stars: a radio group, so that arrow keys and screen readers know it. */

import { freshId, h } from "./dom.js";

/** Arrow keys pass through the stars on their way; only where they rest is a rating. */
const REST_MS = 700;

/**
 * The group with its legend. `onRate(stars)` returns a promise; that it was stored is said by `show`. Returns
 * {element, status, show(stars, sentence)}: `show` sets the stars without calling `onRate`.
 */
export function rating({ legend, onRate }) {
  const name = freshId("rating");
  const status = h("p", { class: "rated", role: "status" });
  const inputs = [];
  let timer = 0;

  const choose = (stars) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      try {
        await onRate(stars);
      } catch (error) {
        status.textContent = error.message;
      }
    }, REST_MS);
  };

  const star = (stars) => {
    const input = h("input", { type: "radio", name, value: String(stars), onchange: () => choose(stars) });
    inputs.push(input);
    return h("label", {}, input, h("span", { class: "star", "aria-hidden": "true" }, "★"),
      h("span", { class: "hidden" }, `${stars} star${stars === 1 ? "" : "s"}`));
  };

  const element = h("fieldset", { class: "rating" }, h("legend", {}, legend),
    h("span", { class: "stars" }, [1, 2, 3, 4, 5].map(star)));
  return {
    element,
    status,
    show(stars, sentence = "") {
      for (const input of inputs) input.checked = Number(input.value) === stars;
      status.textContent = sentence;
    },
  };
}
