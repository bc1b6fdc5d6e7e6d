/** The moderator's view: its sections, each of which reads what it shows and says what went wrong. */

import { h } from "./dom.js";
import { figures } from "./moderation/figures.js";
import { log } from "./moderation/log.js";
import { settings } from "./moderation/settings.js";
import { styles } from "./moderation/styles.js";
import { tracks } from "./moderation/tracks.js";

const at = (id) => document.querySelector(id);

/** Reads a section again; what could not be read is said in its place. */
async function show(section, place) {
  try {
    await section.show();
  } catch (error) {
    place.replaceChildren(h("p", { class: "failed" }, error.message));
  }
}

const changed = async (...others) => { for (const other of others) await all[other](); };

const settingsSection = settings(at("#settings-form"), { onChange: () => changed("log") });
const stylesSection = styles(at("#styles-body"), { onChange: () => changed("settings", "log") });
const tracksSection = tracks(at("#tracks-body"), { onChange: () => changed("log") });
const logSection = log(at("#log-body"), { onChange: () => changed("settings", "styles", "log") });
const figuresSection = figures(at("#figures-body"));

const all = {
  settings: () => show(settingsSection, at("#settings-form")),
  styles: () => show(stylesSection, at("#styles-body")),
  tracks: () => show(tracksSection, at("#tracks-body")),
  log: () => show(logSection, at("#log-body")),
  figures: () => show(figuresSection, at("#figures-body")),
};
await changed("settings", "styles", "tracks", "log", "figures");
