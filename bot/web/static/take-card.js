/** A finished Take: piano roll, sound, what it is made of, where it came from, and what to do next. */

import { send } from "./api.js";
import { h, twice } from "./dom.js";
import { pianoRoll } from "./piano-roll.js";
import { hush, player } from "./player.js";
import { rating } from "./rating.js";
import { reworking } from "./reworking.js";
import { controlPairs, list } from "./words.js";

const DOWNLOADS = [
  ["mid", "MIDI"], ["musicxml", "MusicXML"], ["ogg", "Ogg Opus"], ["mp3", "MP3"], ["flac", "FLAC"], ["wav", "WAV"],
  ["png", "Piano roll"],
];
const COPIED_MS = 2500;

function describe(take, title) {
  return `Piano roll of ${title}: ${take.bars} bars for ${list(take.controls.instruments) || "several instruments"}`;
}

function codeLine(code) {
  const text = h("code", { tabIndex: 0, "aria-label": "Take code" }, code);
  const status = h("span", { class: "hidden", role: "status" });
  const copy = h("button", { type: "button", class: "small" }, "Copy");
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code);
      copy.textContent = "Copied";
      status.textContent = "The code is in the clipboard";
    } catch {
      // No clipboard without https or on a refusal: select it, so that one key press copies it.
      getSelection().selectAllChildren(text);
      copy.textContent = "Selected";
      status.textContent = "The code is selected; press Control and C";
    }
    setTimeout(() => { copy.textContent = "Copy"; }, COPIED_MS);
  });
  return h("div", { class: "code" }, text, copy, status);
}

function seedLine(seed, reasons) {
  return h("li", {},
    h("cite", {}, seed.title), seed.composer && ` · ${seed.composer}`,
    reasons?.length > 0 && h("span", { class: "why" }, reasons.join("; ")));
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
  return [h("h4", {}, "Away with it"), twice("Delete this take", "Delete it for good", remove), status];
}

/** One line under the controls: what the piece leans on, how original it is, what it is played with. */
function originLine(take) {
  const names = take.seeds.map((seed) => h("cite", {}, seed.title));
  const joined = names.flatMap((name, i) => [i === 0 ? "" : i === names.length - 1 ? " and " : ", ", name]);
  return h("p", { class: "origin" },
    names.length > 0 && ["In the spirit of ", ...joined, ". "],
    take.originality && `${take.originality.sentence} `,
    take.soundfont && `Played with ${take.soundfont}.`);
}

/**
 * The card of `take`. `reasonsOf(trackId)` are the reasons with which a seed was recommended; `onRate`,
 * `onVary`, `onMore` and `onWhy` are called with the take, `onRework` with the take and a turn; `others()` are the takes
 * it can be blended with. Returns {element, showRating(stars, sentence, asking)}.
 */
export function takeCard(take, { reasonsOf, onRate, onVary, onMore, onWhy, onRework, others }) {
  const title = take.title || "Untitled take";
  const { audio, button, position, trouble } = player({
    base: `/files/${take.id}`, title, seconds: take.audio_seconds || take.seconds, large: true,
  });
  const stars = rating({ legend: "Rate this take", onRate: (value) => onRate(take, value) });

  const element = h("article", { class: "take", "aria-label": `Take: ${title}` },
    pianoRoll({ url: `/files/${take.id}.json`, label: describe(take, title), audio }),
    h("div", { class: "inside" },
      h("div", { class: "listen" }, button, h("div", { class: "heading" }, h("h3", { class: "title" }, title), position)),
      trouble, audio,
      h("dl", { class: "chips", "aria-label": "Controls" },
        controlPairs(take.controls, take).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
      take.adjustments.length > 0 && h("ul", { class: "adjustments", "aria-label": "Adjustments" },
        take.adjustments.map((sentence) => h("li", {}, sentence))),
      originLine(take),
      h("div", { class: "actions" },
        stars.element,
        h("div", { class: "next" },
          h("button", { type: "button", class: "small", "aria-label": `Vary ${title}`, onclick: () => onVary(take) }, "Vary"),
          h("button", { type: "button", class: "small", "aria-label": `More like ${title}`, onclick: () => onMore(take) }, "More like this"),
          h("button", { type: "button", class: "small", "aria-label": `Why ${title}?`, onclick: () => onWhy(take) }, "Why?")),
        stars.status),
      reworking(take, { others, onRework: (turn) => onRework(take, turn) }),
      h("details", { class: "more" },
        h("summary", {}, "Downloads, code and sources"),
        h("h4", {}, "Downloads"),
        h("ul", { class: "downloads" }, DOWNLOADS.map(([extension, name]) =>
          h("li", {}, h("a", { href: `/files/${take.id}.${extension}`, download: `cadenza-${take.id.slice(0, 8)}.${extension}` }, name)))),
        h("h4", {}, "Take code"),
        h("p", { class: "remark" }, "The same code makes the same notes again: cadenza replay CODE -o take.mid"),
        codeLine(take.code),
        take.seeds.length > 0 && [h("h4", {}, "Seeded by"),
          h("ul", { class: "seeds" }, take.seeds.map((seed) => seedLine(seed, reasonsOf(seed.track_id))))],
        h("h4", {}, "How it was made"),
        h("p", { class: "remark" }, `Composed by Cadenza with the ${take.model} model, ${take.notes} notes${
          take.notes_per_second ? ` at ${Math.round(take.notes_per_second)} notes a second` : ""}.`),
        deletion(take, () => element)),
    ));
  return { element, showRating: stars.show };
}
