"""Mood words in running text, each with its degree, negation and comparison."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from music.lexicon.tables import Entry, entries


@dataclass(frozen=True, slots=True)
class MoodWord:
    """One mood word of a text.

    start, end: characters in the text. degree: factor from "slightly" or "very". negated: "not sad".
    comparison: 1 for "sadder" or "more sad", -1 for "less sad", else 0. contrasted: stands after "but".
    """

    entry: Entry
    start: int
    end: int
    degree: float = 1.0
    negated: bool = False
    comparison: int = 0
    contrasted: bool = False


_TOKEN = re.compile(r"[a-zé0-9]+(?:'[a-z]+)?|[,.;:!?()\n]")

_DEGREES = {
    "very": 1.3, "really": 1.3, "so": 1.2, "super": 1.4, "extremely": 1.5, "incredibly": 1.5, "ultra": 1.5,
    "mega": 1.4, "hella": 1.4, "totally": 1.3, "deeply": 1.4, "insanely": 1.5, "absolutely": 1.4, "too": 1.1,
    "most": 1.3, "utterly": 1.5, "truly": 1.2, "intensely": 1.4, "completely": 1.4, "crazy": 1.4,
    "bit": 0.5, "little": 0.5, "slightly": 0.45, "kinda": 0.6, "kind": 0.6, "sort": 0.6, "sorta": 0.6,
    "somewhat": 0.6, "fairly": 0.8, "touch": 0.5, "hint": 0.4, "tad": 0.45, "mildly": 0.5, "vaguely": 0.45,
    "faintly": 0.4, "lightly": 0.5, "rather": 0.9, "quite": 1.0, "pretty": 0.9,
}  # fmt: skip
_MORE = {"more", "much", "lot", "way", "even", "far"}
_LESS = {"less", "fewer"}
_NEGATORS = {
    "not", "no", "never", "without", "nothing", "isn't", "isnt", "don't", "dont", "doesn't", "doesnt", "nor",
    "neither", "avoid", "ain't", "aint", "shouldn't", "won't", "wasn't", "cannot", "w/o", "non",
}  # fmt: skip
#: words that may stand between a negator or degree word and the mood word
_BRIDGES = {
    "a", "an", "the", "of", "at", "all", "any", "be", "being", "it", "to", "that", "this", "overly", "as",
    "or", "want", "wanna", "make", "making", "sound", "sounding", "feel", "feeling", "something", "anything",
    "me", "too", "necessarily", "go", "get", "and", "one", "for",
} | set(_DEGREES) | _MORE  # fmt: skip
_CONTRASTS = {"but", "yet", "though", "although", "however"}
#: not the comparative or plural that they look like
_NOT_INFLECTED = {"number", "mister", "liter", "litter", "lits", "numbers", "flyer", "steal", "tenders"}


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], Entry]]]:
    """English entries by their first token, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for word, entry in entries("english").items():
        tokens = tuple(_TOKEN.findall(word))
        table.setdefault(tokens[0], []).append((tokens, entry))
    for phrases in table.values():
        phrases.sort(key=lambda p: -len(p[0]))
    return table


def _stems(token: str) -> list[tuple[str, bool]]:
    """Dictionary forms that `token` may inflect, with whether it would be a comparative."""
    stems: list[tuple[str, bool]] = []
    if token in _NOT_INFLECTED or len(token) < 4:
        return stems
    for suffix, comparative in (("er", True), ("est", False), ("ly", False), ("ness", False), ("ish", False)):
        if token.endswith(suffix):
            stem = token[: -len(suffix)]
            stems += [(stem, comparative), (stem + "e", comparative)]
            if stem.endswith("i"):
                stems.append((stem[:-1] + "y", comparative))
            if len(stem) > 2 and stem[-1] == stem[-2]:
                stems.append((stem[:-1], comparative))
    if token.endswith("s"):
        stems.append((token[:-1], False))
    return stems


@lru_cache(4096)  # whatever people write comes by here
def _single(token: str) -> tuple[Entry, bool] | None:
    """The one-word entry for an inflected `token`, and whether it is a comparative."""
    table = entries("english")
    for stem, comparative in _stems(token):
        if stem in table:
            return table[stem], comparative
    return None


def _context(tokens: list[str], first: int, last: int, earlier_end: int) -> tuple[float, bool, int]:
    """(degree, negated, comparison) of the mood word at tokens[first:last]."""
    degree, negated, comparison = 1.0, False, 0
    i = first - 1
    while i >= 0 and first - i <= 7:
        token = tokens[i]
        inside_earlier_word = i < earlier_end
        if token in _NEGATORS:
            negated = not (i and tokens[i - 1] == "why") and tokens[i + 1] not in ("only", "just")
            break
        if token == "but" and i and tokens[i - 1] in ("anything", "everything", "all"):
            negated = True
            break
        if not inside_earlier_word:
            if token in _DEGREES:
                degree *= _DEGREES[token]
            elif token in _LESS:
                comparison = -1
            elif token in _MORE:
                comparison = comparison or 1
        # only "not sad or gloomy" reaches over an earlier mood word; its degree words do not
        if not inside_earlier_word and token not in _BRIDGES and token not in _LESS:
            break
        if inside_earlier_word and not any(t in ("or", "nor") for t in tokens[i:first]):
            break
        i -= 1
    if tokens[last : last + 2] == ["at", "all"] and not negated and "no" in tokens[max(0, first - 3) : first]:
        negated = True
    if tokens[last : last + 1] == ["ish"]:
        degree *= 0.6
    return degree, negated, comparison


def _english(text: str) -> list[MoodWord]:
    matches = list(_TOKEN.finditer(text))
    tokens = [m.group() for m in matches]
    found: list[MoodWord] = []
    i, earlier_end, contrasted = 0, 0, False
    while i < len(tokens):
        length, entry, comparative = 0, None, False
        for phrase, candidate in _phrases().get(tokens[i], ()):
            if tuple(tokens[i : i + len(phrase)]) == phrase:
                length, entry = len(phrase), candidate
                break
        if entry is None and (single := _single(tokens[i])):
            (entry, comparative), length = single, 1
        if entry is None:
            if tokens[i] in _CONTRASTS and not (i and tokens[i - 1] in ("anything", "everything")):
                contrasted = True
            i += 1
            continue
        degree, negated, comparison = _context(tokens, i, i + length, earlier_end)
        if comparative and comparison == 0:
            comparison = 1
        start, end = matches[i].start(), matches[i + length - 1].end()
        found.append(MoodWord(entry, start, end, degree, negated, comparison, contrasted and bool(found)))
        i += length
        earlier_end = i
    return found


@cache
def _chinese_pattern() -> re.Pattern[str]:
    words = sorted(entries("chinese"), key=len, reverse=True)
    degrees = "|".join(sorted(_CHINESE_DEGREES, key=len, reverse=True))
    return re.compile(
        rf"(?P<negation>(?:不要|不是|不想要|(?<!有)没有|不|没(?!有)|别|无)(?:再)?(?:那么|这么|太|想|要|是)?有?)?"
        rf"(?P<more>更加|更|再|少)?(?P<degree>{degrees})?(?:地|的|得)?(?P<word>{'|'.join(words)})"
        r"(?:的)?(?P<after>(?:少|弱|淡)(?:一点儿?|一些|些|点)|一点儿|一点|一些|点儿|点|些)?"
    )


_HAN = re.compile(r"[一-鿿]")
_CHINESE_DEGREES = {
    "非常": 1.3, "很": 1.1, "特别": 1.3, "超级": 1.4, "超": 1.3, "极其": 1.5, "十分": 1.3, "太": 1.3,
    "最": 1.4,
    "好": 1.1, "挺": 1.0, "比较": 0.9, "有点儿": 0.5, "有点": 0.5, "有一点": 0.5, "有些": 0.6, "稍微": 0.45,
    "略带": 0.4, "略": 0.4, "微微": 0.4, "一点": 0.5, "一丝": 0.4, "淡淡": 0.45, "带点": 0.5, "带有": 0.8,
}  # fmt: skip


def _chinese(text: str) -> list[MoodWord]:
    if not _HAN.search(text):
        return []
    found: list[MoodWord] = []
    contrast = re.search("但是|但|却|不过|可是", text)
    for match in _chinese_pattern().finditer(text):
        degree = _CHINESE_DEGREES.get(match["degree"] or "", 1.0)
        fewer = match["more"] == "少" or (match["after"] or "").startswith(("少", "弱", "淡"))
        comparison = -1 if fewer else int(bool(match["more"] or match["after"]))
        negated = bool(match["negation"])
        if negated and ("太" in match["negation"] or "么" in match["negation"]):
            degree = 0.8
        found.append(
            MoodWord(
                entries("chinese")[match["word"]],
                match.start(),
                match.end(),
                degree,
                negated,
                comparison,
                contrast is not None and bool(found) and match.start() > contrast.start(),
            )
        )
    return found


def find_mood_words(text: str) -> list[MoodWord]:
    """Every mood word, phrase and emoji of `text`, in the order of the text."""
    lowered = text.lower().replace("’", "'")
    table = entries("emoji")
    emoji = [MoodWord(table[c], i, i + 1) for i, c in enumerate(lowered) if c in table]
    # one emoji often repeats; once is enough
    emoji = list({word.entry.word: word for word in reversed(emoji)}.values())
    return sorted(_english(lowered) + _chinese(lowered) + emoji, key=lambda word: word.start)
