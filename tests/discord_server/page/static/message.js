// One message, drawn anew whenever it changes.
import { avatar, el, isWeb, svg } from "./dom.js";
import { markdown } from "./markdown.js";

const EPHEMERAL = "Only you can see this";
const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** `context`: name(id), place(id), me, and what buttons do: press, choose, reply, dismiss. */
export function drawMessage(message, context) {
  const pings = message.mentions.some((user) => user.id === context.me.id) && message.author.id !== context.me.id;
  const classes = ["message", message.private && "private", pings && "pings"].filter(Boolean).join(" ");
  const when = new Date(message.timestamp);
  return el("li", { class: classes, "data-id": message.id },
    above(message, context),
    avatar(message.author),
    el("div", { class: "body" },
      el("p", { class: "who" }, el("span", {}, message.author.name),
        message.author.bot && el("span", { class: "app" }, "APP"),
        el("time", { datetime: message.timestamp }, time.format(when))),
      message.loading ? thinking(message) : content(message, context),
      message.private && el("p", { class: "only" }, EPHEMERAL + " · ",
        el("button", { type: "button", class: "quiet", onclick: () => context.dismiss(message) }, "Dismiss message"))),
    !message.private && !message.loading && el("button", {
      type: "button", class: "reply", "data-key": "reply", onclick: () => context.reply(message),
      "aria-label": `Reply to ${message.author.name}`,
    }, "Reply"));
}

function above(message, context) {
  if (message.used) return el("p", { class: "above" }, el("b", {}, message.by.name), ` used ${message.used}`);
  if (!message.message_reference) return null;
  const other = message.referenced_message;
  if (!other) return el("p", { class: "above" }, "Original message was deleted");
  const text = other.content || (other.embeds[0]?.title ?? "") || "Click to see attachment";
  const shown = markdown(text.replace(/^(> |-# )/gm, "").replaceAll("\n", " ").slice(0, 140), context);
  return el("p", { class: "above" }, el("b", {}, other.author.global_name ?? other.author.username), " ", shown);
}

function thinking(message) {
  return el("p", { class: "text thinking" }, `${message.author.name} is thinking `, el("i", {}, "•••"));
}

function content(message, context) {
  const text = message.content ? markdown(message.content, context) : [];
  return [
    el("div", { class: "text" }, text, message.edited_timestamp && el("span", { class: "edited" }, " (edited)")),
    message.attachments.length ? el("ul", { class: "files" }, message.attachments.map(file)) : null,
    message.embeds.map((embed) => drawEmbed(embed, context)),
    message.components.map((row) => el("div", { class: "row" },
      (row.components ?? []).map((item) => component(item, message, context)))),
  ].flat();
}

function drawEmbed(embed, context) {
  const colour = "#" + (embed.color ?? 0x323745).toString(16).padStart(6, "0");
  const edge = svg("svg", { class: "edge", "aria-hidden": "true" },
    svg("rect", { width: "100%", height: "100%", fill: colour }));
  return el("article", { class: "embed" }, edge,
    embed.author && el("p", { class: "sub" }, embed.author.name),
    embed.title && el("h3", {}, embed.url && isWeb(embed.url)
      ? el("a", { href: embed.url, target: "_blank", rel: "noopener noreferrer" }, markdown(embed.title, context))
      : markdown(embed.title, context)),
    embed.description && el("div", { class: "text" }, markdown(embed.description, context)),
    embed.fields?.length && el("dl", {}, embed.fields.map((field) =>
      el("div", { class: field.inline ? "inline" : "" },
        el("dt", {}, markdown(field.name, context)), el("dd", {}, markdown(field.value, context))))),
    embed.image && isWeb(embed.image.url) && el("img", { src: embed.image.url, alt: `Picture of ${embed.title ?? "the message"}` }),
    embed.footer && el("footer", {}, embed.footer.text));
}

function file(item) {
  const kind = item.content_type ?? "";
  if (kind.startsWith("image/")) {
    return el("li", {}, el("img", { src: item.url, alt: item.description ?? item.filename }));
  }
  return el("li", { class: "file" },
    svg("svg", { viewBox: "0 0 24 30", "aria-hidden": "true" },
      svg("path", { d: "M3 1h12l7 7v21H3z", fill: "#4b5468" }), svg("path", { d: "M15 1v7h7z", fill: "#8f9ab3" })),
    el("span", {}, el("a", { href: item.url, download: item.filename }, item.filename), " ",
      el("small", {}, size(item.size))),
    kind.startsWith("audio/") && !/midi?$/.test(kind) &&
      el("audio", { controls: true, preload: "metadata", src: item.url, "aria-label": item.filename }));
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : bytes < 1 << 20 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / (1 << 20)).toFixed(1)} MB`;
}

const emoji = (item) => (item.emoji?.name ? item.emoji.name + " " : "");

function component(item, message, context) {
  const label = emoji(item) + (item.label ?? "");
  if (item.type === 2 && item.style === 5) {
    return isWeb(item.url) ? el("a", { href: item.url, target: "_blank", rel: "noopener noreferrer" }, label) : null;
  }
  if (item.type === 2) {
    return el("button", {
      type: "button", class: `s${item.style}`, disabled: item.disabled, "data-key": item.custom_id,
      onclick: (event) => busy(event.currentTarget, context.press(message, item.custom_id)),
    }, label);
  }
  if (item.type === 3) return menu(item, message, context);
  return el("span", { class: "sub" }, `(component of type ${item.type})`);
}

function menu(item, message, context) {
  const many = (item.max_values ?? 1) > 1;
  const name = item.placeholder ?? "Make a selection";
  return el("select", {
    "aria-label": name, "data-key": item.custom_id, disabled: item.disabled, multiple: many,
    onchange: (event) => {
      const values = [...event.target.selectedOptions].map((o) => o.value).filter(Boolean);
      if (values.length >= (item.min_values ?? 1)) context.choose(message, item.custom_id, values);
      if (!many) event.target.value = "";
    },
  },
  many ? null : el("option", { value: "", selected: true }, name),
  item.options.map((option) => el("option", { value: option.value },
    emoji(option) + option.label + (option.description ? ` — ${option.description}` : ""))));
}

async function busy(button, doing) {
  button.disabled = true;
  await doing;
  button.disabled = false;
}
