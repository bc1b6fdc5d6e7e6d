/** The page in pictures: how it is used, what is rated well, and the moods that were asked for and heard. */

import { read } from "../api.js";
import { h } from "../dom.js";
import { player } from "../player.js";
import { bars, dayBars, moodMap, picture } from "./charts.js";

const SERIES = [["requests", "Requests"], ["recommendations", "Recommendations"], ["takes", "Takes"], ["ratings", "Ratings"]];

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}

function empty(words) {
  return h("p", { class: "empty" }, words);
}

function use({ days, counts }) {
  const series = SERIES.map(([kind, name]) => ({ name, numbers: counts[kind] }));
  const said = series.map(({ name, numbers }) => `${sum(numbers)} ${name.toLowerCase()}`).join(", ");
  if (series.every(({ numbers }) => sum(numbers) === 0)) {
    return empty("How many requests, recommendations, takes and ratings there are on each day will be here, from the first one on.");
  }
  return picture({
    title: "The last 30 days", says: `In the last 30 days: ${said}.`,
    columns: ["Day", ...SERIES.map(([, name]) => name)],
    rows: days.map((date, i) => [date, ...series.map(({ numbers }) => numbers[i])]).filter((row) => sum(row.slice(1)) > 0),
    paint: (width) => dayBars(days, series, width),
  });
}

function ratings({ stars, ratings: all, styles }) {
  const counted = sum(stars);
  const silent = all - counted;
  const about = silent > 0 && h("p", { class: "remark" }, `${silent} of ${all} ratings are not counted: who gave them keeps them for themselves.`);
  if (counted === 0) {
    return [empty("Which stars are given, and for which styles, will be here: of those who let everybody on this page profit from their ratings."), about];
  }
  const mean = stars.reduce((total, n, i) => total + n * (i + 1), 0) / counted;
  const most = Math.max(...stars);
  const rows = stars.map((n, i) => ({ name: `${i + 1} star${i === 0 ? "" : "s"}`, share: n / most, value: String(n) })).reverse();
  const named = styles.map((one) => ({ name: one.style, share: one.stars / 5, value: `${one.stars.toFixed(1)} (${one.ratings})` }));
  return [
    picture({
      title: "Stars given", says: `${counted} ratings, ${mean.toFixed(1)} stars on average.`, columns: ["Stars", "Ratings"],
      rows: rows.map((row) => [row.name, row.value]), paint: (width) => bars(rows, width),
    }),
    named.length > 0 && picture({
      title: "Stars by style, with how many ratings", says: `Stars by style: ${named.map((one) => `${one.name} ${one.value}`).join(", ")}.`,
      columns: ["Style", "Mean (ratings)"], rows: named.map((one) => [one.name, one.value]), paint: (width) => bars(named, width),
    }),
    about,
  ];
}

function best({ best: takes }) {
  if (takes.length === 0) return empty("The takes that are rated best will be here, to be heard.");
  return h("ol", { class: "rows", "aria-label": "Best rated takes" }, takes.map((take) => {
    const title = take.title || "Untitled take";
    const { audio, button, position, trouble } = player({ base: `/files/${take.id}`, title });
    position.hidden = true;
    audio.addEventListener("play", () => { position.hidden = false; });
    return h("li", { class: "row" }, button, h("div", { class: "about" }, h("h4", { class: "title" }, title),
      h("p", { class: "by" }, `${take.stars.toFixed(1)} stars from ${take.ratings} ${take.ratings === 1 ? "person" : "people"}`),
      position, trouble, audio));
  }));
}

function moods({ heard }) {
  if (heard.length === 0) return empty("Where takes and recommended tracks lie between sad and bright, calm and lively, will be here.");
  const takes = heard.filter((one) => one.take).length;
  const key = (kind, words) => h("li", {}, h("span", { class: `key ${kind}`, "aria-hidden": "true" }), words);
  return [picture({
    title: "Moods asked for and heard", says: `${takes} takes and ${heard.length - takes} tracks over the moods.`,
    columns: ["Music", "Kind", "Valence", "Arousal", "Stars"],
    rows: heard.map((one) => [one.title || "Untitled take", one.take ? "take" : "track", one.valence.toFixed(2), one.arousal.toFixed(2),
      one.stars === null ? "" : one.stars.toFixed(1)]),
    paint: (width) => moodMap(heard, width),
  }), h("ul", { class: "keys" }, key("disc", "a take"), key("diamond", "a track"), key("liked", "liked"), key("disliked", "not liked"))];
}

/** Draws into `element`. */
export function figures(element) {
  return {
    async show() {
      const data = await read("/api/moderation/figures");
      const parts = [["Use", use(data)], ["Ratings", ratings(data)], ["Best rated takes", best(data)], ["Moods", moods(data)]];
      element.replaceChildren(h("p", { class: "remark" }, "A request is a message or a button. Days are in UTC. Nobody is named, and no words that people wrote are looked at."),
        ...parts.flatMap(([title, shown]) => [h("h3", {}, title), ...[shown].flat().filter(Boolean)]));
    },
  };
}
