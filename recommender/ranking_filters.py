"""Filters: what a Track must be to be shown at all, unlike Controls, which it should be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.instruments import DRUMS, FAMILIES, program_number, programs_of_family
from recommender.ranking_columns import TrackColumns

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Filters:
    """Every part that is given must hold; () and None ask for nothing.

    styles, licences: one of them, as the catalogue writes them but for case; tempo_bpm, seconds: ranges, ends
    included; instruments: General MIDI names or families ("strings": any of them) that must all play;
    without: none of these may; own: only what the guild itself brought in.
    """

    styles: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    tempo_bpm: Range | None = None
    seconds: Range | None = None
    instruments: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    own: bool = False

    def __bool__(self) -> bool:
        return self != Filters()

    def mask(self, columns: TrackColumns) -> NDArray[np.bool_]:
        """Which of `columns` pass, bool [n]; `own` is for who knows whose they are."""
        passes = np.ones(len(columns), bool)
        styles = {style.casefold() for style in self.styles}
        if styles:
            passes &= columns.style.fits(lambda style: float(style in styles)) > 0
        licences = {licence.casefold() for licence in self.licences}
        if licences:
            passes &= columns.licence.fits(lambda licence: float(licence.casefold() in licences)) > 0
        for asked, column in ((self.tempo_bpm, columns.tempo), (self.seconds, columns.seconds)):
            if asked is not None:
                low, high = np.log2(np.maximum(np.array(asked, np.float32), 1))
                passes &= (column >= low) & (column <= high)
        for names, wanted in ((self.instruments, True), (self.without, False)):
            for first, last in map(programs_meant, names):
                plays = np.zeros(len(columns), bool)
                plays[columns.playing(first, last)[0]] = True
                passes &= plays == wanted
        return passes


def programs_meant(name: str) -> tuple[int, int]:
    """The first and the last programme of a General MIDI instrument or family.

    Raises ImpossibleControls for a name that General MIDI does not have.
    """
    word = name.strip().casefold()
    if word in FAMILIES:
        programs = programs_of_family(word)
        return programs[0], programs[-1]
    program = DRUMS if word == "drums" else program_number(name)
    return program, program
