/** Tracks that are never recommended here: found by their words, left out, allowed again. */

import { read, send } from "../api.js";
import { h } from "../dom.js";
import { t } from "../language.js";
import { field } from "./draft.js";

const WAIT_MS = 250;

/** Draws into `element`; `onChange()` is called after something was decided. */
export function tracks(element, { onChange }) {
  const status = h("p", { role: "status", class: "outcome" });
  const words = h("input", { type: "search", maxLength: 100, autocomplete: "off", placeholder: "greensleeves" });
  const found = h("ul", { class: "rows", "aria-label": t("Found tracks") });
  const blocked = h("ul", { class: "rows", "aria-label": t("Tracks left out") });
  let timer = 0;

  const decide = async (track, isBlocked) => {
    try {
      const { text } = await send("/api/moderation/block", { track: track.id, blocked: isBlocked });
      await show();
      status.textContent = text;
      onChange();
    } catch (error) {
      status.textContent = error.message;
    }
  };
  const row = (track, isBlocked) => h("li", { class: "row" },
    h("div", { class: "about" }, h("h3", { class: "title" }, track.title), track.composer && h("p", { class: "by" }, track.composer)),
    h("button", { type: "button", class: "small", "aria-label": isBlocked ? t("Allow {title}", track) : t("Leave out {title}", track),
      onclick: () => decide(track, !isBlocked) }, isBlocked ? t("Allow again") : t("Leave out")));

  const show = async () => {
    const asked = words.value.trim();
    const answer = await read(`/api/moderation/tracks?${new URLSearchParams({ words: asked })}`);
    if (asked !== words.value.trim()) return; // a newer search is under way
    found.replaceChildren(...answer.found.map((track) => row(track, track.blocked)));
    if (asked && answer.found.length === 0) found.replaceChildren(h("li", { class: "empty" }, t("No title or composer here has “{words}” in it.", { words: asked })));
    blocked.replaceChildren(...(answer.blocked.length === 0
      ? [h("li", { class: "empty" }, t("None yet. Find one above to leave it out."))]
      : answer.blocked.map((track) => row(track, true))));
  };

  words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show().catch((error) => { status.textContent = error.message; }), WAIT_MS);
  });
  element.replaceChildren(
    field(t("Find a track by title or composer"), words).element,
    status, found, h("h3", {}, t("Left out now")), blocked);
  return { show };
}
