"""Events as the page shows them: with the names of styles, keys and instruments in the language of the page.

What an event holds stays beside it, in English, as the values that are sent back.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.assistant.events import Entry, Recommended, RecommendedTrack, TakeReady, Understood
from bot.assistant.presentation import density_word, mood_words
from bot.language import say, say_many, speaking
from bot.language.keys import key_name
from bot.language.lists import listed
from bot.language.names import instrument_name, style_name
from bot.language.titles import shown_title, title_name
from bot.web.languages import tag_of
from music.instruments import NAMES
from music.job import Take

#: instruments of a recommended track that are named
_MOST_NAMED = 3


def shown(entry: Entry, is_gone: bool = False) -> dict[str, Any]:
    """The JSON of an event at its place; `is_gone`: what it shows was deleted since."""
    data = entry.to_json()
    match entry.event:
        case Understood() as event:
            data |= _heard(event)
        case Recommended() as event:
            for one, track in zip(data["tracks"], event.tracks, strict=True):
                one |= {"title": shown_title(track.title, track.composer), "facts": _facts(track)}
        case TakeReady() as event:
            data["card"] = None if is_gone else _card(event)
    return data


def style_choices(names: Iterable[str]) -> list[tuple[str, str]]:
    """Styles to choose from, as (value, what it is called)."""
    return [(name, style_name(name)) for name in names]


def instrument_choices() -> list[tuple[str, str]]:
    """The same for all instruments."""
    return [(name, instrument_name(name)) for name in NAMES]


def _heard(event: Understood) -> dict[str, Any]:
    """What was understood, in the language of the turn, as its summary is. `lang` is its tag."""
    with speaking(event.language):
        said = say("Understood: {summary}.", summary=event.summary) if event.summary else ""
        if event.change:
            said = say("Changed: {change}.", change=event.change)
        return {"heard": said, "other": say("Or did you mean: “{text}”?"), "lang": tag_of(event.language)}


def _facts(track: RecommendedTrack) -> list[str]:
    """In the order in which people think of a piece; its length follows."""
    facts = [
        style_name(track.style) if track.style else "",
        f"{track.tempo_bpm:.0f} bpm",
        key_name(track.key),
        track.metre,
        named(track.instruments, _MOST_NAMED),
    ]
    return [fact for fact in facts if fact]


def named(names: Sequence[str], most: int = 4) -> str:
    """Instruments in words: "a, b and 2 more" where there are many."""
    told = [instrument_name(name) for name in names]
    if len(told) > most:
        left = len(told) - most + 1
        told = [*told[: most - 1], say_many("{number} more", "{number} more", left)]
    return listed(told) if told else ""


def _card(event: TakeReady) -> dict[str, Any]:
    """What the card of a take says in words. Sentences that belong to its turn are in the turn's language."""
    take = event.take
    return {
        "title": event.title or title_name(take.title),
        "adjustments": list(event.adjustments or take.adjustments),
        "originality": event.originality or (take.originality.sentence if take.originality else ""),
        "facts": _controls(take),
        "players": named(take.controls.instruments),
        "seeds": [shown_title(seed.title, seed.composer) for seed in take.seeds],
    }


def _controls(take: Take) -> list[tuple[str, str]]:
    """The resolved controls as (name, value), in the order in which people think of a piece."""
    controls = take.controls
    bars = take.bars or controls.bars
    length = [
        say_many("{number} bar", "{number} bars", bars) if bars else "",
        clock(take.seconds) if take.seconds else "",
    ]
    pairs = [
        (say("Mood"), say(", ").join(mood_words(controls))),
        (say("Style"), style_name(controls.style) if controls.style else ""),
        (say("Tempo"), f"{controls.tempo_bpm:.0f} bpm" if controls.tempo_bpm else ""),
        (say("Key"), key_name(controls.key) if controls.key else ""),
        (say("Metre"), controls.metre or ""),
        (say("Length"), say(", ").join(filter(None, length))),
        (say("Instruments"), named(controls.instruments)),
        (say("Density"), density_word(controls.density) if controls.density else ""),
    ]
    return [(name, value) for name, value in pairs if value]


def clock(seconds: float) -> str:
    """ "1:05"."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"
