"""Catalogues of translated sentences in gettext's own form, read at the first use: catalogues/<code>.po, and
beside it, in the folder <code>, what it is too long for.

Of the form (GNU gettext manual, "The Format of PO Files") messages with plurals, contexts, comments and
continued lines are read; entries marked fuzzy are left out, as msgfmt leaves them out.
"""

import gettext
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from struct import pack

_STRING = re.compile(r'^\s*(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+)?"(.*)"\s*$')
#: stands between a message and its context in a .mo file
CONTEXT_END = "\x04"
#: languages in which everything is said; the other catalogues hold what ordinary conversation needs, and what
#: moderators, the page and commands say beside it stays English
WHOLE = frozenset({"en", "zh"})
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Message:
    """One entry: `plural` is "" where the sentence has no number; `translations` one for each plural form;
    `context` is "" for whole sentences, else the kind of words that the message belongs to."""

    message: str
    plural: str
    translations: tuple[str, ...]
    context: str = ""

    @property
    def key(self) -> str:
        """What gettext finds it by."""
        return f"{self.context}{CONTEXT_END}{self.message}" if self.context else self.message


def read_po(text: str) -> list[Message]:
    """The entries of a .po file, the header (message "") among them."""
    messages: list[Message] = []
    for block in re.split(r"\n\s*\n", text):
        fields: dict[str, str] = {}
        name = ""
        if re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE):
            continue
        for line in block.splitlines():
            found = _STRING.match(line) if not line.startswith("#") else None
            if found:
                name = found[1] or name
                said = re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), found[2])
                fields[name] = fields.get(name, "") + said
        if "msgid" in fields:
            translations = tuple(v for k, v in fields.items() if k.startswith("msgstr"))
            plural, context = fields.get("msgid_plural", ""), fields.get("msgctxt", "")
            messages.append(Message(fields["msgid"], plural, translations, context))
    return messages


def compiled(messages: list[Message]) -> bytes:
    """The entries as the .mo file that gettext reads (GNU gettext manual, "The Format of GNU MO Files")."""
    pairs = sorted(
        ("\0".join(filter(None, (m.key, m.plural))).encode(), "\0".join(m.translations).encode())
        for m in messages
        if all(m.translations)
    )
    ids = b"".join(key + b"\0" for key, _ in pairs)
    texts = b"".join(value + b"\0" for _, value in pairs)
    tables = 28
    start = tables + 16 * len(pairs)
    keys, values = b"", b""
    id_at, text_at = start, start + len(ids)
    for key, value in pairs:
        keys += pack("<II", len(key), id_at)
        values += pack("<II", len(value), text_at)
        id_at, text_at = id_at + len(key) + 1, text_at + len(value) + 1
    header = pack("<7I", 0x950412DE, 0, len(pairs), tables, tables + 8 * len(pairs), 0, start)
    return header + keys + values + ids + texts


@cache
def spoken_languages() -> frozenset[str]:
    """English, and every language that has a catalogue (ISO 639-1)."""
    folder = files("bot.language").joinpath("catalogues")
    return frozenset({"en", *(p.name[:-3] for p in folder.iterdir() if p.name.endswith(".po"))})


@cache
def messages_of(language: str) -> tuple[Message, ...]:
    """Every entry of a language's catalogue; () where it has none."""
    folder = files("bot.language").joinpath("catalogues")
    source, more = folder.joinpath(f"{language}.po"), folder.joinpath(language)
    if not re.fullmatch(r"[a-z]{2,3}", language) or not source.is_file():
        return ()
    parts = sorted(more.iterdir(), key=lambda part: part.name) if more.is_dir() else []
    return tuple(entry for part in (source, *parts) for entry in read_po(part.read_text(encoding="utf-8")))


@cache
def translations(language: str) -> gettext.NullTranslations:
    """What `language` says for the English sentences; English itself where it has no catalogue."""
    messages = messages_of(language)
    return (
        gettext.GNUTranslations(BytesIO(compiled(list(messages)))) if messages else gettext.NullTranslations()
    )
