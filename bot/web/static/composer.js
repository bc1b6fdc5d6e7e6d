/** The message box: text, attached scores, sending. Enter sends, Shift+Enter starts a line. */

import { h, icon } from "./dom.js";
import { t } from "./language.js";

const MAX_MESSAGE = 2000;
const MAX_FILE_BYTES = 2 * 1024 * 1024;
const MAX_FILES = 2;
const SCORE = /\.(mid|midi|abc|musicxml|xml|mxl)$/i;
const COUNT_FROM = 1800;

/** Why `file` cannot be attached, as a sentence; "" if it can. The server checks again. */
function objection(file) {
  if (!SCORE.test(file.name)) return t("{name} is not a score; MIDI, ABC and MusicXML files work.", file);
  if (file.size > MAX_FILE_BYTES) {
    const size = (file.size / 1048576).toFixed(1);
    return t("{name} has {size} MB; scores up to 2 MB work.", { name: file.name, size });
  }
  return file.size === 0 ? t("{name} is empty.", file) : "";
}

/**
 * Wires the form. `onSend(text, files)` is called with what is to be sent. `mayBeEmpty()` says whether
 * a message without words and files is one. Returns {focus, notice, remark, restore}.
 */
export function composer(form, { onSend, mayBeEmpty = () => false }) {
  const message = form.querySelector("#message");
  const count = form.querySelector("#count");
  const noticeLine = form.querySelector("#notice");
  const chips = form.querySelector("#attachments");
  const picker = form.querySelector("#file");
  let files = [];

  form.querySelector("#send").append(icon("send"));
  form.querySelector("#attach").append(icon("attach"));

  const notice = (sentence) => {
    noticeLine.textContent = sentence;
    noticeLine.hidden = !sentence;
  };
  const fit = () => {
    message.style.height = "auto";
    message.style.height = `${message.scrollHeight}px`;
    count.hidden = message.value.length < COUNT_FROM;
    count.textContent = t("{length} of {most} characters", { length: message.value.length, most: MAX_MESSAGE });
  };
  const drawFiles = () => {
    chips.hidden = files.length === 0;
    chips.replaceChildren(...files.map((file) => {
      const remove = () => { files = files.filter((other) => other !== file); drawFiles(); message.focus(); };
      return h("li", {}, h("span", {}, file.name),
        h("button", { type: "button", "aria-label": t("Remove {name}", file), onclick: remove }, icon("close", 16)));
    }));
  };
  const attach = (added) => {
    notice("");
    for (const file of added) {
      const problem = objection(file)
        || (files.length >= MAX_FILES ? t("Two scores at a time; {name} was left out.", file) : "");
      if (problem) notice(problem);
      else files.push(file);
    }
    drawFiles();
    message.focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = message.value.trim();
    if (!text && files.length === 0 && !mayBeEmpty()) {
      message.focus();
      return;
    }
    const sent = files;
    files = [];
    message.value = "";
    notice("");
    drawFiles();
    fit();
    onSend(text, sent);
  });
  message.addEventListener("input", fit);
  message.addEventListener("keydown", (event) => {
    // isComposing: Enter that ends the input of a Chinese word is not meant for us.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  form.querySelector("#attach").addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => { attach([...picker.files]); picker.value = ""; });
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    form.classList.remove("dropping");
    if (!carriesFiles(event)) return;
    event.preventDefault();
    attach([...event.dataTransfer.files]);
  });
  fit();

  return {
    focus: () => message.focus(),
    notice,
    /** The same where nothing is said yet; what is said about somebody's own message stays. */
    remark(sentence) {
      if (noticeLine.hidden) notice(sentence);
    },
    /** Puts back what could not be sent, unless something else has been written meanwhile. */
    restore(text, kept) {
      if (message.value) return;
      message.value = text;
      files = kept;
      drawFiles();
      fit();
    },
  };
}
