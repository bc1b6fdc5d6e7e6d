/** Building elements. Text enters the page through here alone, as text nodes: never as markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Creates an element. `props` with a dash or of unknown name become attributes, `on…` listeners, the rest
 * properties; children are nodes or text, null and false are left out.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && !name.includes("-")) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** The same for an element of a picture: `attributes` as SVG names them. */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const PATHS = {
  play: "M8 5.5v13l10.500-6.500z",
  pause: "M7.500 5.500h3v13h-3zM13.500 5.500h3v13h-3z",
  send: "M12 19V5M6 11l6-6 6 6",
  attach: "M18.500 11.500l-6.700 6.700a4.200 4.200 0 0 1-6-6l7.200-7.200a2.800 2.800 0 0 1 4 4l-7 7a1.400 1.400 0 0 1-2-2l6-6",
  close: "M7 7l10 10M17 7L7 17",
  stop: "M7 7h10v10H7z",
};
const FILLED = new Set(["play", "pause", "stop"]);

/** A decorative picture; the button around it carries the name. */
export function icon(name, size = 22) {
  const filled = FILLED.has(name);
  return draw("svg", {
    viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true", focusable: "false",
    fill: filled ? "currentColor" : "none", stroke: filled ? "none" : "currentColor",
    "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round",
  }, draw("path", { d: PATHS[name] }));
}

let counter = 0;

/** An id that no other element of this page has. */
export function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/**
 * A button that asks once more before it acts: the second press within its time calls `onSure`.
 * `sure` is what it says then.
 */
export function twice(label, sure, onSure, props = {}) {
  const button = h("button", { type: "button", class: "small", ...props }, label);
  let timer = 0;
  const calm = () => { timer = 0; button.textContent = label; };
  button.addEventListener("click", () => {
    if (!timer) {
      button.textContent = sure;
      timer = setTimeout(calm, 6000);
      return;
    }
    clearTimeout(timer);
    calm();
    onSure();
  });
  return button;
}
