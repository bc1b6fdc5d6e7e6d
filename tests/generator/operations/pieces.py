"""Three pieces in the public domain, as the starter catalogue reads them, and what must stay of a piece."""

from functools import cache

import numpy as np

from music.score import DURATION, ONSET, Metre, Part, Score
from recommender.starter import corpus_folder
from recommender.starter_books import BOOKS, tunes_of
from recommender.starter_scores import score_works

PIECES = ("chorale", "jig", "song")


@cache
def piece(name: str) -> Score:
    """A chorale in four parts of one instrument; a jig for a violin alone; a song with piano."""
    folder = corpus_folder()
    if name == "jig":
        book = BOOKS[0]
        tunes = tunes_of(book, folder, tuple(book.paths(folder)[:1]))
        return next(tune.score for tune in tunes if tune.title == "The Fun at Donnybrook")
    path = {"chorale": "bach/bwv101.7.mxl", "song": "schumann_robert/dichterliebe_no2.xml"}[name]
    (work,) = score_works(folder, [path])
    return work.score


def bar_line(score: Score, bar: int) -> int:
    """The tick at which `bar` (from 1) begins; the end of the piece behind the last one."""
    starts = score.bar_starts()
    return starts[bar - 1] if bar <= len(starts) else score.end_tick + 1


def notes_outside(score: Score, start: int, stop: int) -> list[tuple[int, ...]]:
    """Every note that begins before `start` or from `stop` on, with its part."""
    return [
        (i, *(int(x) for x in note))
        for i, part in enumerate(score.parts)
        for note in part.notes
        if not start <= note[ONSET] < stop
    ]


def notes_inside(score: Score, start: int, stop: int) -> list[tuple[int, ...]]:
    return [
        (i, *(int(x) for x in note))
        for i, part in enumerate(score.parts)
        for note in part.notes
        if start <= note[ONSET] < stop
    ]


def frame(score: Score) -> tuple[object, ...]:
    """Tempo, metre, key, words and resolution."""
    return score.ticks_per_quarter, score.tempos, score.metres, score.keys, score.texts


def struck_twice(score: Score) -> set[tuple[int, int, int]]:
    """(part, onset, pitch) of notes that begin while another of their pitch sounds in the part."""
    found = set()
    for i, part in enumerate(score.parts):
        for pitch in np.unique(part.notes[:, 2]):
            mine = part.notes[part.notes[:, 2] == pitch]
            mine = mine[np.argsort(mine[:, ONSET], kind="stable")]
            early = mine[1:, ONSET] < mine[:-1, ONSET] + mine[:-1, DURATION]
            found |= {(i, int(onset), int(pitch)) for onset in mine[1:][early, ONSET]}
    return found


def line(*pitches: int, program: int = 40, metre: tuple[int, int] = (4, 4)) -> Score:
    """Quarters one after another."""
    notes = np.array([[480 * i, 480, p, 80] for i, p in enumerate(pitches)], np.int32).reshape(-1, 4)
    return Score(480, (Part(program, notes),), metres=(Metre(0, *metre),), title="A line")
