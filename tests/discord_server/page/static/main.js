// The page: what the server tells is drawn, what the person does is told to the server.
import { openCommand } from "./command.js";
import { Composer } from "./composer.js";
import { $, el } from "./dom.js";
import { drawMessage } from "./message.js";
import { openModal } from "./modal.js";
import { post } from "./post.js";

const wanted = new URLSearchParams(location.search);
const messages = new Map();
const dismissed = new Set();
const unread = new Set();
let home = null;
let here = wanted.get("channel");

const places = () => [...home.guilds.flatMap((g) => g.channels), home.direct];
const place = () => places().find((c) => c.id === here) ?? places()[0];
const order = (a, b) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

function notice(text) { $("notice").textContent = text; }

/** Does something; what only the doer is told is shown here. False if it was refused. */
async function act(deed, data, files) {
  notice("");
  try {
    const told = await post(deed, home.me.id, data, files);
    if (told.error) notice(`${told.error} (Only you can see this)`);
    if (told.modal) openModal(told.modal, (fields) => submit(told.modal.id, fields));
    return told;
  } catch (error) {
    notice(error.message);
    return false;
  }
}

async function submit(modal, fields) {
  const told = await post("submit", home.me.id, { modal, fields });
  if (told.error) notice(`${told.error} (Only you can see this)`);
}

const context = {
  name: (id) => home.people.find((p) => p.id === id)?.name,
  place: (id) => places().find((c) => c.id === id)?.name,
  get me() { return home.me; },
  press: (message, id) => act("press", { message: message.id, custom_id: id }),
  choose: (message, id, values) => act("choose", { message: message.id, custom_id: id, values }),
  reply: (message) => composer.reply(message),
  dismiss: (message) => { dismissed.add(message.id); draw(); },
};

const composer = new Composer({
  home: () => home,
  place,
  say: (content, files, replyTo) => act("say", { channel: here, content, reply_to: replyTo?.id }, files),
  use: (command) => {
    const close = () => { $("command").hidden = true; $("say").hidden = false; $("words").focus(); };
    $("say").hidden = true;
    openCommand(command, {
      home,
      close,
      ask: async (option, value, options) =>
        (await act("autocomplete", { channel: here, name: command.name, option, value, options })).choices ?? [],
      send: (options, files) => {
        close();
        act("command", { channel: here, name: command.name, options }, files);
      },
    });
  },
});

function drawPlaces() {
  const button = (channel, label) => el("button", {
    type: "button", "aria-current": channel.id === here ? "page" : null, onclick: () => go(channel.id),
  }, label, unread.has(channel.id) && el("span", { class: "new" }, "new"));
  $("guilds").replaceChildren(
    ...home.guilds.flatMap((g) => [el("h2", {}, g.name), ...g.channels.map((c) => button(c, `# ${c.name}`))]),
    el("h2", {}, "Direct messages"), button(home.direct, `@ ${home.bot.name}`));
  $("place").textContent = (place().direct ? "@ " : "# ") + place().name;
  $("topic").textContent = place().topic;
  $("words").placeholder = `Message ${place().direct ? "@" : "#"}${place().name}, or / for commands`;
}

function drawHouse() {
  here = place().id;
  $("player").replaceChildren(...home.players.map((p) => el("option", { value: p.id, selected: p.id === home.me.id }, p.name)));
  $("bot").textContent = `${home.bot.name} is ${home.online ? "online" : "offline"}`;
  $("bot").className = home.online ? "online" : "";
  drawPlaces();
}

function go(id) {
  here = id;
  unread.delete(id);
  composer.reply(null);
  drawPlaces();
  draw();
}

const shown = () => [...messages.values()]
  .filter((m) => m.channel_id === here && !dismissed.has(m.id)).sort((a, b) => order(a.id, b.id));

const atEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 120;
const toEnd = (list) => { list.scrollTop = list.scrollHeight; };

function draw() {
  const list = $("messages");
  list.replaceChildren(...shown().map((m) => drawMessage(m, context)));
  toEnd(list);
}

/** Draws one message anew in its place, with the keyboard's focus where it was. */
function drawOne(message) {
  const list = $("messages");
  const follow = atEnd(list);
  const old = list.querySelector(`[data-id="${message.id}"]`);
  const key = old?.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const made = drawMessage(message, context);
  for (const audio of old?.querySelectorAll("audio") ?? []) {
    const same = made.querySelector(`audio[src="${CSS.escape(audio.getAttribute("src"))}"]`);
    same?.replaceWith(audio); // it may be playing
  }
  if (old) old.replaceWith(made);
  else list.insertBefore(made, [...list.children].find((c) => order(c.dataset.id, message.id) > 0) ?? null);
  if (key) made.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  if (follow) toEnd(list);
  for (const picture of made.querySelectorAll("img")) picture.addEventListener("load", () => follow && toEnd(list));
}

function listen() {
  const events = new EventSource(`/play/events?as=${wanted.get("as") ?? ""}`);
  events.addEventListener("open", () => { messages.clear(); $("messages").replaceChildren(); });
  events.addEventListener("house", (event) => { home = JSON.parse(event.data); drawHouse(); });
  events.addEventListener("message", (event) => {
    const message = JSON.parse(event.data);
    const known = messages.has(message.id);
    messages.set(message.id, message);
    if (dismissed.has(message.id)) return;
    if (message.channel_id === here) drawOne(message);
    else if (!known && message.author.id !== home.me.id) { unread.add(message.channel_id); drawPlaces(); }
  });
  events.addEventListener("gone", (event) => {
    const { id } = JSON.parse(event.data);
    messages.delete(id);
    $("messages").querySelector(`[data-id="${id}"]`)?.remove();
  });
  events.addEventListener("error", () => { $("bot").textContent = "The loopback server does not answer"; $("bot").className = ""; });
}

$("player").addEventListener("change", () => {
  location.search = new URLSearchParams({ as: $("player").value, channel: place().direct ? "" : here });
});
listen();
