/** The piano roll of a take, drawn at the size and in the colours of the page, with a line where it sounds. */

import { h } from "./dom.js";
import { t } from "./language.js";

const MARGIN = 16; // left and right of the notes, in CSS pixels
const TOP = 22; // room for the bar numbers
const BOTTOM = 10;
const DRUM_SHARE = 0.26;
const MIN_PITCHES = 20;
const BAR_NUMBER_GAP = 44; // CSS pixels between two bar numbers, at least
const COLOURS = 8;
const MIN_NOTE = 3.5; // CSS pixels, however many pitches there are

const RGB = /^#(..)(..)(..)$/;

/** The colours that the style sheet gives in the present scheme. */
function palette(element) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    line: read("--line"), strong: read("--roll-bar"), text: read("--soft"), key: read("--roll-key"),
    parts: Array.from({ length: COLOURS }, (_, i) => read(`--part-${i + 1}`)),
    drums: read("--part-drums"),
  };
}

function faded(colour, alpha) {
  const [, r, g, b] = RGB.exec(colour);
  return `rgb(${parseInt(r, 16)} ${parseInt(g, 16)} ${parseInt(b, 16)} / ${alpha})`;
}

/** Drums in their own rows, one for each drum that is struck, low ones below. */
function drumRows(parts) {
  const pitches = new Set(parts.filter((part) => part.drums).flatMap((part) => part.notes.map((note) => note[2])));
  return [...pitches].sort((a, b) => b - a);
}

function pitchSpan(parts) {
  const pitches = parts.filter((part) => !part.drums).flatMap((part) => part.notes.map((note) => note[2]));
  if (pitches.length === 0) return [60, 60 + MIN_PITCHES];
  let [low, high] = pitches.reduce(([a, b], p) => [Math.min(a, p), Math.max(b, p)], [127, 0]);
  while (high - low < MIN_PITCHES) { low -= 1; high += 1; }
  return [low - 1, high + 1];
}

function draw(canvas, roll) {
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const c = canvas.getContext("2d");
  c.scale(scale, scale);
  const colours = palette(canvas);

  const rows = drumRows(roll.parts);
  const pitched = roll.parts.some((part) => !part.drums);
  const inner = height - TOP - BOTTOM;
  const drumHeight = rows.length === 0 ? 0 : pitched ? inner * DRUM_SHARE : inner;
  const rollHeight = inner - drumHeight - (drumHeight && pitched ? 10 : 0);
  const [low, high] = pitchSpan(roll.parts);
  const rowHeight = rollHeight / (high - low + 1);
  const x = (seconds) => MARGIN + (seconds / roll.seconds) * (width - 2 * MARGIN);
  const y = (pitch) => TOP + (high - pitch) * rowHeight;

  if (pitched) {
    c.fillStyle = colours.key;
    for (let pitch = low; pitch <= high; pitch += 1) {
      if ([1, 3, 6, 8, 10].includes(((pitch % 12) + 12) % 12)) c.fillRect(MARGIN, y(pitch), width - 2 * MARGIN, rowHeight);
    }
  }

  const spacing = roll.bars.length > 1 ? x(roll.bars[1]) - x(roll.bars[0]) : width;
  const step = [1, 2, 4, 8, 16, 32, 64, 128].find((s) => s * spacing >= BAR_NUMBER_GAP) ?? 128;
  c.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  c.textBaseline = "middle";
  roll.bars.forEach((start, i) => {
    const numbered = i % step === 0;
    if (!numbered && spacing < 6) return;
    c.fillStyle = numbered ? colours.strong : colours.line;
    c.fillRect(Math.round(x(start)) - 0.5, TOP, 1, inner);
    if (!numbered || x(start) > width - MARGIN - 12) return;
    c.fillStyle = colours.text;
    c.fillText(String(i + 1), x(start), TOP / 2 + 1);
  });

  let next = 0;
  for (const part of roll.parts) {
    const colour = part.drums ? colours.drums : colours.parts[next++ % COLOURS];
    for (const [onset, duration, pitch, velocity] of part.notes) {
      const left = x(onset);
      c.fillStyle = faded(colour, 0.4 + 0.6 * (velocity / 127));
      c.beginPath();
      if (part.drums) {
        const lane = drumHeight / rows.length;
        const top = height - BOTTOM - drumHeight + rows.indexOf(pitch) * lane;
        c.roundRect(left, top + lane * 0.15, Math.max(2, Math.min(5, spacing / 16)), Math.max(1.5, lane * 0.7), 1);
      } else {
        const size = Math.max(MIN_NOTE, rowHeight - 0.5);
        c.roundRect(left, y(pitch) + (rowHeight - size) / 2, Math.max(2, x(onset + duration) - left - 1), size, Math.min(2, size / 2));
      }
      c.fill();
    }
  }
}

function legend(parts) {
  let next = 0;
  const items = parts.map((part) => {
    const swatch = h("span", { class: "swatch", "aria-hidden": "true" });
    swatch.style.setProperty("--swatch", part.drums ? "var(--part-drums)" : `var(--part-${(next++ % COLOURS) + 1})`);
    return h("li", {}, swatch, part.name);
  });
  return items.length > 1 ? h("ul", { class: "legend", "aria-label": t("Colours of the instruments") }, items) : null;
}

/** Moves the line with `audio`: smoothly, or once for each report of the browser where motion is unwelcome. */
function moveAlong(line, audio, seconds) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const place = () => {
    const share = Math.min(1, audio.currentTime / seconds);
    line.style.left = `calc(${MARGIN}px + (100% - ${2 * MARGIN}px) * ${share})`;
    line.hidden = audio.currentTime === 0;
  };
  const glide = () => {
    place();
    if (!audio.paused && !calm.matches) requestAnimationFrame(glide);
  };
  audio.addEventListener("playing", glide);
  for (const event of ["timeupdate", "seeked", "ended"]) audio.addEventListener(event, place);
}

/** A figure that fetches the notes from `url` once it comes into view. `label` describes it; a click seeks. */
export function pianoRoll({ url, label, audio }) {
  const canvas = h("canvas", { role: "img", "aria-label": label });
  const line = h("div", { class: "playhead", hidden: true });
  const stage = h("div", { class: "stage" }, canvas, line);
  const figure = h("figure", { class: "roll" }, stage);

  const show = (roll) => {
    const redraw = () => { if (canvas.clientWidth > 0) draw(canvas, roll); };
    new ResizeObserver(redraw).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    moveAlong(line, audio, roll.seconds);
    canvas.addEventListener("click", (event) => {
      if (audio.readyState === 0) return;
      const share = (event.offsetX - MARGIN) / (canvas.clientWidth - 2 * MARGIN);
      audio.currentTime = Math.max(0, Math.min(1, share)) * roll.seconds;
    });
    const names = legend(roll.parts);
    if (names) figure.append(names);
    redraw();
  };

  const load = async () => {
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error((await response.json()).error);
      show(await response.json());
    } catch (error) {
      stage.replaceChildren(h("p", { class: "remark" }, t("The piano roll could not be drawn. {reason}", { reason: error.message })));
    }
  };
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    load();
  }, { rootMargin: "400px" });
  seen.observe(figure);
  return figure;
}
