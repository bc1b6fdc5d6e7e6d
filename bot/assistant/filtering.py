"""Filters as people write them, and what is done when nothing passes them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations

from bot.assistant.typed import COMMAS
from bot.language import say
from bot.language.lists import either, listed
from bot.language.names import instrument_name, style_name
from bot.understanding.instrument_names import spoken_names
from music.controls import TEMPO_RANGE
from music.errors import CadenzaError, ImpossibleControls, UnknownStyle
from music.instruments import FAMILIES, NAMES, program_number
from music.styles import find_style
from music.wording import shown
from recommender.ranking_filters import Filters, Range

#: a tempo or a length without a range means this much to both sides
ABOUT = 0.05
MOST_SECONDS = 86_400.0
#: filters that are given up when nothing passes all, first those that matter least; never licence and `own`
_GIVEN_UP = ("seconds", "tempo_bpm", "styles", "without", "instruments")


def read_filters(
    *,
    style: str = "",
    tempo: str = "",
    length: str = "",
    instruments: str = "",
    without: str = "",
    licence: str = "",
    own: bool = False,
) -> Filters:
    """Filters from what was typed; "" asks for nothing.

    tempo: "100-120", "100-", "-120" or "110"; length: in seconds or minutes, "60-120", "1:00-2:30"; licence,
    instruments, without: names with commas. Raises CadenzaError for what cannot be read.
    """
    return Filters(
        styles=_style_labels(style),
        licences=_list_of(licence),
        tempo_bpm=_range(tempo, "tempo", float, TEMPO_RANGE[1] * 10),
        seconds=_range(length, "length", _seconds, MOST_SECONDS),
        instruments=tuple(map(_instrument, _list_of(instruments))),
        without=tuple(map(_instrument, _list_of(without))),
        own=own,
    )


def describe_filters(filters: Filters) -> str:
    """ "waltz, 100 to 120 bpm, with Flute"; "" for none."""
    return say(", ").join(_words(filters, name) for name in _PARTS if getattr(filters, name))


def given_up(
    filters: Filters, count: Callable[[Filters], int], licences: Sequence[str]
) -> tuple[Filters, str]:
    """Filters that something passes, by leaving out as few as possible, and a sentence on which.

    `count` says how many Tracks pass, `licences` which there are. Licence and guild are never left out: where
    nothing passes these, the filters stay, and the sentence says so. An empty catalogue has no sentence.
    """
    if not count(Filters()):
        return filters, ""
    given = [name for name in _GIVEN_UP if getattr(filters, name)]
    for number in range(1, len(given) + 1):
        for names in combinations(given, number):
            fewer = replace(filters, **{name: getattr(Filters(), name) for name in names})
            if count(fewer):
                left_out = say(", ").join(_words(filters, name) for name in names)
                kept = describe_filters(fewer)
                if not kept:
                    return fewer, say("Nothing here is “{wish}”, so I left “{wish}” out.", wish=left_out)
                return fewer, say(
                    "Nothing here is “{wish}” and also “{kept}”, so I left “{wish}” out.",
                    wish=left_out,
                    kept=kept,
                )
    if filters.own and count(Filters(own=True)) == 0:
        return (
            filters,
            say("There is no music here that is your own alone yet; without that filter there is more."),
        )
    if filters.licences and not {x.casefold() for x in filters.licences} & {x.casefold() for x in licences}:
        return (
            filters,
            say(
                "Nothing here has the licence {licence}; there is {known}.",
                licence=filters.licences[0],
                known=listed(licences),
            ),
        )
    return filters, say(
        "Nothing here is “{wish}”; with fewer filters there is more.", wish=describe_filters(filters)
    )


_PARTS = ("styles", "tempo_bpm", "seconds", "instruments", "without", "licences", "own")


def _words(filters: Filters, name: str) -> str:
    """One part of `filters` in words."""
    match name:
        case "styles":
            return style_name(filters.styles[0])
        case "tempo_bpm" if filters.tempo_bpm:
            return say("{range} bpm", range=_span(filters.tempo_bpm, TEMPO_RANGE[1] * 10, "{:.0f}".format))
        case "seconds" if filters.seconds:
            return say("{range} long", range=_span(filters.seconds, MOST_SECONDS, _clock))
        case "instruments":
            return say("with {instruments}", instruments=listed(map(instrument_name, filters.instruments)))
        case "without":
            return say("without {instruments}", instruments=listed(map(instrument_name, filters.without)))
        case "licences":
            return say("licence {licence}", licence=either(filters.licences))
        case "own":
            return say("own music")
    return ""


def _span(span: Range, most: float, written: Callable[[float], str]) -> str:
    low, high = span
    if high >= most:
        return say("at least {value}", value=written(low))
    if low <= 0:
        return say("at most {value}", value=written(high))
    return say("{low} to {high}", low=written(low), high=written(high))


def _clock(seconds: float) -> str:
    whole = int(seconds + 0.5)
    return f"{whole // 60}:{whole % 60:02d}"


def _list_of(text: str) -> tuple[str, ...]:
    return tuple(part for part in map(str.strip, COMMAS.split(text)) if part)


def _style_labels(text: str) -> tuple[str, ...]:
    """What the catalogue may call a style: what was said first, then its other names."""
    said = text.strip()
    if not said:
        return ()
    try:
        style = find_style(said)
    except UnknownStyle:
        return (said,)  # a label of the catalogue that is no style of ours, such as "strathspey"
    return tuple(dict.fromkeys((said, style.name, *style.aliases, *style.corpus_styles)))


def _instrument(text: str) -> str:
    """A General MIDI name or family for what people say. Raises ImpossibleControls."""
    word = text.casefold()
    if word in FAMILIES or word.removesuffix("s") in FAMILIES:
        return word if word in FAMILIES else word.removesuffix("s")
    spoken = spoken_names().get(word)
    return spoken[0] if spoken else NAMES[program_number(text)]


def _range(text: str, what: str, read: Callable[[str], float], most: float) -> Range | None:
    low, dash, high = (part.strip() for part in text.replace("–", "-").partition("-"))
    if not low and not high:
        return None
    try:
        span = (read(low) if low else 0.0, read(high) if high else most)
    except ValueError:
        words = (
            say("I can't read the length {text}; 1:00-2:30 works.", text=shown(text[:60]))
            if what == "length"
            else say("I can't read the tempo {text}; 100-120 works.", text=shown(text[:60]))
        )
        raise CadenzaError(words) from None
    if not dash:
        span = (span[0] * (1 - ABOUT), span[0] * (1 + ABOUT))
    if not 0 <= span[0] <= span[1]:
        raise ImpossibleControls(say("The range {text} ends before it begins.", text=text))
    return span


def _seconds(text: str) -> float:
    minutes, colon, seconds = text.rpartition(":")
    return float(seconds) + 60 * float(minutes) if colon else float(seconds)
