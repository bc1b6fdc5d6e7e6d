"""The check: what a piece shares with all pieces that are known, and which of them comes closest."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from generator.originality.fingerprints import Fingerprints
from generator.originality.grams import RUN, WINDOW, Grams, Hashes, grams_of, skeleton_of
from generator.originality.lines import Ints, Line, lines_of
from music.originality import MOST_BARS, MOST_NOTES, Originality
from music.score import Score

#: a shared run of so many notes is always found; a shorter one by chance
ALWAYS_FOUND = RUN + WINDOW - 1
#: so many beats in a row have to sound alike before they count: shorter skeletons meet by chance
_FEWEST_BEATS = ALWAYS_FOUND
#: pieces with the longest runs that are compared in full
_LOOKED_AT = 8
_MOST_STEPS = 24


@dataclass(frozen=True, slots=True)
class _Run:
    """A shared run of line number `line`: its first and last note there, how many notes (beats in a skeleton)
    it has, and how many of them are in grams that tell something, each counted once."""

    line: int
    first: int
    last: int
    length: int
    telling: int


def originality_of(
    score: Score,
    known: Sequence[Fingerprints],
    *,
    catalogue: Sequence[Fingerprints] = (),
    without: Collection[str] = (),
    only: Collection[str] | None = None,
    since_tick: int = 0,
) -> Originality:
    """`score` beside the training pieces (`known`) and the Tracks (`catalogue`).

    `without`: ids of pieces that it may be like (it goes on from them); `only`: names of the parts that
    count (patterns of the arranger do not); `since_tick`: where what is new begins.
    """
    lines = lines_of(score, only=only, since_tick=since_tick)
    notes = [grams_of(line) for line in lines]
    beats = [skeleton_of(line) for line in lines]
    compared = sum(len(f.pieces) for f in (*known, *catalogue))
    best = Originality(compared, always_found=ALWAYS_FOUND)
    for fingerprints, tracks in [*((k, False) for k in known), *((c, True) for c in catalogue)]:
        in_notes, in_beats = _Asked(fingerprints, notes), _Asked(fingerprints, beats)
        for piece in dict.fromkeys([*in_notes.candidates(), *in_beats.candidates()]):
            names = fingerprints.pieces[piece]
            if names.id in without:
                continue
            runs = in_notes.runs(piece)
            skeletons = [r for r in in_beats.runs(piece) if r.telling >= _FEWEST_BEATS]
            shared, bars = _longest(lines, [*runs, *skeletons])
            likeness = _similarity(lines, [*runs, *skeletons])
            here = Originality(
                compared, shared, round(bars, 2), round(likeness, 3), names.id, names.title, names.composer,
                tracks, ALWAYS_FOUND,
            )  # fmt: skip
            if _rank(here) > _rank(best):
                best = here
    return best


def _rank(found: Originality) -> tuple[bool, int, float, float]:
    return found.over_the_line, found.notes, found.similarity, found.bars


class _Asked:
    """All grams of one kind of a piece's lines, looked up in fingerprints at once."""

    def __init__(self, known: Fingerprints, grams: Sequence[Grams]) -> None:
        self.known = known
        self.hashes = np.concatenate([_NO_HASHES, *(g.hashes for g in grams)])
        self.line = np.repeat(np.arange(len(grams)), [len(g.hashes) for g in grams])
        self.first = np.concatenate([_NO_INTS, *(g.first for g in grams)])
        self.last = np.concatenate([_NO_INTS, *(g.last for g in grams)])
        plain = np.concatenate([np.zeros(0, np.bool_), *(g.plain for g in grams)])
        self.telling = ~plain & ~known.is_common(self.hashes)
        self.place, self.owner = known.find(self.hashes)

    def candidates(self) -> list[int]:
        """The pieces worth a closer look: those with the longest runs around what they were found by.

        Of WINDOW grams in a row that are neither plain nor common, a piece that has them all kept at least
        one; so no run of ALWAYS_FOUND telling notes is missed.
        """
        hits = self.telling[self.place]
        place, owner = self.place[hits], self.owner[hits]
        length = 1 + self._further(place, owner, 1) + self._further(place, owner, -1)
        order = np.argsort(-length, kind="stable")
        return list(dict.fromkeys(owner[order].tolist()))[:_LOOKED_AT]

    def _further(self, place: Ints, owner: Ints, step: int) -> Ints:
        """How many grams after (step 1) or before (-1) each hit the piece has too, up to _MOST_STEPS."""
        reached = np.zeros(len(place), np.int64)
        alive = np.arange(len(place))
        for k in range(1, _MOST_STEPS + 1):
            there = place[alive] + k * step
            inside = (there >= 0) & (there < len(self.hashes))
            alive, there = alive[inside], there[inside]
            same = self.line[there] == self.line[place[alive]]
            alive, there = alive[same], there[same]
            has = self.known.holds(self.hashes[there], owner[alive])
            alive = alive[has]
            if not len(alive):
                break
            reached[alive] = k
        return reached

    def runs(self, piece: int) -> list[_Run]:
        """Every run of grams that `piece` has too, from the first to the last that tells something.

        The filter alone is no witness: a run has at least one gram that was kept with its piece.
        """
        kept = np.zeros(len(self.hashes), np.bool_)
        kept[self.place[self.owner == piece]] = True
        kept &= self.telling  # a plain gram may have the hash of another by chance
        shared = self.known.holds(self.hashes, np.full(len(self.hashes), piece))
        begins = np.concatenate(([True], (np.diff(self.line) != 0) | ~shared[:-1]))[: len(shared)]
        number = np.cumsum(begins)
        found = []
        for run in np.unique(number[kept]).tolist():
            inside = np.flatnonzero((number == run) & shared & self.telling)
            first, last = int(inside[0]), int(inside[-1])
            covered = _covered(self.hashes[inside], inside)
            length = last - first + RUN
            found.append(
                _Run(int(self.line[first]), int(self.first[first]), int(self.last[last]), length, covered)
            )
        return found


def _covered(hashes: Hashes, places: Ints) -> int:
    """How many notes the different grams at `places` cover: a pattern that goes round counts once."""
    once = np.sort(places[np.unique(hashes, return_index=True)[1]])
    return int(np.minimum(np.diff(once), RUN).sum()) + RUN


def _longest(lines: Sequence[Line], runs: Sequence[_Run]) -> tuple[int, float]:
    """Notes and bars of the longest shared run; those over the line before longer ones of fewer bars. Of a
    run that is plain in part, that part does not count."""
    best = (False, 0, 0.0)
    for run in runs:
        line = lines[run.line]
        end = line.bar[run.last + 1] if run.last + 1 < len(line) else line.bar[run.last] + 0.25
        share = min(1.0, run.telling / run.length)
        bars = float(min(end, line.bar[run.last] + 1) - line.bar[run.first]) * share
        notes = round((run.last - run.first + 1) * share)
        best = max(best, (notes >= MOST_NOTES and bars >= MOST_BARS, notes, bars))
    return best[1], best[2]


def _similarity(lines: Sequence[Line], runs: Sequence[_Run]) -> float:
    """Of the MOST_NOTES notes in a row with the most in runs, the share that is in one."""
    best = 0.0
    for number, line in enumerate(lines):
        covered = np.zeros(len(line), np.int64)
        for run in runs:
            if run.line == number:
                covered[run.first : run.last + 1] = 1
        if covered.any():
            total = np.concatenate(([0], np.cumsum(covered)))
            width = min(MOST_NOTES, len(line))
            best = max(best, float((total[width:] - total[:-width]).max()) / MOST_NOTES)
    return best


_NO_HASHES = np.zeros(0, np.uint32)
_NO_INTS = np.zeros(0, np.int64)
