/** The page in pictures: how it is used, what is rated well, and the moods that were asked for and heard. */

import { read } from "../api.js";
import { h } from "../dom.js";
import { later, t, tMany } from "../language.js";
import { player } from "../player.js";
import { bars, dayBars, moodMap, picture } from "./charts.js";

const SERIES = [
  ["requests", later("Requests")], ["recommendations", later("Recommendations")], ["takes", later("Takes")],
  ["ratings", later("Ratings")],
];

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}

function empty(words) {
  return h("p", { class: "empty" }, words);
}

function use({ days, counts }) {
  const series = SERIES.map(([kind, name]) => ({ name: t(name), numbers: counts[kind] }));
  const said = series.map(({ name, numbers }) => `${name} ${sum(numbers)}`).join(t(", "));
  if (series.every(({ numbers }) => sum(numbers) === 0)) {
    return empty(t("How many requests, recommendations, takes and ratings there are on each day will be here, from the first one on."));
  }
  return picture({
    title: t("The last 30 days"), says: t("In the last 30 days: {counts}.", { counts: said }),
    columns: [t("Day"), ...SERIES.map(([, name]) => t(name))],
    rows: days.map((date, i) => [date, ...series.map(({ numbers }) => numbers[i])]).filter((row) => sum(row.slice(1)) > 0),
    paint: (width) => dayBars(days, series, width),
  });
}

function ratings({ stars, ratings: all, styles }) {
  const counted = sum(stars);
  const silent = all - counted;
  const about = silent > 0 && h("p", { class: "remark" }, t("{number} of {all} ratings are not counted: who gave them keeps them for themselves.", { number: silent, all }));
  if (counted === 0) {
    return [empty(t("Which stars are given, and for which styles, will be here: of those who let everybody on this page profit from their ratings.")), about];
  }
  const mean = stars.reduce((total, n, i) => total + n * (i + 1), 0) / counted;
  const most = Math.max(...stars);
  const rows = stars.map((n, i) => ({ name: tMany("{number} star", "{number} stars", i + 1), share: n / most, value: String(n) })).reverse();
  const named = styles.map((one) => ({ name: one.style, share: one.stars / 5, value: `${one.stars.toFixed(1)} (${one.ratings})` }));
  return [
    picture({
      title: t("Stars given"), columns: [t("Stars"), t("Ratings")],
      says: t("{number} ratings, {stars} stars on average.", { number: counted, stars: mean.toFixed(1) }),
      rows: rows.map((row) => [row.name, row.value]), paint: (width) => bars(rows, width),
    }),
    named.length > 0 && picture({
      title: t("Stars by style, with how many ratings"),
      says: t("Stars by style: {list}.", { list: named.map((one) => `${one.name} ${one.value}`).join(t(", ")) }),
      columns: [t("Style"), t("Mean (ratings)")], rows: named.map((one) => [one.name, one.value]), paint: (width) => bars(named, width),
    }),
    about,
  ];
}

function best({ best: takes }) {
  if (takes.length === 0) return empty(t("The takes that are rated best will be here, to be heard."));
  return h("ol", { class: "rows", "aria-label": t("Best rated takes") }, takes.map((take) => {
    const { title } = take;
    const { audio, button, position, trouble } = player({ base: `/files/${take.id}`, title });
    position.hidden = true;
    audio.addEventListener("play", () => { position.hidden = false; });
    return h("li", { class: "row" }, button, h("div", { class: "about" }, h("h4", { class: "title" }, title),
      h("p", { class: "by" }, tMany("{stars} stars from {number} person", "{stars} stars from {number} people", take.ratings, {
        stars: take.stars.toFixed(1),
      })),
      position, trouble, audio));
  }));
}

function moods({ heard }) {
  if (heard.length === 0) return empty(t("Where takes and recommended tracks lie between sad and bright, calm and lively, will be here."));
  const takes = heard.filter((one) => one.take).length;
  const key = (kind, words) => h("li", {}, h("span", { class: `key ${kind}`, "aria-hidden": "true" }), words);
  return [picture({
    title: t("Moods asked for and heard"),
    says: t("{takes} takes and {tracks} tracks over the moods.", { takes, tracks: heard.length - takes }),
    columns: [t("Music"), t("Kind"), t("Valence"), t("Arousal"), t("Stars")],
    rows: heard.map((one) => [one.title, one.take ? t("take") : t("track"), one.valence.toFixed(2), one.arousal.toFixed(2),
      one.stars === null ? "" : one.stars.toFixed(1)]),
    paint: (width) => moodMap(heard, width),
  }), h("ul", { class: "keys" }, key("disc", t("take")), key("diamond", t("track")), key("liked", t("liked")), key("disliked", t("not liked")))];
}

/** Draws into `element`. */
export function figures(element) {
  return {
    async show() {
      const data = await read("/api/moderation/figures");
      const parts = [
        [t("Use"), use(data)], [t("Ratings"), ratings(data)], [t("Best rated takes"), best(data)], [t("Moods"), moods(data)],
      ];
      element.replaceChildren(h("p", { class: "remark" }, t("A request is a message or a button. Days are in UTC. Nobody is named, and no words that people wrote are looked at.")),
        ...parts.flatMap(([title, shown]) => [h("h3", {}, title), ...[shown].flat().filter(Boolean)]));
    },
  };
}
