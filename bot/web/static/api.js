/** What the page asks of its server. Every refusal becomes an Error whose message is the server's sentence. */

const TURN_WITH_FILES = "application/x-cadenza-turn";

async function answer(response) {
  if (response.ok) return response.status === 204 ? null : response.json();
  let sentence = `The server answered ${response.status}; try again in a moment.`;
  if (response.headers.get("content-type")?.startsWith("application/json")) {
    sentence = (await response.json()).error ?? sentence;
  }
  throw new Error(sentence);
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Error("Cadenza does not answer; is the program still running?");
  }
  return answer(response);
}

/** Sends a turn: {conversation, id, text, intent, target, stars}, with Files where some are attached. */
export function sendTurn(turn, files = []) {
  if (files.length === 0) {
    return ask("/api/turns", {
      method: "POST", body: JSON.stringify(turn), headers: { "content-type": "application/json" },
    });
  }
  // One line of JSON that names the files and their sizes, then their bytes one after another.
  const head = { ...turn, files: files.map((file) => ({ name: file.name, size: file.size })) };
  return ask("/api/turns", {
    method: "POST", body: new Blob([JSON.stringify(head), "\n", ...files]), headers: { "content-type": TURN_WITH_FILES },
  });
}

/** Asks that the running job of this conversation stops. */
export function cancelJob(conversation, job) {
  return ask("/api/cancel", {
    method: "POST", body: JSON.stringify({ conversation, job }), headers: { "content-type": "application/json" },
  });
}

/** The conversation so far: {entries: [{sequence, type, …}]}. */
export function readConversation(conversation) {
  return ask(`/api/conversation?id=${encodeURIComponent(conversation)}`);
}

/** What is kept of this person, in words: {text, known, consent}. */
export function readPrivacy() {
  return ask("/api/privacy");
}

/** {consent: "me" | "server" | "none"} or {delete: true}; answers {text}. */
export function changePrivacy(change) {
  return ask("/api/privacy", {
    method: "POST", body: JSON.stringify(change), headers: { "content-type": "application/json" },
  });
}
