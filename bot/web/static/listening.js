/** What is this person's own: favourites to hear again, and the taste that their ratings tell. */

import { read, send } from "./api.js";
import { h, twice } from "./dom.js";
import { t, tMany } from "./language.js";
import { hush, playAll, player } from "./player.js";
import { openSheet } from "./sheet.js";
import { list } from "./words.js";

function favourite(one, onMore) {
  const { title } = one;
  const sound = player({ base: `/${one.take ? "files" : "tracks"}/${one.id}`, title, seconds: one.seconds });
  sound.position.hidden = true;
  sound.audio.addEventListener("play", () => { sound.position.hidden = false; });
  const facts = [one.composer, one.style, tMany("{number} star", "{number} stars", one.stars)].filter(Boolean).join(" · ");
  const element = h("li", { class: "track" }, sound.button,
    h("div", { class: "about" }, h("h3", { class: "title" }, title), h("p", { class: "by" }, facts),
      sound.position, sound.trouble, sound.audio),
    h("div", { class: "beside" },
      h("button", { type: "button", class: "plain", "aria-label": t("More like {title}", { title }), onclick: () => onMore(one) }, t("More like this"))));
  return { element, ...sound };
}

function likings(name, aspects) {
  if (aspects.length === 0) return null;
  const words = aspects.map(({ aspect, stars }) => `${aspect} (${Math.round(stars * 10) < 0 ? "−" : "+"}${Math.abs(stars).toFixed(1)})`);
  return h("div", {}, h("dt", {}, name), h("dd", {}, list(words, 6)));
}

/** The words, and the picture where there is enough to draw. */
function taste(shown) {
  const picture = shown.ratings > 0 && h("img", {
    src: `/api/taste/map.png?of=${shown.ratings}-${Date.now()}`, width: 860, height: 886, class: "map",
    alt: t("Your taste over the moods: {text}", shown),
  });
  return [h("p", {}, shown.text),
    h("dl", { class: "likings" }, likings(t("You like"), shown.likes), likings(t("You like less"), shown.dislikes),
      likings(t("Not sure yet"), shown.unsure)),
    picture].filter(Boolean);
}

/** Opens the sheet. `onMore(item)` asks for more like a favourite. */
export async function openListening({ onMore }) {
  const status = h("p", { role: "status" }, t("Looking …"));
  const loved = h("div");
  const told = h("div", { class: "taste" });
  const more = (item) => { dialog.close(); onMore(item); };

  const look = async () => {
    try {
      const { favourites } = await read("/api/favourites");
      const rows = favourites.map((one) => favourite(one, more));
      loved.replaceChildren(...(rows.length === 0
        ? [h("p", { class: "remark" }, t("What you give four stars or five will be here, to be heard again."))]
        : [h("ol", { class: "tracks", "aria-label": t("Favourites") }, rows.map((row) => row.element)), h("p", { class: "after" }, playAll(() => rows))]));
      told.replaceChildren(...taste(await read("/api/taste")));
      status.textContent = "";
    } catch (error) {
      status.textContent = error.message;
    }
  };
  const forget = twice(t("Forget my ratings"), t("Forget them for good"), async () => {
    try {
      const { text } = await send("/api/taste", { reset: true });
      await look();
      status.textContent = text;
    } catch (error) {
      status.textContent = error.message;
    }
  }, { class: "small danger" });
  const dialog = openSheet(t("Your taste"), [status, told, h("h3", {}, t("Favourites")), loved], {
    rare: [h("a", { href: "/api/taste/export", download: "cadenza-taste.json" }, t("Export as JSON")), forget],
    onClosed: () => hush(dialog),
  });
  await look();
}
