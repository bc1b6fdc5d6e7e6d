/** The page: joins the message box, the conversation and the server. */

import { cancelJob, sendTurn } from "./api.js";
import { composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { h } from "./dom.js";
import { filters } from "./filters.js";
import { later, t } from "./language.js";
import { openListening } from "./listening.js";
import { openPrivacy } from "./privacy.js";
import { follow } from "./stream.js";

const EXAMPLES = [
  later("Something calm and rainy for piano, a bit hopeful, about 40 seconds"),
  later("A 16 bar waltz in G minor for string quartet at 96 bpm"),
  later("Got any lively Irish jigs in D major?"),
  later("Write 30 seconds of bright bossa nova for guitar and flute"),
];
const STORED = "cadenza.conversation";
/** A piece leans on so many tracks: the middle of more is the spirit of none. */
const MOST_SEEDS = 3;

const welcome = document.querySelector("#welcome");
const announcer = document.querySelector("#announcer");

function announce(sentence) {
  announcer.append(h("p", {}, sentence));
  while (announcer.childElementCount > 20) announcer.firstElementChild.remove();
}

/**
 * Which of this person's conversations the page shows. Who the person is, the server knows from a cookie that
 * no script can read; this id alone opens nothing.
 */
function conversationId(fresh = false) {
  let id = null;
  try {
    id = localStorage.getItem(STORED);
    if (!id || fresh) {
      id = crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
      localStorage.setItem(STORED, id);
    }
  } catch {
    id ??= "main"; // storage is switched off: one conversation for this browser
  }
  return id;
}

function turnId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

function nearEnd() {
  return window.innerHeight + window.scrollY > document.documentElement.scrollHeight - 240;
}

function scrollToEnd(smooth) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  window.scrollTo({ top: document.documentElement.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
}

/** Brings what is new into view: its end, or its beginning where it is taller than the window. */
function reveal(element) {
  const room = window.innerHeight - document.querySelector("#composer").offsetHeight;
  if (!element || element.offsetHeight < room) scrollToEnd(true);
  else element.scrollIntoView({ block: "start", behavior: "instant" });
}

let current = conversationId();
let unfollow = () => {};

const filtering = filters(document.querySelector("#filters"));
const box = composer(document.querySelector("#composer"), {
  onSend: (text, files) => {
    const set = filtering.chosen();
    say(set ? { text, intent: "recommend", filters: set } : { text }, files);
  },
  mayBeEmpty: () => filtering.chosen() !== null,
});

const conversation = new Conversation(document.querySelector("#conversation"), {
  more: (about) => say({ intent: "recommend", target: about.id }),
  vary: (take) => say({ intent: "vary", target: take.id }),
  why: (take) => say({ intent: "explain", target: take.id }),
  compose: (tracks) => say({ intent: "generate", seeds: tracks.slice(0, MOST_SEEDS).map((track) => track.id) }),
  rework: (take, turn) => say({ target: take.id, ...turn }),
  rate: (take, stars) => sendTurn({ conversation: current, id: turnId(), intent: "rate", target: take.id, stars }),
  cancel: stop,
  ask: (text) => say({ text }),
}, announce);

async function stop(job) {
  try {
    await cancelJob(current, job);
  } catch (error) {
    box.notice(error.message);
  }
}

/** `turn` as the server takes it; its `label` says here what a form asked for. */
async function say({ label, ...turn }, files = []) {
  const id = turnId();
  welcome.hidden = true;
  conversation.expect(id, { label, ...turn }, files.map((file) => file.name));
  scrollToEnd(true);
  try {
    await sendTurn({ conversation: current, id, ...turn }, files);
    box.notice("");
  } catch (error) {
    conversation.forget(id);
    welcome.hidden = !conversation.isEmpty;
    if (turn.text !== undefined) box.restore(turn.text, files);
    box.notice(error.message);
  }
}

function open() {
  unfollow();
  conversation.clear();
  unfollow = follow(current, {
    onHistory(entries) {
      for (const entry of entries) conversation.apply(entry, false);
      welcome.hidden = !conversation.isEmpty;
      scrollToEnd(false);
    },
    onEntry(entry) {
      const follows = nearEnd();
      const added = conversation.apply(entry, true);
      welcome.hidden = true;
      if (follows) reveal(added);
    },
    onConnection(isUp, sentence = "") {
      if (isUp) box.notice("");
      else box.remark(sentence || t("The connection to Cadenza is gone; trying again …"));
    },
  });
}

document.querySelector(".examples").append(...EXAMPLES.map((text) => t(text)).map((text) =>
  h("li", {}, h("button", { type: "button", onclick: () => { say({ text }); box.focus(); } }, text))));
document.querySelector("#help").addEventListener("click", () => { say({ intent: "help" }); });
function startAnew() {
  current = conversationId(true);
  open();
  box.focus();
}
document.querySelector("#fresh").addEventListener("click", startAnew);
document.querySelector("#listening").addEventListener("click", () => {
  openListening({ onMore: (about) => say({ intent: "recommend", target: about.id }) });
});
document.querySelector("#privacy").addEventListener("click", () => { openPrivacy({ onDeleted: startAnew }); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && conversation.runningJob) stop(conversation.runningJob);
});
// Two tabs on one conversation stay together: the other one began a new one.
window.addEventListener("storage", (event) => {
  if (event.key !== STORED || !event.newValue) return;
  current = event.newValue;
  open();
});

open();
if (matchMedia("(pointer: fine)").matches) box.focus();
