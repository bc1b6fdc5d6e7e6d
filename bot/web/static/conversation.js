/** The conversation on the page: each event of a turn drawn at its place. */

import { h } from "./dom.js";
import { gap, later, t } from "./language.js";
import { playAll } from "./player.js";
import { progress } from "./progress.js";
import { prose } from "./prose.js";
import { takeCard } from "./take-card.js";
import { trackCard } from "./track-card.js";
import { list } from "./words.js";

/** What a message with filters and without words says. */
const FILTERED = later("Find tracks");

/** What stands in the conversation when a button was pressed. */
const BUTTONS = {
  recommend: later("More like this"), vary: later("Vary this"), help: later("Help"), restyle: later("Another style"),
  blend: later("Blend"), continue: later("Go on"), explain: later("Why?"), generate: later("Compose from these"),
};

/**
 * Draws entries into `element` (an ordered list). `actions` are {more, vary, why, rework, compose, rate, cancel}; `announce`
 * says a sentence to screen readers.
 */
export class Conversation {
  constructor(element, actions, announce) {
    this.element = element;
    this.actions = actions;
    this.announce = announce;
    this.clear();
  }

  clear() {
    this.element.replaceChildren();
    this.turns = new Map();
    this.reasons = new Map();
    this.rated = new Map(); // the newest card of each Take and Track
    this.takes = []; // in their order, for whoever blends
  }

  get isEmpty() {
    return this.turns.size === 0;
  }

  /** The job that runs, if any: the newest. */
  get runningJob() {
    const jobs = [...this.turns.values()].flatMap((turn) => [...turn.jobs.keys()]);
    return jobs.at(-1) ?? "";
  }

  /** Shows the person's words, or the button's, at once: before the server has them. */
  expect(turnId, { text = "", intent = "", filters = null, label = "" }, files) {
    const pressed = filters ? FILTERED : BUTTONS[intent] ?? "";
    this.#asked({ turn_id: turnId, text: text || label || t(pressed), attachments: files });
  }

  /** Takes back what `expect` showed: the server refused it. */
  forget(turnId) {
    this.turns.get(turnId)?.element.remove();
    this.turns.delete(turnId);
  }

  /**
   * Draws one event and returns the element it added last. `live` is false for events of an earlier visit,
   * which are not announced.
   */
  apply(entry, live) {
    const turn = this.#turn(entry.turn_id);
    const say = live ? this.announce : () => {};
    switch (entry.type) {
      case "asked": this.#asked(entry); break;
      case "understood": this.#understood(turn, entry); break;
      case "recommended": this.#recommended(turn, entry, say); break;
      case "working": this.#working(turn, entry, say); break;
      case "takeready": this.#takeReady(turn, entry, say); break;
      case "said": this.#said(turn, entry, say); break;
      case "failed": this.#failed(turn, entry, say); break;
      case "finished": this.#finished(turn); break;
      default: break; // an event of a newer version; the rest of the conversation still stands
    }
    return turn.reply.lastElementChild ?? turn.asked;
  }

  #turn(id) {
    let turn = this.turns.get(id);
    if (!turn) {
      const waiting = h("p", { class: "waiting" }, h("span", { class: "hidden" }, t("Cadenza is thinking")), h("i"), h("i"), h("i"));
      const asked = h("div");
      const reply = h("div", { class: "reply" });
      const element = h("li", { class: "turn" }, asked, reply, waiting);
      turn = { element, asked, reply, waiting, jobs: new Map(), lang: null };
      this.turns.set(id, turn);
      this.element.append(element);
    }
    return turn;
  }

  #asked({ turn_id: id, text, attachments }) {
    const turn = this.#turn(id);
    if (!text && attachments.length === 0) return;
    turn.asked.replaceChildren(
      h("p", { class: "asked" }, h("span", { class: "hidden" }, t("You:"), gap), h("span", { dir: "auto" }, text),
        attachments.length > 0 && h("span", { class: "with-files" }, t("with {files}", { files: list(attachments) }))));
  }

  #understood(turn, { turn_id: id, intent, lang, heard, other, summary, notes, alternatives }) {
    turn.intent = intent;
    turn.lang = lang; // a screen reader speaks the words as what they are, whatever the language of the page
    // A button sends no words; what it asked for shows in what was understood.
    const pressed = intent === "recommend" && summary ? FILTERED : BUTTONS[intent];
    if (!turn.asked.hasChildNodes() && pressed) this.#asked({ turn_id: id, text: t(pressed), attachments: [] });
    if (heard) turn.reply.append(h("p", { class: "understood", lang, dir: "auto" }, heard));
    turn.reply.append(...notes.map((note) => h("p", { class: "remark", lang, dir: "auto" }, note)));
    const [before, after] = other.split("{text}");
    turn.reply.append(...(alternatives ?? []).map((text) => h("p", { class: "remark", lang, dir: "auto" }, before,
      h("button", { type: "button", class: "other-reading", onclick: () => this.actions.ask(text) }, text), after)));
  }

  #recommended(turn, { tracks, text }, say) {
    if (text) turn.reply.append(prose(text, turn.lang));
    for (const track of tracks) this.reasons.set(track.id, track.reasons);
    if (tracks.length === 0) return;
    const cards = tracks.map((track) => trackCard(track, turn.lang, { onMore: this.actions.more, onRate: this.actions.rate }));
    tracks.forEach((track, i) => this.rated.set(track.id, cards[i]));
    turn.reply.append(h("ol", { class: "tracks", "aria-label": t("Recommended tracks") }, cards.map((card) => card.element)));
    const compose = () => this.actions.compose(tracks);
    turn.reply.append(h("p", { class: "after next" }, cards.length > 1 && playAll(() => cards),
      turn.intent === "recommend" && h("button", { type: "button", class: "small", onclick: compose }, t("Compose from these"))));
    say(`${text || t("Recommended tracks")} ${list(tracks.map((track) => track.title), 5)}`);
  }

  #working(turn, entry, say) {
    let job = turn.jobs.get(entry.job_id);
    if (!job) {
      job = progress({ onStop: () => this.actions.cancel(entry.job_id) });
      turn.jobs.set(entry.job_id, job);
      turn.reply.append(job.element);
    }
    turn.waiting.hidden = true;
    const stage = job.show(entry);
    if (stage) say(stage);
  }

  #takeReady(turn, { take, card: words, text }, say) {
    this.#endJob(turn, take.job_id);
    if (!words) {
      turn.reply.append(h("p", { class: "remark" }, t("That piece is not here any more; it was deleted.")));
      return;
    }
    const card = takeCard(take, { ...words, lang: turn.lang }, {
      reasonsOf: (id) => this.reasons.get(id),
      onRate: this.actions.rate, onVary: this.actions.vary, onMore: this.actions.more,
      onWhy: this.actions.why, onRework: this.actions.rework, others: () => this.takes.filter((other) => other.id !== take.id),
    });
    this.rated.set(take.id, card);
    this.takes.push({ id: take.id, title: words.title });
    turn.reply.append(card.element);
    say(`${t("The take is ready.")}${gap}${text.split("\n", 1)[0]}`); // the card holds the rest
  }

  #said(turn, { text, about, details }, say) {
    const card = about === "rating" ? this.rated.get(details.target) : null;
    if (card) {
      card.showRating(details.stars, text, details.consent, turn.lang);
      turn.element.hidden = true;
      return;
    }
    turn.reply.append(prose(text, turn.lang));
    say(text);
  }

  #failed(turn, { text, error_id: id }, say) {
    for (const job of [...turn.jobs.keys()]) this.#endJob(turn, job);
    turn.reply.append(h("p", { class: "failed", lang: turn.lang, dir: "auto" }, text, id && h("small", {}, t("The log has it as {number}.", { number: id }))));
    say(text);
  }

  #finished(turn) {
    turn.waiting.remove();
    for (const job of [...turn.jobs.keys()]) this.#endJob(turn, job);
    if (!turn.asked.hasChildNodes() && !turn.reply.hasChildNodes()) turn.element.hidden = true;
  }

  #endJob(turn, id) {
    turn.jobs.get(id)?.element.remove();
    turn.jobs.delete(id);
  }
}
