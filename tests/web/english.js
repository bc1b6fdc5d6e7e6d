// English words that a person reads or hears on a page in Chinese. Left out: what is marked as English, what people
// wrote (what stands in quotes), names of pieces and of those who wrote them, and the words below, which are the same in Chinese.
() => {
  const kept = /（[0-9a-f]{8}）|CZ1-\S+|Cadenza|transformer|bpm|MIDI|MusicXML|ABC|Ogg Opus|MP3|FLAC|WAV|JSON|UTC|Enter|Shift|Esc|PD|English|Español|Français|Deutsch|Português|TimGM6mb|greensleeves|General|privacy show|cadenza replay|-o take.mid/g;
  const names = "[lang=en], .asked, .track .title, .by, cite, code, .why, .numbers, .point, #announcer, script, noscript";
  const said = [...document.querySelectorAll(".track .title, .by, cite, [lang=en].title")]
    .flatMap((e) => e.textContent.split(" · ")).filter(Boolean).sort((a, b) => b.length - a.length);
  const found = new Set();
  const look = (text, where) => {
    let left = text.replace(/“[^”]*”/g, "");
    for (const name of said) left = left.replaceAll(name, "");
    if (/[A-Za-z]{2,}/.test(left.replace(kept, ""))) found.add(`${where}: ${text.trim().slice(0, 80)}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest(names)) look(node.textContent, node.parentElement.tagName.toLowerCase());
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "aria-valuetext"]) {
    for (const e of document.querySelectorAll(`[${name}]`)) look(e.getAttribute(name), name);
  }
  return [...found];
}
