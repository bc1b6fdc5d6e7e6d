"""What people and files wrote, made harmless: shown as it was typed, and nothing more."""

import re
import unicodedata

import discord

#: characters that change how the text around them reads: bidirectional controls, invisible ones
_HIDDEN = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\u061c\u180e\ufff9-\ufffb]"
)
_LINK = re.compile(r"(?i)\b(https?|discord|steam)://")
#: what markdown at the beginning of a line means: quotes, lists, headings, small print
_LINE_START = re.compile(r"^(\s*)(>{1,3}|[-+*#]+|\d+\.)(?=\s)")


def plain(text: str) -> str:
    """`text` in one line without hidden characters; letters keep at most two marks above and below."""
    text = _HIDDEN.sub("", unicodedata.normalize("NFC", text))
    kept, marks = [], 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > 2 or category in ("Cc", "Cs", "Co", "Cn"):
            kept.append(" " if category == "Cc" else "")
        else:
            kept.append(char)
    return " ".join("".join(kept).split())


def escaped(text: str, limit: int = 300) -> str:
    """One line of at most about `limit` characters in which nothing is markdown, a mention or a link."""
    text = shortened(plain(text), limit)
    text = _LINK.sub(lambda found: f"{found[1]}:\u2060//", text)
    text = discord.utils.escape_mentions(discord.utils.escape_markdown(text, ignore_links=False))
    text = text.replace("<", "\\<")
    return _LINE_START.sub(r"\1\\\2", text)


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut before a whole character with its marks, with "…" for the rest."""
    if len(text) <= limit:
        return text
    end = max(0, limit - 1)
    # a mark, a variation or the second half of a joined sign belongs to what stands before it
    while end and (
        unicodedata.combining(text[end]) or text[end] in "\ufe0f\u200d" or text[end - 1] == "\u200d"
    ):
        end -= 1
    return text[:end].rstrip() + "…"


def slug(title: str) -> str:
    """A file name's stem of ours: small letters, digits and dashes."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:40] or "piece"
