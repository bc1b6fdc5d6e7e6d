"""What a refinement changed, in words: "tempo 120 -> 96; everything else as before"."""

from bot.assistant.presentation import density_word, duration
from bot.language import say
from bot.language.keys import key_name
from bot.language.names import instrument_name, style_name
from bot.language.numbers import number_name
from music.controls import Controls
from music.instruments import family_of, program_number

#: a mood that moves less than this has not moved
SAME_MOOD = 0.02
#: a family that is not wanted is told by a few of its members
MOST_NAMES = 3


def describe_change(before: Controls, after: Controls) -> str:
    """One sentence without its stop; "" where nothing was asked before."""
    if before == Controls():
        return ""
    parts = [*_mood(before, after), *_values(before, after), *_instruments(before, after)]
    if not parts:
        return say("nothing; another one of the same kind")
    return say("{changes}; everything else as before", changes=say("; ").join(parts))


def _pair(name: str, old: str, new: str) -> str:
    return say("{name} {old} -> {new}", name=name, old=old or say("open"), new=new or say("open"))


def _mood(before: Controls, after: Controls) -> list[str]:
    parts: list[str] = []
    valence = (after.valence or 0.0) - (before.valence or 0.0)
    arousal = (after.arousal or 0.0) - (before.arousal or 0.0)
    if abs(valence) > SAME_MOOD:
        parts.append(say("brighter") if valence > 0 else say("darker"))
    if abs(arousal) > SAME_MOOD:
        parts.append(say("livelier") if arousal > 0 else say("calmer"))
    return parts


def _values(before: Controls, after: Controls) -> list[str]:
    def number(value: float | None) -> str:
        return "" if value is None else number_name(f"{value:g}")

    old, new = before, after
    compared = [
        (say("style"), style_name(old.style or ""), style_name(new.style or "")),
        (say("tempo"), number(old.tempo_bpm), number(new.tempo_bpm)),
        (say("key"), key_name(old.key) if old.key else "", key_name(new.key) if new.key else ""),
        (say("metre"), old.metre or "", new.metre or ""),
        (say("bars"), number(old.bars), number(new.bars)),
        (
            say("length"),
            "" if old.seconds is None else duration(old.seconds),
            "" if new.seconds is None else duration(new.seconds),
        ),
        (
            say("density"),
            density_word(old.density) if old.density else "",
            density_word(new.density) if new.density else "",
        ),
    ]
    return [
        _pair(name, was, now) for name, was, now in compared if was != now and not _gave_way(name, now, after)
    ]


def _gave_way(name: str, now: str, after: Controls) -> bool:
    """A length in bars gives way to one in seconds, and the other way round; one of the two says it."""
    return not now and (
        (name == say("bars") and after.seconds is not None)
        or (name == say("length") and after.bars is not None)
    )


def _instruments(before: Controls, after: Controls) -> list[str]:
    gained = [i for i in after.instruments if i not in before.instruments]
    lost = [i for i in before.instruments if i not in after.instruments]
    families = {family_of(program_number(i)) for i in lost}
    banned = [i for i in after.exclude_instruments if i not in before.exclude_instruments]
    # who drops the piano drops its relatives; one name says it
    banned = [i for i in banned if family_of(program_number(i)) not in families][:MOST_NAMES]
    # who brings the piano back lets its relatives in as well; the piano says it
    known = {family_of(program_number(i)) for i in gained}
    allowed = [
        i
        for i in before.exclude_instruments
        if i not in after.exclude_instruments and family_of(program_number(i)) not in known
    ][:MOST_NAMES]
    parts: list[str] = []
    if gained:
        parts.append(say("with {instruments}", instruments=_named(gained)))
    if lost or banned:
        parts.append(say("without {instruments}", instruments=_named([*lost, *banned])))
    if allowed:
        parts.append(say("{instruments} allowed again", instruments=_named(allowed)))
    return parts


def _named(instruments: list[str]) -> str:
    return say(", ").join(instrument_name(name) for name in instruments)
