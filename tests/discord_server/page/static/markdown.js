// The part of Discord's markdown that the bot uses: code, bold, italics, underline, strike, quotes, links,
// mentions, moments, subtext, headings as bold lines.
import { el, isWeb } from "./dom.js";

const INLINE = [
  [/^\\([^\p{L}\p{N}\s])/u, (m) => m[1]],
  [/^``([^]+?)``|^`([^`]+)`/, (m) => el("code", {}, (m[1] ?? m[2]).trim() || m[2])],
  [/^<@!?(\d+)>/, (m, c) => el("span", { class: "mention" }, "@" + (c.name(m[1]) ?? "unknown"))],
  [/^<#(\d+)>/, (m, c) => el("span", { class: "mention" }, "#" + (c.place(m[1]) ?? "unknown"))],
  [/^<t:(\d+)(?::([tTdDfFR]))?>/, (m) => moment(Number(m[1]) * 1000, m[2])],
  [/^\[([^\]\n]+)\]\(<?(https?:\/\/[^\s>)]+)>?\)/i, (m, c) => link(m[2], inline(m[1], c))],
  [/^<(https?:\/\/[^\s>]+)>/i, (m) => link(m[1], [m[1]])],
  [/^https?:\/\/[^\s<>]+[^\s<>.,:;"')\]]/i, (m) => link(m[0], [m[0]])],
  [/^\*\*([^]+?)\*\*(?!\*)/, (m, c) => el("strong", {}, inline(m[1], c))],
  [/^__([^]+?)__/, (m, c) => el("u", {}, inline(m[1], c))],
  [/^~~([^]+?)~~/, (m, c) => el("s", {}, inline(m[1], c))],
  [/^\*(?=\S)([^*\n]+?)\*/, (m, c) => el("em", {}, inline(m[1], c))],
  [/^_(?=\S)([^_\n]+?)_(?![\p{L}\p{N}])/u, (m, c) => el("em", {}, inline(m[1], c))],
];

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** A moment as the reader's clock has it; with "R" how long ago. */
function moment(milliseconds, style) {
  const when = new Date(milliseconds);
  const since = (milliseconds - Date.now()) / 1000;
  const [unit, seconds] = UNITS.find(([, length]) => Math.abs(since) >= length) ?? UNITS.at(-1);
  const words = style === "R" ? new Intl.RelativeTimeFormat("en").format(Math.trunc(since / seconds), unit) : when.toLocaleString("en");
  return el("time", { datetime: when.toISOString(), title: when.toLocaleString("en") }, words);
}

function link(address, children) {
  return isWeb(address)
    ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, children)
    : el("span", {}, children);
}

export function inline(text, context) {
  const parts = [];
  let plain = "";
  while (text) {
    const inWord = /[\p{L}\p{N}]$/u.test(plain);
    const rule = INLINE.map(([pattern, make]) => [text.match(pattern), make])
      .find(([match]) => match && !(inWord && match[0].startsWith("_")));
    if (rule) {
      if (plain) parts.push(plain);
      plain = "";
      parts.push(rule[1](rule[0], context));
    } else plain += text[0];
    text = text.slice(rule ? rule[0][0].length : 1);
  }
  if (plain) parts.push(plain);
  return parts;
}

/** Nodes for a whole text. `context.name(id)` and `context.place(id)` tell names. */
export function markdown(text, context) {
  const nodes = [];
  text.split(/```(?:[\w+-]*\n)?([^]*?)```/).forEach((part, number) => {
    if (number % 2) nodes.push(el("pre", {}, el("code", {}, part.replace(/\n$/, ""))));
    else nodes.push(...lines(part, context));
  });
  return nodes;
}

function lines(text, context) {
  const nodes = [];
  let quote = null;
  const all = text.split("\n");
  all.forEach((line, number) => {
    const end = number < all.length - 1 ? "\n" : "";
    const quoted = line.match(/^> (.*)$/);
    if (quoted) {
      if (quote) quote.append("\n");
      else nodes.push((quote = el("blockquote")));
      quote.append(...inline(quoted[1], context));
      return;
    }
    quote = null;
    const sub = line.match(/^-# (.*)$/);
    const heading = line.match(/^#{1,3} (.*)$/);
    if (sub) nodes.push(el("span", { class: "sub" }, inline(sub[1], context)));
    else if (heading) nodes.push(el("strong", {}, inline(heading[1], context)), end);
    else nodes.push(...inline(line, context), end);
  });
  return nodes;
}
