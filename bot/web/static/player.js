/** Playing audio: one button, one position slider, the time. Only one piece sounds at a time. */

import { h, icon } from "./dom.js";
import { t } from "./language.js";
import { clock, spokenClock } from "./words.js";

let sounding = null;

const SOURCES = [
  ["ogg", 'audio/ogg; codecs="opus"'],
  ["mp3", "audio/mpeg"], // for browsers without Ogg Opus: older iPhones
];

/** The server's own sentence on why `url` gives no audio. */
async function reason(url) {
  try {
    const response = await fetch(url, { headers: { range: "bytes=0-0" } });
    if (response.ok) return t("This browser could not play the audio; the downloads hold other formats.");
    return (await response.json()).error;
  } catch {
    return t("The audio could not be loaded; is Cadenza still running?");
  }
}

/**
 * A player of `${base}.ogg`, or `${base}.mp3` where the browser needs it, with `query` behind. `seconds` is the length
 * shown before anything is loaded: nothing is, until the button is pressed, since the server may have to make it.
 * Returns {audio, button, position, trouble}, to be placed by the card.
 */
export function player({ base, title, seconds = 0, query = "", large = false }) {
  const audio = h("audio", { preload: "none" },
    SOURCES.map(([format, type]) => h("source", { src: `${base}.${format}${query}`, type })));
  const button = h("button", { type: "button", class: large ? "play large" : "play" });
  const slider = h("input", { type: "range", min: 0, max: 1000, step: 1, value: 0, "aria-label": t("Position in {title}", { title }) });
  const time = h("span", { class: "time", "aria-hidden": "true" });
  const trouble = h("p", { class: "trouble", role: "alert", hidden: true });
  const position = h("div", { class: "position" }, slider, time);

  const length = () => (Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : seconds);

  const draw = () => {
    const at = audio.currentTime;
    const share = length() ? Math.min(1, at / length()) : 0;
    slider.value = Math.round(share * 1000);
    slider.style.setProperty("--played", `${share * 100}%`);
    slider.setAttribute("aria-valuetext", t("{at} of {length}", { at: spokenClock(at), length: spokenClock(length()) }));
    time.textContent = `${clock(at)} / ${clock(length())}`;
  };
  const drawButton = (state) => {
    const playing = state === "playing";
    button.replaceChildren(icon(playing ? "pause" : "play", large ? 30 : 22));
    button.setAttribute("aria-label", playing ? t("Pause {title}", { title }) : t("Play {title}", { title }));
    button.classList.toggle("loading", state === "loading");
    button.setAttribute("aria-busy", String(state === "loading"));
  };

  const fail = async () => {
    drawButton("paused");
    trouble.textContent = await reason(`${base}.mp3${query}`);
    trouble.hidden = false;
  };
  // with none of the sources to be had, the promise of play() may stay open for good
  audio.lastElementChild.addEventListener("error", fail);

  button.addEventListener("click", async () => {
    if (!audio.paused && audio.networkState !== HTMLMediaElement.NETWORK_NO_SOURCE) {
      audio.pause();
      return;
    }
    if (sounding && sounding !== audio) sounding.pause();
    sounding = audio;
    trouble.hidden = true;
    drawButton("loading");
    try {
      if (audio.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) audio.load();
      await audio.play();
    } catch (error) {
      // AbortError: the listener paused before it began, or started another piece.
      if (error.name === "AbortError") drawButton("paused");
      else await fail();
    }
  });
  audio.addEventListener("playing", () => drawButton("playing"));
  audio.addEventListener("waiting", () => drawButton("loading"));
  audio.addEventListener("pause", () => drawButton("paused"));
  audio.addEventListener("ended", () => drawButton("paused"));
  for (const event of ["timeupdate", "durationchange", "seeked", "emptied"]) audio.addEventListener(event, draw);
  slider.addEventListener("input", () => {
    if (audio.readyState > 0) audio.currentTime = (slider.value / 1000) * length();
    draw();
  });

  drawButton("paused");
  draw();
  return { audio, button, position, trouble };
}

/** A button that plays what `players()` gives, one after another, until something else is started. */
export function playAll(players, label = t("Play all")) {
  const play = ([one, ...rest]) => {
    if (!one) return;
    const listening = new AbortController();
    const on = (event, act) => one.audio.addEventListener(event, act, { signal: listening.signal });
    on("ended", () => { listening.abort(); play(rest); });
    on("pause", () => { if (!one.audio.ended && sounding !== one.audio) listening.abort(); });
    if (one.audio.paused) one.button.click();
  };
  return h("button", { type: "button", class: "small", onclick: () => play(players()) }, label);
}

/** Silence, where a player goes out of sight for good. */
export function hush(element) {
  for (const audio of element.querySelectorAll("audio")) audio.pause();
}
