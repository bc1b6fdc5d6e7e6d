"""Filters: what a Track must be to be shown at all, unlike Controls, which it should be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.instruments import program_number
from recommender.ranking_columns import TrackColumns

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Filters:
    """Every part that is given must hold; () and None ask for nothing.

    styles, licences: one of them, as the catalogue writes them; tempo_bpm, seconds: ranges, ends included;
    instruments: General MIDI names that must all play; without: none of these may.
    """

    styles: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    tempo_bpm: Range | None = None
    seconds: Range | None = None
    instruments: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Filters()

    def mask(self, columns: TrackColumns) -> NDArray[np.bool_]:
        """Which of `columns` pass, bool [n]."""
        passes = np.ones(len(columns), bool)
        styles = {style.casefold() for style in self.styles}
        if styles:
            passes &= columns.style.fits(lambda style: float(style in styles)) > 0
        if self.licences:
            passes &= columns.licence.fits(lambda licence: float(licence in self.licences)) > 0
        for asked, column in ((self.tempo_bpm, columns.tempo), (self.seconds, columns.seconds)):
            if asked is not None:
                low, high = np.log2(np.maximum(np.array(asked, np.float32), 1))
                passes &= (column >= low) & (column <= high)
        for names, wanted in ((self.instruments, True), (self.without, False)):
            for program in map(program_number, names):
                plays = np.zeros(len(columns), bool)
                plays[columns.playing(program, program)[0]] = True
                passes &= plays == wanted
        return passes
