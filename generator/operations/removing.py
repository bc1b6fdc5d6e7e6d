"""Removing instruments; the others stay as they are, to the tick."""

from collections.abc import Collection
from dataclasses import replace

from generator.operations.editing import program_of
from music.errors import ImpossibleControls
from music.instruments import NAMES, program_names, program_number
from music.score import Score


def remove_instruments(score: Score, names: Collection[str]) -> Score:
    """`score` without the parts that the General MIDI instruments `names` play.

    Raises ImpossibleControls when one of them does not play, or when nothing would be left.
    """
    unwanted = {program_number(name) for name in names}
    playing = list(dict.fromkeys(program_of(part) for part in score.parts if len(part.notes)))
    for program in sorted(unwanted - set(playing)):
        heard = ", ".join(program_names(playing)) or "none"
        raise ImpossibleControls(f"There is no {NAMES[program]} in this piece; its instruments are {heard}.")
    if unwanted >= set(playing):
        heard = " and ".join(program_names(playing))
        raise ImpossibleControls(f"{heard} is all there is in this piece; without it nothing is left.")
    return replace(score, parts=tuple(part for part in score.parts if program_of(part) not in unwanted))
