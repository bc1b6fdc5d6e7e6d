"""Instruments wanted and unwanted, as General MIDI names."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding.instrument_names import LACKING, RELATIVES, silenced_by, spoken_names
from bot.understanding.names import Name
from music.errors import ImpossibleControls


@dataclass(frozen=True, slots=True)
class InstrumentReading:
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def _unique(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def read_instruments(names: Sequence[Name]) -> InstrumentReading:
    """Wanted and unwanted instruments among `names`.

    Raises ImpossibleControls for an instrument that General MIDI lacks and nothing resembles, and for one
    that is both wanted and unwanted.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    notes: list[str] = []
    for name in names:
        if name.kind != "instrument":
            continue
        if name.unwanted:
            unwanted += silenced_by(name.word)
            continue
        if name.word in LACKING:
            raise ImpossibleControls(
                f"General MIDI has no {name.word}; the nearest it has is {LACKING[name.word]}, "
                "ask for that instead."
            )
        if name.word in RELATIVES:
            nearest = RELATIVES[name.word]
            notes.append(f"General MIDI has no {name.word}; {nearest} comes nearest and plays it.")
        wanted += spoken_names()[name.word]
    said_both = [n for n in names if n.kind == "instrument" and n.unwanted and _wanted_too(n, names)]
    if said_both:
        raise ImpossibleControls(f"The {said_both[0].word} is both wanted and unwanted; say one of the two.")
    # "guitar, but no electric guitar", "a quartet without the viola": one that is named wins over a group
    alone = {n for name in names if not name.unwanted for n in _single(name)}
    return InstrumentReading(
        _unique([n for n in wanted if n in alone or n not in unwanted]),
        _unique([n for n in unwanted if n not in alone]),
        _unique(notes),
    )


def _single(name: Name) -> tuple[str, ...]:
    """The one instrument that `name` means; none for an ensemble or a style."""
    players = spoken_names()[name.word] if name.kind == "instrument" else ()
    return players if len(players) == 1 else ()


def _wanted_too(unwanted: Name, names: Sequence[Name]) -> bool:
    return any(n.word == unwanted.word and not n.unwanted for n in names if n.kind == "instrument")
