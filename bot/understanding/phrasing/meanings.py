"""What a remark means, once its quality and degree are found: "too sad and slow" is "less sad and faster"."""

import re
from collections.abc import Callable

from bot.understanding.instrument_names import spoken_names
from bot.understanding.phrasing.parts import SMALL, Match
from bot.understanding.phrasing.players import INSTRUMENT
from bot.understanding.qualities import (
    change_of,
    change_of_adjective,
    change_of_comparative,
    change_of_noun,
    is_comparative,
    is_quantity,
)
from music.lexicon import entries, find_mood_words


def sized(match: Match, change: str) -> str:
    """`change` with the degree that was said before or behind it."""
    groups = match.groupdict()
    said = " ".join(filter(None, (groups.get("degree"), groups.get("after")))).strip().lower()
    if not said:
        return change
    return f"a bit {change}" if re.search(rf"^{SMALL}$|\b(?:a\s+bit|little)\b", said) else f"much {change}"


def less(match: Match) -> str:
    change = change_of_adjective(match["word"].lower())
    return sized(match, change[1]) if change else match.group()


def more(match: Match) -> str:
    change = change_of_adjective(match["word"].lower())
    return sized(match, change[0]) if change else match.group()


def utmost(match: Match) -> str:
    """ "as dark as you can" is much darker."""
    change = change_of_adjective(match["word"].lower())
    return f"much {change[0]}" if change else match.group()


def turned(match: Match) -> str:
    """ "from happy to sad" is sadder."""
    old, new = (change_of_adjective(match[name].lower()) for name in ("old", "word"))
    return new[0] if old and new else match.group()


def less_noun(match: Match) -> str:
    word = match["word"].lower()
    change = None if word in spoken_names() else change_of(word)
    up = re.search(r"\b(?<!ease )up\s+(?!on\b)", match.group().lower())  # "turn up the energy"
    return sized(match, change[0 if up else 1]) if change else match.group()


def more_noun(match: Match) -> str:
    word = match["word"].lower()
    change = None if word in spoken_names() else change_of(word)
    return sized(match, change[0]) if change else match.group()


def complaint(match: Match) -> str:
    word = match["word"].lower()
    change = change_of_adjective(word)
    degree = (match["degree"] or "").strip().lower()
    hedged = re.fullmatch(SMALL, degree)
    if change is None or not (hedged or is_quantity(word) or degree in ("way", "super")):
        return match.group()
    return change[1]


def without_limit(match: Match) -> str:
    """ "happier, but not too happy" is happier; "calm, but not too sad" says two things."""
    word = match.group().split()[-1]
    said = match.string[: match.start()].lower()
    compared = re.findall(r"\b([a-z]{2,})(?:er|ier)\b|\b(?:more|less)\s+([a-z]+)\b", said)
    stems = {part.rstrip("e")[:4] for pair in compared for part in pair if part}
    return (
        " "
        if word.lower()[:4] in stems
        or word.lower() == "much"
        or word.lower()[:3] in {s[:3] for s in stems}
        or _goes_the_way_of(word.lower(), said)
        else match.group()
    )


def _goes_the_way_of(word: str, said: str) -> bool:
    """Whether `word` lies on the side that a comparison in `said` goes to: "spookier, but not too scary"."""
    limit = entries("english").get(word)
    if limit is None:
        return False
    wished = [w.entry for w in find_mood_words(said) if w.comparison > 0]
    return any((limit.valence or 0) * (entry.valence or 0) > 0 for entry in wished) or any(
        (limit.arousal or 0) * (entry.arousal or 0) > 0 for entry in wished if not limit.valence
    )


def without_praise(match: Match) -> str:
    """Nothing, if it says only how the piece is: "this is lovely, but"."""
    return "" if not re.search(r"\b(?:more|less|[a-z]{2,}er|no|n't)\b", match.group()) else match.group()


def wondered(match: Match) -> str:
    """ "what's with all the gloom?" and "why so slow?" want less of it."""
    word = (match["word"] or match["word2"]).lower()
    change = change_of_noun(word) if match["word"] else change_of_adjective(word)
    return change[1] + "." if change and word not in spoken_names() else match.group()


_OF_A_PLAYER = re.compile(
    rf"{INSTRUMENT}\s+(?:(?:part|line|track)s?\s+)?(?:is|are|was|were|sounds?|feels?|seems?|gets?)(?:\s+\w+)?\s*$",
    re.IGNORECASE,
)


def too_much(match: Match) -> str:
    """ "too sad", "too sad and slow": both are complained of; of the strings alone nothing can be set."""
    first = change_of_adjective(match["word"].lower())
    if first is None or _OF_A_PLAYER.search(match.string[: match.start()]):
        return match.group()
    second = change_of_adjective((match["second"] or "").lower())
    rest = f" and {second[1]}" if second else match["joined"] or ""
    return sized(match, first[1]) + rest


def limited(match: Match) -> str:
    """ "slower but not sleepy": how far a change may go is no change; "a recorder but not an oboe" is one."""
    word = match["wish"].split()[0].lower()
    return match["wish"] if word in ("more", "less") or is_comparative(word) else match.group()


def titled(match: Match) -> str:
    """ "kids version: faster": what stands before a comparison is a title."""
    word = match["word"].lower()
    return "" if word in ("more", "less") or is_comparative(word) else match.group()


def by_so_much(change: str) -> Callable[[Match], str]:
    def rule(match: Match) -> str:
        groups = match.groupdict()
        unit = (groups.get("unit") or "").strip().lower()
        unit = "%" if unit in ("%", "percent") else "bpm" if not unit or unit[0] == "c" else unit
        return f"{match['number']} {unit} {change}"

    return rule


def comparative(match: Match) -> str:
    change = change_of_comparative(match["word"].lower())
    return sized(match, change) if change else match.group()


def other_make(match: Match) -> str:
    """ "make the guitar electric": another instrument of the same name."""
    old, kind = match["thing"].lower(), match["kind"].lower()
    new = f"{kind} {old}"
    return f"swap the {old} for {new}" if new in spoken_names() else match.group()


def rather(match: Match) -> str:
    """ "less lofi, more jazz": of what names no quality and no instrument only the second half counts."""
    word = match["less"].lower()
    known = change_of(word) or {word, word.removesuffix("s")} & set(spoken_names())
    return match.group() if known else ""


def halved(match: Match) -> str:
    of_tempo = match["what"] in ("tempo", "speed", "bpm") or match.group().lower().startswith("slow")
    return "half the tempo" if of_tempo else "half the length"


def left_behind(match: Match) -> str:
    """ "instead of happy": what it shall no longer be; an instrument is another matter."""
    word = match["word"].lower()
    is_mood = change_of_adjective(word) is not None and word not in spoken_names()
    return "this time" if is_mood and not match.group().lower().startswith("not") else match.group()


def alone(match: Match) -> str:
    """ "fiddle alone" is about who plays, not a mood."""
    word = match["thing"].lower()
    return f"only {word}" if {word, word.removesuffix("s")} & set(spoken_names()) else match.group()


def added(match: Match) -> str:
    """ "ad drums", "ad a flute" lack a letter."""
    word = match["thing"].lower()
    known = word in ("a", "an", "some", "more", "the") or {word, word.removesuffix("s")} & set(spoken_names())
    return f"add {word}" if known else match.group()


def gone(match: Match) -> str:
    """ "the koto omitted" wants it out."""
    words = match["thing"].lower().split()
    known = {" ".join(words), words[-1], words[-1].removesuffix("s")} & set(spoken_names())
    return f"remove the {match['thing']}" if known else match.group()


def added_with_a_sign(match: Match) -> str:
    """ "+ flute" adds one."""
    word = match["thing"].lower()
    return f"add {word}" if {word, word.removesuffix("s")} & set(spoken_names()) else match.group()


def missed(match: Match) -> str:
    """ "where are the drums?" and "where's the energy?" want them."""
    word = match["thing"].lower()
    quality = None if word in spoken_names() else change_of_noun(word)
    if quality is not None:
        return f"{quality[0]}."
    return f"bring in {word}" if {word, word.removesuffix("s")} & set(spoken_names()) else match.group()


def so(change: str) -> Callable[[Match], str]:
    return lambda match: sized(match, change)
