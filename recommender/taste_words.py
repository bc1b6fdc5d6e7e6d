"""A Taste in words: what is liked, what is not, what is not known yet, by aspects that music has names for.

The liking of an aspect ("slow", "brass") is what the Taste expects of the catalogue's music with that aspect,
over typical music; since it is linear in the weights, its uncertainty is exact too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.instruments import family_of, program_number
from music.track import Track
from recommender.music_words import tempo_word
from recommender.ranking_terms import instrument_shares
from recommender.taste import Taste
from recommender.taste_features import TASTE_FAMILIES, TASTE_STYLES, Features

#: stars above or below the typical from which an aspect is liked or disliked, and how certain that must be
_CLEAR, _DEVIATIONS = 0.2, 1.2
#: share of the prior's variance still open, from which an aspect is not known
_OPEN = 0.6
#: an aspect that fewer Tracks of the sample have says nothing
_FEWEST = 8
_MOST_NAMED = 4

_MOODS = (("cheerful", (1, 1)), ("peaceful", (1, -1)), ("tense", (-1, 1)), ("melancholy", (-1, -1)))
#: families whose General MIDI name is not what people say
_FAMILY_WORDS = {
    "chromatic percussion": "mallets and bells",
    "ensemble": "string ensembles and choirs",
    "reed": "reeds",
    "pipe": "flutes and whistles",
    "ethnic": "banjo, sitar and their like",
    "percussive": "percussion",
}
#: likings of the same kind: of these, at most two are named
_KINDS = {"tempo": 2, "mood": 2, "mode": 1, "instruments": 3, "metre": 1, "texture": 1, "style": 2}


@dataclass(frozen=True, slots=True)
class Liking:
    """What an aspect adds, in stars: mean and standard deviation; `open`: the share of the general prior's
    variance that ratings have not settled."""

    name: str
    kind: str
    stars: float
    sd: float
    open: float

    @property
    def is_liked(self) -> bool:
        return self.stars >= max(_CLEAR, _DEVIATIONS * self.sd)

    @property
    def is_disliked(self) -> bool:
        return -self.stars >= max(_CLEAR, _DEVIATIONS * self.sd)

    @property
    def is_unknown(self) -> bool:
        return not (self.is_liked or self.is_disliked) and self.open >= _OPEN


def likings(taste: Taste, tracks: Sequence[Track], features: Features) -> list[Liking]:
    """Of every aspect that enough of `tracks` (with `features` [n, k]) have; the strongest first."""
    found = []
    for kind, name, has in _aspects(tracks):
        if has.sum() < _FEWEST or has.all():
            continue
        toward = features[has].mean(axis=0).astype(np.float64) - taste.typical
        spread = float(np.linalg.norm(toward))
        sd = float(np.linalg.norm(toward @ taste.root[1:]))
        found.append(
            Liking(name, kind, float(toward @ taste.mean[1:]), sd, min(1.0, (sd / max(spread, 1e-9)) ** 2))
        )
    return sorted(found, key=lambda liking: -abs(liking.stars))


def named(found: Sequence[Liking], most: int = _MOST_NAMED) -> list[Liking]:
    """The first few, not too many of a kind."""
    chosen: list[Liking] = []
    for one in found:
        if len(chosen) < most and sum(one.kind == other.kind for other in chosen) < _KINDS[one.kind]:
            chosen.append(one)
    return chosen


def unsure(found: Sequence[Liking]) -> list[Liking]:
    """Of the aspects that ratings say nothing of yet, those where most is at stake."""
    return named(sorted((one for one in found if one.is_unknown), key=lambda one: -one.sd), 3)


def _aspects(tracks: Sequence[Track]) -> list[tuple[str, str, NDArray[np.bool_]]]:
    """(kind, name, which tracks have it)."""

    def which(has: Sequence[bool]) -> NDArray[np.bool_]:
        return np.array(has, bool)

    tempos = [tempo_word(t.tempo_bpm) for t in tracks]
    metres = [t.metre for t in tracks]
    labels = [t.style.casefold() for t in tracks]
    heard = [
        {family_of(program_number(name)) for name, share in instrument_shares(t).items() if share > 0.08}
        for t in tracks
    ]
    return [
        *(("tempo", f"{word} music", which([t == word for t in tempos])) for word in dict.fromkeys(tempos)),
        *(("mood", f"{name} music", which([_is_in(t, *signs) for t in tracks])) for name, signs in _MOODS),
        *(("mode", f"{m} keys", which([t.key.endswith(m) for t in tracks])) for m in ("major", "minor")),
        ("metre", "compound metres such as 6/8", which([m in ("6/8", "9/8", "12/8") for m in metres])),
        ("metre", "3/4", which([m == "3/4" for m in metres])),
        *(
            ("texture", f"{density} textures", which([t.density == density for t in tracks]))
            for density in ("sparse", "dense")
        ),
        *(("instruments", _FAMILY_WORDS.get(f, f), which([f in h for h in heard])) for f in TASTE_FAMILIES),
        *(("style", f"the style {style}", which([style == s for s in labels])) for style in TASTE_STYLES),
    ]


def _is_in(track: Track, valence: int, arousal: int) -> bool:
    return track.mood.valence * valence > 0.05 and track.mood.arousal * arousal > 0.05
