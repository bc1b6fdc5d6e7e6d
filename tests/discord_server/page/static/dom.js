// Elements out of text: whatever people wrote becomes text nodes, never markup.

export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((c) => c || c === 0));
  return made;
}

export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export const $ = (id) => document.getElementById(id);

const NOTE = "M25 10v12a4 3.4 0 1 1-2.2-3.1v-5.6l-6 1.6v8.8a4 3.4 0 1 1-2.2-3.1V12.6z";

/** A round picture: the first letter of a name, or a note for a bot. */
export function avatar(person) {
  const hue = [...person.name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  const fill = person.bot ? "#1b6b63" : `hsl(${hue} 45% 38%)`;
  const mark = person.bot
    ? svg("path", { d: NOTE, fill: "#e9fbf6" })
    : svg("text", { x: 20, y: 26, "text-anchor": "middle", "font-size": 17, "font-weight": 600, fill: "#fff" },
        person.name.slice(0, 1).toUpperCase());
  return svg("svg", { class: "avatar", viewBox: "0 0 40 40", "aria-hidden": "true" },
    svg("circle", { cx: 20, cy: 20, r: 20, fill }), mark);
}

/** Web addresses that may be opened; everything else is not made a link. */
export const isWeb = (address) => /^https?:\/\//i.test(address);
