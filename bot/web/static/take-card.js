/** A finished Take: piano roll, sound, what it is made of, where it came from, and what to do next. */

import { send } from "./api.js";
import { h, twice } from "./dom.js";
import { gap, later, t, tMany } from "./language.js";
import { pianoRoll } from "./piano-roll.js";
import { hush, player } from "./player.js";
import { rating } from "./rating.js";
import { reworking } from "./reworking.js";

const DOWNLOADS = [
  ["mid", "MIDI"], ["musicxml", "MusicXML"], ["ogg", "Ogg Opus"], ["mp3", "MP3"], ["flac", "FLAC"], ["wav", "WAV"],
  ["png", later("Piano roll")],
];
const COPIED_MS = 2500;

function describe(take, { title, players }) {
  const bars = tMany("{number} bar", "{number} bars", take.bars);
  return players ? t("Piano roll of {title}: {bars} for {players}", { title, bars, players })
    : t("Piano roll of {title}: {bars}", { title, bars });
}

function codeLine(code) {
  const text = h("code", { tabIndex: 0, "aria-label": t("Take code") }, code);
  const status = h("span", { class: "hidden", role: "status" });
  const copy = h("button", { type: "button", class: "small" }, t("Copy"));
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code);
      copy.textContent = t("Copied");
      status.textContent = t("The code is in the clipboard");
    } catch {
      // No clipboard without https or on a refusal: select it, so that one key press copies it.
      getSelection().selectAllChildren(text);
      copy.textContent = t("Selected");
      status.textContent = t("The code is selected; press Control and C");
    }
    setTimeout(() => { copy.textContent = t("Copy"); }, COPIED_MS);
  });
  return h("div", { class: "code" }, text, copy, status);
}

function seedLine(seed, title, reasons) {
  return h("li", {},
    h("cite", {}, title), seed.composer && ` · ${seed.composer}`,
    reasons?.length > 0 && h("span", { class: "why" }, reasons.join(t("; "))));
}

/** Deletes the take for good; its card becomes one line. */
function deletion(take, card) {
  const status = h("p", { role: "status", class: "remark" });
  const remove = async () => {
    try {
      const { text } = await send("/api/takes/delete", { take: take.id });
      hush(card());
      card().replaceWith(h("p", { class: "remark", role: "status" }, text));
    } catch (error) {
      status.textContent = error.message;
    }
  };
  return [h("h4", {}, t("Away with it")), twice(t("Delete this take"), t("Delete it for good"), remove, { class: "small danger" }), status];
}

/** One line under the controls: what the piece leans on, how original it is, what it is played with. */
function originLine(take, { lang, seeds, originality }) {
  const [before, after] = t("In the spirit of {names}.").split("{names}");
  const names = seeds.flatMap((title, i) => [i > 0 && t(", "), h("cite", {}, title)]);
  return h("p", { class: "origin" },
    names.length > 0 && [before, ...names, after, gap],
    originality && [h("span", { lang, dir: "auto" }, originality), gap],
    take.soundfont && t("Played with the SoundFont {soundfont}.", take));
}

/**
 * The card of `take`, with the `words` that the server has for it (`lang` is the tag of their language).
 * `reasonsOf(trackId)` are the reasons with which a seed was recommended; `onRate`, `onVary`, `onMore` and `onWhy` are
 * called with the take, `onRework` with the take and a turn; `others()` are the takes it can be blended with. Returns
 * {element, showRating(stars, sentence, asking)}.
 */
export function takeCard(take, words, { reasonsOf, onRate, onVary, onMore, onWhy, onRework, others }) {
  const { title } = words;
  const { audio, button, position, trouble } = player({
    base: `/files/${take.id}`, title, seconds: take.audio_seconds || take.seconds, large: true,
  });
  const stars = rating({ legend: t("Rate this take"), onRate: (value) => onRate(take, value) });

  const element = h("article", { class: "take", "aria-label": t("Take: {title}", { title }) },
    pianoRoll({ url: `/files/${take.id}.json`, label: describe(take, words), audio }),
    h("div", { class: "inside" },
      h("div", { class: "listen" }, button, h("div", { class: "heading" }, h("h3", { class: "title", lang: words.lang, dir: "auto" }, title), position)),
      trouble, audio,
      h("dl", { class: "chips", "aria-label": t("Controls") },
        words.facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
      words.adjustments.length > 0 && h("ul", { class: "adjustments", lang: words.lang, dir: "auto", "aria-label": t("Adjustments") },
        words.adjustments.map((sentence) => h("li", {}, sentence))),
      originLine(take, words),
      h("div", { class: "actions" },
        stars.element,
        h("div", { class: "next" },
          h("button", { type: "button", class: "small", "aria-label": t("Vary {title}", { title }), onclick: () => onVary(take) }, t("Vary")),
          h("button", { type: "button", class: "small", "aria-label": t("More like {title}", { title }), onclick: () => onMore(take) }, t("More like this")),
          h("button", { type: "button", class: "small", "aria-label": t("Why {title}?", { title }), onclick: () => onWhy(take) }, t("Why?"))),
        stars.status),
      reworking(take, { others, onRework: (turn) => onRework(take, turn) }),
      h("details", { class: "more" },
        h("summary", {}, t("Downloads, code and sources")),
        h("h4", {}, t("Downloads")),
        h("ul", { class: "downloads" }, DOWNLOADS.map(([extension, name]) =>
          h("li", {}, h("a", { href: `/files/${take.id}.${extension}`, download: `cadenza-${take.id.slice(0, 8)}.${extension}` }, t(name))))),
        h("h4", {}, t("Take code")),
        h("p", { class: "remark" }, t("The same code makes the same notes again: cadenza replay CODE -o take.mid")),
        codeLine(take.code),
        take.seeds.length > 0 && [h("h4", {}, t("Seeded by")),
          h("ul", { class: "seeds" }, take.seeds.map((seed, i) => seedLine(seed, words.seeds[i], reasonsOf(seed.track_id))))],
        h("h4", {}, t("How it was made")),
        h("p", { class: "remark" }, t("Composed by Cadenza with the model {model}: {notes} notes.", take),
          take.notes_per_second && `${gap}${t("{speed} notes a second.", { speed: Math.round(take.notes_per_second) })}`),
        deletion(take, () => element)),
    ));
  return { element, showRating: stars.show };
}
