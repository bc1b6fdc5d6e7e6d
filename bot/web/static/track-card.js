/** One recommended Track: what it is, why it was chosen, and how it sounds. */

import { h } from "./dom.js";
import { gap, t } from "./language.js";
import { player } from "./player.js";
import { rating } from "./rating.js";
import { clock } from "./words.js";

/**
 * A row of the recommendations; `lang` is the tag of what its reasons are written in. `onMore(track)` asks for more like it, `onRate(track, stars)` rates it. Returns
 * {element, audio, button, showRating(stars, sentence, asking)}.
 */
export function trackCard(track, lang, { onMore, onRate }) {
  const by = track.composer ? t("{title} by {composer}", track) : track.title;
  const { audio, button, position, trouble } = player({ base: `/tracks/${track.id}`, title: by, seconds: track.seconds });
  position.hidden = true;
  audio.addEventListener("play", () => { position.hidden = false; });
  const stars = rating({ legend: t("Rate {title}", { title: by }), onRate: (value) => onRate(track, value), brief: true });

  const facts = [...track.facts, clock(track.seconds)];

  const element = h("li", { class: "track" },
    button,
    h("div", { class: "about" },
      h("h3", { class: "title" }, track.title),
      track.composer && h("p", { class: "by" }, track.composer),
      h("div", { class: "facts" }, h("ul", { "aria-label": t("Facts") }, facts.map((fact) => h("li", {}, fact)))),
      track.reasons.length > 0 && h("p", { class: "reason" }, h("span", { class: "hidden" }, t("Why:"), gap), h("span", { lang, dir: "auto" }, track.reasons.join(t("; ")))),
      position, trouble, audio, stars.status,
    ),
    h("div", { class: "beside" },
      h("button", { type: "button", class: "plain", "aria-label": t("More like {title}", { title: by }), onclick: () => onMore(track) }, t("More like this")),
      stars.element));
  return { element, audio, button, showRating: stars.show };
}
