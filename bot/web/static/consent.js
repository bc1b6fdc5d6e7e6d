/** May Cadenza learn from ratings? Asked where the first rating was given; the server says when, and the words. */

import { send } from "./api.js";
import { h } from "./dom.js";
import { later, t } from "./language.js";

const CHOICES = [["me", later("For me alone")], ["server", later("For everybody on this page")], ["none", later("No")]];

/** The buttons; `say(sentence, …elements)` tells what was taken down, in their place. */
export function consentButtons(say) {
  const element = h("div", { class: "consent", role: "group", "aria-label": t("May Cadenza learn from your ratings?") });
  element.append(...CHOICES.map(([choice, label]) => {
    const choose = async () => {
      try {
        say((await send("/api/privacy", { consent: choice })).text);
      } catch (error) {
        say(error.message, element);
      }
    };
    return h("button", { type: "button", class: "small", onclick: choose }, t(label));
  }));
  return element;
}
