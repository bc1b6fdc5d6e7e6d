// Writing: text with mentions, files, replies, and "/" for commands.
import { $, el } from "./dom.js";
import { Offers } from "./offers.js";

export class Composer {
  /** `home()`: what the server told; `place()`: the channel; `say(content, files, replyTo)`; `use(command)`. */
  constructor({ home, place, say, use }) {
    Object.assign(this, { home, place, say, use });
    this.words = $("words");
    this.replyTo = null;
    this.files = [];
    this.offers = new Offers($("offers"), this.words);
    this.words.addEventListener("input", () => this.suggest());
    this.words.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
      if (event.key === "Escape") this.reply(null);
    });
    $("say").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    $("file").addEventListener("change", () => { this.attach([...$("file").files]); $("file").value = ""; });
    $("replying").querySelector("button").addEventListener("click", () => this.reply(null));
  }

  suggest() {
    const before = this.words.value.slice(0, this.words.selectionStart);
    const slash = this.words.value.match(/^\/([\w -]*)$/);
    const at = before.match(/(?:^|\s)@([^\s@]*)$/);
    if (slash) {
      const found = this.place().commands.filter((c) => c.name.startsWith(slash[1].trimEnd().toLowerCase()));
      this.offers.show(found.map((c) => ({ label: `/${c.name}`, note: c.description, take: () => this.pick(c) })));
    } else if (at) {
      const found = this.home().people.filter((p) => p.name !== at[1] && p.name.toLowerCase().startsWith(at[1].toLowerCase()));
      this.offers.show(found.map((p) => ({ label: `@${p.name}`, note: p.bot ? "APP" : "", take: () => this.mention(p, at[1].length) })));
    } else this.offers.hide();
  }

  pick(command) {
    this.words.value = "";
    this.use(command);
  }

  mention(person, typed) {
    const end = this.words.selectionStart;
    this.words.setRangeText(`${person.name} `, end - typed, end, "end");
  }

  attach(files) {
    this.files = files;
    $("files").replaceChildren(...files.map((file) => el("li", {}, `${file.name} `,
      el("button", { type: "button", class: "quiet", onclick: () => this.attach(this.files.filter((f) => f !== file)) },
        `Remove ${file.name}`))));
  }

  reply(message) {
    this.replyTo = message;
    $("replying").hidden = !message;
    if (!message) return;
    $("replying").querySelector("span").textContent = `Replying to ${message.author.name}`;
    this.words.focus();
  }

  /** "@Name" stands for a mention. */
  mentioned(text) {
    const people = [...this.home().people].sort((a, b) => b.name.length - a.name.length);
    return people.reduce((all, p) => all.replaceAll(`@${p.name}`, `<@${p.id}>`), text);
  }

  async send() {
    const text = this.words.value.trim();
    if (!text && !this.files.length) return;
    if (await this.say(this.mentioned(text), this.files.map((f) => ["file", f]), this.replyTo)) {
      this.words.value = "";
      this.attach([]);
      this.reply(null);
    }
  }
}
