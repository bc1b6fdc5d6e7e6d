/**
 * Following a conversation: what was said so far, then each event as it happens.
 *
 * EventSource reconnects by itself and then sends Last-Event-ID, so nothing is missed. It gives up for good
 * when the server answers with an error (while it restarts, for instance); then we begin again ourselves.
 */

import { readConversation } from "./api.js";

const RETRY_MS = 3000;

/**
 * Calls `onHistory(entries)` once, then `onEntry(entry)` for each new one; `onConnection(isUp)` when the
 * connection comes or goes. Returns a function that ends it.
 */
export function follow(conversation, { onHistory, onEntry, onConnection }) {
  let source = null;
  let timer = 0;
  let ended = false;
  let last = 0;
  let begun = false;

  const again = () => {
    if (!ended) timer = setTimeout(begin, RETRY_MS);
  };

  const take = (entry) => {
    if (entry.sequence <= last) return;
    last = entry.sequence;
    onEntry(entry);
  };

  const listen = () => {
    source = new EventSource(`/api/events?id=${encodeURIComponent(conversation)}&after=${last}`);
    source.onopen = () => onConnection(true);
    source.onmessage = (message) => take(JSON.parse(message.data));
    source.onerror = () => {
      onConnection(false);
      if (source.readyState === EventSource.CLOSED) again();
    };
  };

  const begin = async () => {
    try {
      if (!begun) {
        const { entries } = await readConversation(conversation);
        if (ended) return;
        last = entries.at(-1)?.sequence ?? 0;
        begun = true;
        onHistory(entries);
      }
      listen();
    } catch (error) {
      onConnection(false, error.message);
      again();
    }
  };

  begin();
  return () => {
    ended = true;
    clearTimeout(timer);
    source?.close();
  };
}
