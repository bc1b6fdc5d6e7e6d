"""The labels of the page: each stands in the catalogues, and none is written past them."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.language import use_language
from bot.language.catalogue import messages_of
from bot.web.labels import CONTEXT, STATIC, labels_of, rendered, said_by_scripts, said_in, translated

TEMPLATES = sorted(STATIC.glob("*.html"))
SCRIPTS = sorted(STATIC.rglob("*.js"))
#: what stays as it is in every language: our name, examples of numbers, and a short name of a licence
KEPT = {"Cadenza", "100-120", "1:00-2:30", "PD"}
SHOWN_ATTRIBUTES = {"aria-label", "title", "placeholder", "alt"}
#: strings of scripts that begin with a capital letter and are no label: formats, instruments as they are sent
#: back, names of keys and of what a browser throws
TECHNICAL = {"MusicXML", "Ogg Opus", "Flute", "Violin", "Cello", "AbortError", "Enter", "Escape", "Files"}


@pytest.fixture(autouse=True)
def english_again():
    yield
    use_language("en")


class _Words(HTMLParser):
    """What of a template a person reads, labels left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self.found += [value or "" for name, value in attributes if name in SHOWN_ATTRIBUTES]

    def handle_data(self, data: str) -> None:
        if self._inside != "script":
            self.found.append(data)


def test_every_label_has_its_chinese() -> None:
    labels = {label for path in TEMPLATES for label in labels_of(path.read_text(encoding="utf-8"))}
    said = said_by_scripts() | dict.fromkeys(labels, "")
    assert len(labels) > 50
    assert len(said) > 200
    chinese = translated("zh")
    assert [label for label in said if not all(chinese.get(label, ("",)))] == []
    entries = {m.message: m for m in messages_of("zh") if m.context == CONTEXT}
    assert [label for label, entry in entries.items() if said.get(label) != entry.plural] == []


def test_nothing_in_a_template_is_written_past_the_catalogues() -> None:
    for path in TEMPLATES:
        words = _Words()
        words.feed(re.sub(r"\[\[.*?\]\]|\$\w+", "", path.read_text(encoding="utf-8"), flags=re.DOTALL))
        left = {text.strip() for text in words.found if re.search(r"\w", text)} - KEPT
        assert left == set(), path.name


def without_labels(script: str) -> str:
    """A script without its comments and without what it says through the catalogues."""
    bare = re.sub(r"/\*.*?\*/|(?<![:\w\"])//[^\n]*", "", script, flags=re.DOTALL)
    return re.sub(r'\b(?:t|later|tMany)\(\s*"(?:[^"\\]|\\.)*"(?:,\s*"(?:[^"\\]|\\.)*"(?=,))?', "", bare)


def stray_labels(script: str) -> list[str]:
    """Strings that look like labels: with a capital letter in front, or of several words and a full stop."""
    strings = re.findall(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`', without_labels(script))
    looks = [re.sub(r"\$\{[^}]*\}", "", one or other).strip() for one, other in strings]
    return [
        text
        for text in looks
        if (re.match(r"[A-Z][a-z]", text) or re.search(r"[a-z]{2} [a-z]{2}.*[.?…]$", text))
        and text not in TECHNICAL
    ]


def test_nothing_in_a_script_is_written_past_the_catalogues() -> None:
    found = {path.name: stray_labels(path.read_text(encoding="utf-8")) for path in SCRIPTS}
    assert {name: stray for name, stray in found.items() if stray} == {}
    assert stray_labels('h("p", {}, "Stop"); // "No"\nsay(`Noted by ${name}.`); t("Why?")') == [
        "Stop",
        "Noted by .",
    ]
    assert said_in('t("a \\"b\\"", x); tMany("one", "many", n); later("c")') == {
        'a "b"': "",
        "one": "many",
        "c": "",
    }


def test_what_is_said_is_a_string_where_it_is_said() -> None:
    """`t` of a name takes what a table has from `later`, or a label that was handed on."""
    handed_on = {"label", "name", "text", "word", "title", "pressed"}
    for path in SCRIPTS:
        if path.name == "language.js":
            continue
        for start in re.findall(r"\bt\((?!\")\s*([^,)]{1,40})", without_labels(path.read_text("utf-8"))):
            assert start in handed_on, path.name


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_page_in_both_languages(path: Path) -> None:
    english = rendered(path.name)
    use_language("zh")
    chinese = rendered(path.name)
    assert '<html lang="en">' in english
    assert '<html lang="zh-Hans">' in chinese
    assert 'href="?language=zh"' in english
    assert 'href="?language=en"' in chinese
    for page in (english, chinese):
        assert not re.search(r"\[\[|\]\]|\$\w", page)
    if found := re.search(r'id="messages">(.*?)</script>', chinese, re.DOTALL):
        messages = json.loads(found[1])
        assert messages["Stop"] == ["停止"]
        assert messages.keys() <= said_by_scripts().keys()
