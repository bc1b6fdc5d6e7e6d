/** What the page asks of its server. Every refusal becomes a Refusal whose message is the server's sentence. */

import { t } from "./language.js";

const TURN_WITH_FILES = "application/x-cadenza-turn";

/** `status` is HTTP's: 409 where somebody else was first. */
export class Refusal extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

async function answer(response) {
  if (response.ok) return response.status === 204 ? null : response.json();
  let sentence = t("The server answered {status}; try again in a moment.", { status: response.status });
  if (response.headers.get("content-type")?.startsWith("application/json")) {
    sentence = (await response.json()).error ?? sentence;
  }
  throw new Refusal(sentence, response.status);
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Error(t("Cadenza does not answer; is the program still running?"));
  }
  return answer(response);
}

/** The JSON at `path`. */
export function read(path) {
  return ask(path);
}

/** What `path` answers to `data`. */
export function send(path, data) {
  return ask(path, { method: "POST", body: JSON.stringify(data), headers: { "content-type": "application/json" } });
}

/** Sends a turn: {conversation, id, text, intent, target, stars, operation, …}, with Files where some are attached. */
export function sendTurn(turn, files = []) {
  if (files.length === 0) return send("/api/turns", turn);
  // One line of JSON that names the files and their sizes, then their bytes one after another.
  const head = { ...turn, files: files.map((file) => ({ name: file.name, size: file.size })) };
  return ask("/api/turns", {
    method: "POST", body: new Blob([JSON.stringify(head), "\n", ...files]), headers: { "content-type": TURN_WITH_FILES },
  });
}

/** Asks that the running job of this conversation stops. */
export function cancelJob(conversation, job) {
  return send("/api/cancel", { conversation, job });
}

/** The conversation so far: {entries: [{sequence, type, …}]}. */
export function readConversation(conversation) {
  return read(`/api/conversation?id=${encodeURIComponent(conversation)}`);
}
