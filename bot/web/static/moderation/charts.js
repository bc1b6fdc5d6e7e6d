/** Pictures from numbers, as SVG at the width there is; the same numbers stand in a table below each. */

import { draw, h } from "../dom.js";
import { later, locale, t } from "../language.js";

const STRIP = 74; // height of one row of daily bars, with its title
const LEFT = 2;

/** A picture with its title, its words for screen readers, and its numbers. `paint(width)` gives the SVG. */
export function picture({ title, says, columns, rows, paint }) {
  const stage = h("div", { class: "stage", role: "img", "aria-label": says });
  let drawnAt = 0;
  new ResizeObserver(() => {
    const width = Math.floor(stage.clientWidth);
    if (width === drawnAt || width === 0) return;
    drawnAt = width;
    stage.replaceChildren(paint(width));
  }).observe(stage);
  return h("figure", { class: "picture" }, h("figcaption", {}, title), stage,
    h("details", { class: "numbers" }, h("summary", {}, t("The numbers")),
      h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": t("Numbers of: {title}", { title }) }, h("table", {},
        h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, i) => h(i === 0 ? "th" : "td", i === 0 ? { scope: "row" } : {}, String(cell))))))))));
}

function canvas(width, height) {
  return draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true", focusable: "false" });
}

function text(words, attributes) {
  return draw("text", attributes, words);
}

const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
const short = (date) => day.format(new Date(`${date}T00:00:00Z`));

/** Rows of bars, one for each series ({name, numbers}), over the same `days`. */
export function dayBars(days, series, width) {
  const svg = canvas(width, STRIP * series.length + 20);
  const step = (width - 2 * LEFT) / days.length;
  series.forEach(({ name, numbers }, i) => {
    const top = STRIP * i;
    const base = top + STRIP - 10;
    const most = Math.max(...numbers, 1);
    const sum = numbers.reduce((a, b) => a + b, 0);
    svg.append(text(name, { x: LEFT, y: top + 16, class: "name" }),
      text(String(sum), { x: width - LEFT, y: top + 16, class: "sum", "text-anchor": "end" }),
      draw("line", { x1: LEFT, x2: width - LEFT, y1: base + 0.5, y2: base + 0.5, class: "axis" }));
    numbers.forEach((number, k) => {
      if (number === 0) return;
      const height = Math.max(2, (number / most) * (STRIP - 38));
      svg.append(draw("rect", { x: LEFT + k * step + step * 0.12, y: base - height, width: step * 0.76, height, rx: 1.5, class: "bar" },
        draw("title", {}, `${short(days[k])}: ${number}`)));
    });
  });
  const line = STRIP * series.length + 8;
  svg.append(text(short(days[0]), { x: LEFT, y: line }), text(t("today"), { x: width - LEFT, y: line, "text-anchor": "end" }),
    text(short(days[Math.floor(days.length / 2)]), { x: width / 2, y: line, "text-anchor": "middle" }));
  return svg;
}

/** A bar for each row: {name, share in [0, 1], value}. */
export function bars(rows, width) {
  const height = 30;
  const svg = canvas(width, height * rows.length);
  const names = Math.min(150, width * 0.36);
  const room = width - names - 74;
  rows.forEach(({ name, share, value }, i) => {
    const middle = i * height + height / 2;
    const shown = name.length > names / 6.6 ? `${name.slice(0, Math.floor(names / 6.6) - 1)}…` : name;
    svg.append(text(shown, { x: 0, y: middle, class: "middle" }),
      draw("rect", { x: names, y: middle - 8, width: room, height: 16, rx: 3, class: "rail" }),
      draw("rect", { x: names, y: middle - 8, width: Math.max(share > 0 ? 3 : 0, room * share), height: 16, rx: 3, class: "bar" },
        draw("title", {}, `${name}: ${value}`)),
      text(value, { x: width, y: middle, class: "middle sum", "text-anchor": "end" }));
  });
  return svg;
}

const CORNERS = [[later("tense"), 0, 0], [later("cheerful"), 1, 0], [later("melancholy"), 0, 1], [later("peaceful"), 1, 1]];

/** Music on the mood plane: {title, take, valence, arousal, stars or null}. Takes are discs, tracks are diamonds. */
export function moodMap(heard, width) {
  const size = Math.min(width, 460);
  const left = (width - size) / 2;
  const svg = canvas(width, size + 24);
  const at = (valence, arousal) => [left + ((valence + 1) / 2) * size, ((1 - arousal) / 2) * size];
  svg.append(draw("rect", { x: left + 0.5, y: 0.5, width: size - 1, height: size - 1, rx: 10, class: "plane" }),
    draw("line", { x1: left, x2: left + size, y1: size / 2, y2: size / 2, class: "axis" }),
    draw("line", { x1: left + size / 2, x2: left + size / 2, y1: 0, y2: size, class: "axis" }),
    ...CORNERS.map(([word, right, low]) => text(t(word), {
      x: left + (right ? size - 12 : 12), y: low ? size - 14 : 20, "text-anchor": right ? "end" : "start",
    })),
    text(t("lively"), { x: left + size / 2, y: 20, "text-anchor": "middle" }),
    text(t("calm"), { x: left + size / 2, y: size - 14, "text-anchor": "middle" }),
    text(t("valence: sad to bright"), { x: left + size / 2, y: size + 18, "text-anchor": "middle" }));
  // what was rated lies above what was only heard
  for (const one of [...heard].sort((a, b) => (a.stars ?? 0) - (b.stars ?? 0))) svg.append(point(one, at(one.valence, one.arousal)));
  return svg;
}

function point(one, [x, y]) {
  const kind = one.stars === null ? "heard" : one.stars > 3.25 ? "liked" : one.stars < 2.75 ? "disliked" : "so-so";
  const r = one.stars === null ? 4.5 : 8;
  const title = draw("title", {}, one.stars === null ? one.title : t("{title}, {stars} stars", { title: one.title, stars: one.stars.toFixed(1) }));
  const shape = one.take
    ? draw("circle", { cx: x, cy: y, r, class: `point ${kind}` }, title)
    : draw("path", { d: `M${x} ${y - r * 1.15}L${x + r * 1.15} ${y}L${x} ${y + r * 1.15}L${x - r * 1.15} ${y}z`, class: `point ${kind}` }, title);
  return shape;
}
