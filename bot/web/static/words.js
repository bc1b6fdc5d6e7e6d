/** Values in words that people read: lengths and lists. */

import { t, tMany } from "./language.js";

/** Seconds as "1:05". */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Seconds as a screen reader should say them: "1 minute 5 seconds". */
export function spokenClock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  const parts = [];
  if (minutes) parts.push(tMany("{number} minute", "{number} minutes", minutes));
  if (rest || !minutes) parts.push(tMany("{number} second", "{number} seconds", rest));
  return parts.join(" ");
}

/** "a", "a and b", "a, b and c", "a, b, c and 2 more". */
export function list(items, most = 4) {
  const shown = items.length > most ? [...items.slice(0, most - 1), tMany("{number} more", "{number} more", items.length - most + 1)] : items;
  if (shown.length < 2) return shown.join("");
  return t("{others} and {last}", { others: shown.slice(0, -1).join(t(", ")), last: shown.at(-1) });
}

/** With a capital letter. */
export function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
