/** Values in words that people read: lengths, tempos, instruments, moods. */

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
  if (minutes) parts.push(`${minutes} minute${minutes === 1 ? "" : "s"}`);
  if (rest || !minutes) parts.push(`${rest} second${rest === 1 ? "" : "s"}`);
  return parts.join(" ");
}

/** "a", "a and b", "a, b and c", "a, b, c and 2 more". */
export function list(items, most = 4) {
  const shown = items.length > most ? [...items.slice(0, most - 1), `${items.length - most + 1} more`] : items;
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

const QUADRANTS = {
  "bright-lively": "joyful, lively", "bright-calm": "bright, calm", "bright-": "bright",
  "dark-lively": "tense, dark", "dark-calm": "sad, calm", "dark-": "dark",
  "-lively": "lively", "-calm": "calm", "-": "",
};

/** A mood on the circumplex in a word or two; empty near its middle. */
export function moodWords(valence, arousal) {
  const v = valence > 0.15 ? "bright" : valence < -0.15 ? "dark" : "";
  const a = arousal > 0.15 ? "lively" : arousal < -0.15 ? "calm" : "";
  return QUADRANTS[`${v}-${a}`];
}

/** Resolved controls as [name, value] pairs, in the order in which people think of a piece. */
export function controlPairs(controls, take = {}) {
  const mood = controls.mood?.length
    ? list(controls.mood)
    : moodWords(controls.valence ?? 0, controls.arousal ?? 0);
  const length = [
    take.bars ? `${take.bars} bars` : controls.bars ? `${controls.bars} bars` : "",
    take.seconds ? clock(take.seconds) : "",
  ].filter(Boolean).join(", ");
  return [
    ["Mood", mood],
    ["Style", controls.style],
    ["Tempo", controls.tempo_bpm ? `${Math.round(controls.tempo_bpm)} bpm` : ""],
    ["Key", controls.key],
    ["Metre", controls.metre],
    ["Length", length],
    ["Instruments", list(controls.instruments ?? [])],
    ["Density", controls.density],
  ].filter(([, value]) => value);
}

/** With a capital letter. */
export function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
