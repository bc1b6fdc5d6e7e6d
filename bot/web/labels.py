"""The words of the page itself, from the catalogues: its templates filled in, and what its scripts say.

In a template a label stands in [[ ]], in English; in a script it is the first argument of `t`, `tMany` or
`later` (static/language.js). Both are found here by their form, and so are they by the test that looks for
labels without a translation. In the catalogues they have the context "page", or are sentences that are said
elsewhere, too.
"""

import html
import json
import re
from functools import cache
from pathlib import Path

from bot.language import current_language
from bot.language.catalogue import messages_of
from bot.web.languages import NAMES, TAGS

CONTEXT = "page"
STATIC = Path(__file__).with_name("static")
#: what a sentence of a template may have in it beside words
MARKUP = {
    "enter": "<kbd>Enter</kbd>",
    "shift_enter": "<kbd>Shift</kbd>&#8239;+&#8239;<kbd>Enter</kbd>",
    "escape": "<kbd>Esc</kbd>",
}
_LABEL = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)
_STRING = r'"((?:[^"\\]|\\.)*)"'
_SAID = re.compile(rf"\b(?:t|later|tMany)\(\s*{_STRING}(?:,\s*{_STRING}(?=,))?")


def labels_of(template: str) -> list[str]:
    """The sentences of a template."""
    return [" ".join(found.split()) for found in _LABEL.findall(template)]


def said_in(script: str) -> dict[str, str]:
    """The sentences of a script, each with its plural, "" where it has none."""
    found = _SAID.findall(script)
    return {json.loads(f'"{one}"'): json.loads(f'"{many}"') for one, many in found}


@cache
def said_by_scripts() -> dict[str, str]:
    """Of all the scripts."""
    said: dict[str, str] = {}
    for path in sorted(STATIC.rglob("*.js")):
        said |= said_in(path.read_text(encoding="utf-8"))
    return said


@cache
def translated(language: str) -> dict[str, tuple[str, ...]]:
    """Labels with their translations, one for each plural form."""
    messages = messages_of(language)
    plain = {m.message: m.translations for m in messages if not m.context}
    return plain | {m.message: m.translations for m in messages if m.context == CONTEXT}


def rendered(name: str) -> str:
    """A template of the page in the language in use."""
    return _rendered(name, current_language())


@cache
def _rendered(name: str, language: str) -> str:
    words = translated(language)

    def told(found: "re.Match[str]") -> str:
        label = " ".join(found[1].split())
        said = html.escape(words[label][0] if label in words else label)
        return re.sub(r"\{(\w+)\}", lambda place: MARKUP[place[1]], said)

    filled = _LABEL.sub(told, (STATIC / name).read_text(encoding="utf-8"))
    values = {"lang": TAGS[language], "messages": _messages(language), "languages": _switch(language)}
    return re.sub(r"\$(\w+)", lambda place: values[place[1]], filled)


def _messages(language: str) -> str:
    """What the scripts say, as JSON that may stand in a page."""
    words = translated(language)
    said = {label: words[label] for label in said_by_scripts() if label in words}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _switch(language: str) -> str:
    """A link to the page in each other language, under that language's own name."""
    return "".join(
        f'<a class="quiet" href="?language={code}" hreflang="{TAGS[code]}" lang="{TAGS[code]}">{name}</a>'
        for code, name in NAMES.items()
        if code != language
    )
