"""The facts of many Tracks as columns, so that a fit is computed for all of them at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from music.controls import DENSITIES
from music.errors import ImpossibleControls
from music.instruments import program_number
from music.theory import Key
from music.track import Track

Column = NDArray[np.float32]
Vector = NDArray[np.float32]
Rows = NDArray[np.int64]
#: what was computed once for each word of a vocabulary, by the vocabulary's identity
Tables = dict[int, Column]


#: the major and minor keys, and none
KEYS = 25


class Vocabulary:
    """Words by number, growing at the end, so that columns made earlier stay right."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}

    def codes(self, words: Sequence[str]) -> NDArray[np.int32]:
        for word in words:
            if word not in self._numbers:
                self._numbers[word] = len(self.names)
                self.names.append(word)
        return np.array([self._numbers[word] for word in words], np.int32)


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """Those that the columns of one pool share."""

    metre: Vocabulary = field(default_factory=Vocabulary)
    style: Vocabulary = field(default_factory=Vocabulary)
    licence: Vocabulary = field(default_factory=Vocabulary)


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """A column of words: `names[codes[i]]`, so that a fit is computed once a word."""

    codes: NDArray[np.int32]
    names: Sequence[str]

    def fits(self, fit: Callable[[str], float], tables: Tables | None = None) -> Column:
        """`fit` of each word. `tables` keeps what was computed for other columns of the vocabulary; one
        for each `fit`."""
        tables = {} if tables is None else tables
        table = tables.get(id(self.names))
        if table is None:
            table = tables[id(self.names)] = np.array([fit(name) for name in self.names], np.float32)
        return np.take(table, self.codes) if len(self.codes) else np.zeros(0, np.float32)


@dataclass(frozen=True, eq=False)
class TrackColumns:
    """What the terms need to know of n Tracks, as arrays: about 70 bytes a Track.

    tempo, bars, seconds: in octaves (log2); key: Key.index, -1 unknown; density: index in DENSITIES;
    programs: of the instruments of all Tracks, each Track's from the one with most notes on, its first at
    `starts` [n + 1].
    """

    valence: Column
    arousal: Column
    valence_sd: Column
    arousal_sd: Column
    tempo: Column
    tempo_known: NDArray[np.bool_]
    key: NDArray[np.int8]
    metre: Labels
    bars: Column
    seconds: Column
    density: NDArray[np.int8]
    style: Labels
    licence: Labels
    programs: NDArray[np.uint8]
    starts: NDArray[np.int32]

    @classmethod
    def of(cls, tracks: Sequence[Track], words: Vocabularies | None = None) -> "TrackColumns":
        """Columns of `tracks`; `words` are shared by columns that are to be joined."""
        words = words or Vocabularies()

        def column(values: Sequence[float]) -> Column:
            return np.array(values, np.float32)

        def octaves(values: Sequence[float]) -> Column:
            return np.log2(np.maximum(column(values), 1))

        ensembles = [_programs(t.instruments) for t in tracks]
        return cls(
            valence=column([t.mood.valence for t in tracks]),
            arousal=column([t.mood.arousal for t in tracks]),
            valence_sd=column([t.mood.uncertainty[0] for t in tracks]),
            arousal_sd=column([t.mood.uncertainty[1] for t in tracks]),
            tempo=octaves([t.tempo_bpm for t in tracks]),
            tempo_known=np.array([t.tempo_known for t in tracks], bool),
            key=np.array([_key_index(t.key) for t in tracks], np.int8),
            metre=Labels(words.metre.codes([t.metre for t in tracks]), words.metre.names),
            bars=octaves([t.bars for t in tracks]),
            seconds=octaves([t.seconds for t in tracks]),
            density=np.array([DENSITIES.index(t.density) for t in tracks], np.int8),
            style=Labels(words.style.codes([t.style.casefold() for t in tracks]), words.style.names),
            licence=Labels(words.licence.codes([t.licence for t in tracks]), words.licence.names),
            programs=np.frombuffer(b"".join(ensembles), np.uint8),
            starts=_starts(np.array([len(e) for e in ensembles], np.int32)),
        )

    @classmethod
    def of_each(cls, words: Vocabularies) -> "TrackColumns":
        """Columns of nobody in which every key, density, metre and style occurs: row i holds number i of
        each, modulo how many there are."""
        names = (words.metre.names, words.style.names, words.licence.names)
        row = np.arange(max(KEYS, *map(len, names)))
        zero = np.zeros(len(row), np.float32)
        metre, style, licence = (Labels((row % max(len(n), 1)).astype(np.int32), n) for n in names)
        return cls(
            *(zero, zero, zero, zero, zero),
            tempo_known=zero > 0,
            key=np.where(row < KEYS - 1, row, -1).astype(np.int8),
            metre=metre,
            bars=zero,
            seconds=zero,
            density=(row % len(DENSITIES)).astype(np.int8),
            style=style,
            licence=licence,
            programs=np.zeros(0, np.uint8),
            starts=np.zeros(len(row) + 1, np.int32),
        )

    def __len__(self) -> int:
        return len(self.valence)

    @classmethod
    def gathered(cls, parts: Sequence[tuple["TrackColumns", Rows]]) -> "TrackColumns":
        """The given rows of each part, one part after the other. Their vocabularies are the same."""
        columns = {name: _column(name, parts) for name in _ROWWISE}
        programs, starts = _ensembles(parts)
        return cls(**columns, programs=programs, starts=starts)

    def taken(self, rows: Rows) -> "TrackColumns":
        """The given rows, in their order."""
        return TrackColumns.gathered([(self, rows)])

    @classmethod
    def narrowed(cls, parts: Sequence[tuple["TrackColumns", Rows]]) -> "TrackColumns":
        """As `gathered`, each column only once somebody asks for it."""
        return _Narrowed(parts)

    def with_rows(self, rows: Rows, theirs: "TrackColumns") -> "TrackColumns":
        """A copy in which `theirs` take the place of `rows`; rows past the end make it longer."""
        blank = len(self) + len(theirs)
        order = np.full(max(len(self), int(rows.max(initial=-1)) + 1), blank)
        order[: len(self)] = np.arange(len(self))
        order[rows] = len(self) + np.arange(len(theirs))
        parts = [(part, np.arange(len(part))) for part in (self, theirs)]
        return TrackColumns.gathered([*parts, (theirs, np.zeros(1, np.int64))]).taken(order)

    @cached_property
    def plays(self) -> NDArray[np.int32]:
        """(programme, row) of every instrument that plays, sorted, [m, 2]."""
        rows = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))
        order = self._by_program
        # each column in one piece of memory
        return np.stack((self.programs.astype(np.int32)[order], rows[order])).T

    @cached_property
    def shares(self) -> Column:
        """For each of `plays` the estimated share of the Track's notes, [m]: as `instrument_shares`."""
        lengths = np.diff(self.starts)
        rank = np.arange(len(self.programs)) - np.repeat(self.starts[:-1], lengths)
        total = np.repeat(2 - 0.5 ** (lengths - 1.0), lengths)
        return (0.5**rank / total).astype(np.float32)[self._by_program]

    @property
    def _by_program(self) -> Rows:
        return np.argsort(self.programs, kind="stable")

    def playing(self, first: int, last: int) -> tuple[NDArray[np.int32], Column]:
        """Rows of the Tracks in which a programme from `first` to `last` plays, once for each that does, and
        its share of the notes."""
        start, stop = np.searchsorted(self.plays[:, 0], np.array([first, last + 1], np.int32))
        return self.plays[start:stop, 1], self.shares[start:stop]


#: the estimated share of an instrument by its place, times the sum of all shares by their number
_BY_PLACE = (0.5 ** np.arange(256)).astype(np.float32)
_SUMS = (2 - 0.5 ** (np.arange(257) - 1.0)).astype(np.float32)

_ROWWISE = tuple(f.name for f in fields(TrackColumns) if f.name not in ("programs", "starts"))


def _column(name: str, parts: Sequence[tuple[TrackColumns, Rows]]) -> Any:
    """The given rows of each part, one part after the other."""
    mine = [getattr(part, name) for part, _ in parts]
    if isinstance(mine[0], Labels):
        codes = [labels.codes[rows] for labels, (_, rows) in zip(mine, parts, strict=True)]
        return Labels(np.concatenate(codes), mine[0].names)
    return np.concatenate([column[rows] for column, (_, rows) in zip(mine, parts, strict=True)])


def _ensembles(
    parts: Sequence[tuple[TrackColumns, Rows]],
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """As `_column`, of the programmes: those of all, and where each Track's begin."""
    lengths = [part.starts[rows + 1] - part.starts[rows] for part, rows in parts]
    programs = []
    for (part, rows), n in zip(parts, lengths, strict=True):
        shift = np.repeat(part.starts[rows] - _starts(n)[:-1], n)
        programs.append(part.programs[shift + np.arange(len(shift), dtype=np.int32)])
    return np.concatenate(programs), _starts(np.concatenate(lengths))


class _Narrowed(TrackColumns):
    """Few Tracks for one question: what is asked for is looked up, not sorted beforehand."""

    def __init__(self, parts: Sequence[tuple[TrackColumns, Rows]]) -> None:
        self.__dict__["_parts"] = parts
        self.__dict__["_length"] = sum(len(rows) for _, rows in parts)

    def __len__(self) -> int:
        length: int = self.__dict__["_length"]
        return length

    def __getattr__(self, name: str) -> Any:  # of a column that is not there yet
        parts: Sequence[tuple[TrackColumns, Rows]] = self.__dict__["_parts"]
        if name in ("programs", "starts"):
            self.__dict__["programs"], self.__dict__["starts"] = _ensembles(parts)
        elif name == "row_of":
            lengths = np.diff(self.starts)
            self.__dict__["row_of"] = np.repeat(np.arange(len(self), dtype=np.int32), lengths)
        elif name in _ROWWISE:
            self.__dict__[name] = _column(name, parts)
        else:
            raise AttributeError(name)
        return self.__dict__[name]

    def playing(self, first: int, last: int) -> tuple[NDArray[np.int32], Column]:
        programs = self.programs
        # below `first` the difference of bytes wraps around
        here = np.flatnonzero(programs - np.uint8(first) <= np.uint8(last - first))
        rows: NDArray[np.int32] = self.row_of[here]
        begins = self.starts[rows]
        return rows, _BY_PLACE[here - begins] / _SUMS[self.starts[rows + 1] - begins]


def _starts(lengths: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.concatenate([np.zeros(1, np.int32), np.cumsum(lengths, dtype=np.int32)])


@lru_cache(65_536)
def _programs(instruments: tuple[str, ...]) -> bytes:
    return bytes(program_number(name) for name in dict.fromkeys(instruments))


def instrument_shares(track: Track) -> dict[str, float]:
    """Estimated share of each instrument in the notes. A Track keeps only their order: the next instrument
    is taken to have half the notes of the one before."""
    total = 2 - 0.5 ** (len(track.instruments) - 1) if track.instruments else 1
    return {name: 0.5**rank / total for rank, name in enumerate(track.instruments)}


@lru_cache(1024)
def _key_index(text: str) -> int:
    try:
        return Key.parse(text).index
    except ImpossibleControls:
        return -1  # music without a key, such as drums alone
