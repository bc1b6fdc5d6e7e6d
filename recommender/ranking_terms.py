"""How well Tracks fit a Query, as terms: one column of numbers a term, computed for many Tracks at once.

Each fit lies in [-1, 1]: 1 fits as asked, 0 says nothing, -1 is the opposite of what was asked. A term that
was not asked for is absent. `WEIGHTS` turns fits into points; a recommendation's score is their sum.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from music.controls import DENSITIES, Controls, parse_metre
from music.errors import ImpossibleControls
from music.instruments import family_of, program_number, programs_of_family
from music.style import Style
from music.theory import Key
from recommender.occasions import occasion_fit
from recommender.ranking_columns import Column, Tables, TrackColumns, Vector, instrument_shares
from recommender.ranking_filters import Filters

if TYPE_CHECKING:
    from recommender.taste import Taste

__all__ = [
    "WEIGHTS",
    "Column",
    "Query",
    "Term",
    "TrackColumns",
    "Vector",
    "bell",
    "fact_fits",
    "fact_terms",
    "instrument_shares",
]

#: points for a full fit of each term; facts that were asked for outweigh the vaguer likeness of vectors
WEIGHTS: dict[str, float] = {
    "instruments": 3.0,
    "unwanted instruments": 30.0,  # no sum of other terms makes up for an instrument that must not sound
    "tempo": 2.0,
    "metre": 2.0,
    "key": 2.0,
    "style": 2.0,
    "occasion": 1.0,  # half of a style that was asked for: nobody said it in as many words
    "name": 2.5,
    "mood": 2.0,
    "mode": 0.6,  # where a bright or a dark mood was asked: what a listener takes it from first
    "density": 1.0,
    "length": 0.8,
    "likeness": 3.0,  # to the music that was given as an example
    "description": 1.5,  # of the text's vector to the music's
    "heard lately": 2.0,
    "taste": 0.7,  # orders what fits alike; never makes up for a fact that was asked for and is missed
    "neighbours": 0.25,  # liked by members with a like taste
}
#: a valence this close to 0 asks for no mode
_EVEN = 0.15
#: how far from the mood asked is still that mood, on the circumplex (one standard deviation)
MOOD_TOLERANCE = 0.3
TYPICAL_UNCERTAINTY = 0.35
TEMPO_TOLERANCE = 0.18  # octaves; 10% faster is 0.14
#: what half or double time costs, in octaves: felt as the same pulse, but not what was said
OCTAVE_COST = 0.25
#: a tempo that the source does not give is a default: it counts this much
ASSUMED_TEMPO_TRUST = 0.5
LENGTH_TOLERANCE = 0.5  # octaves


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """What is looked for. `controls` are what was asked in words of analysis; `style` the Style it names.

    text: the words themselves, for titles and composers; text_vector: the text tower's vector of them;
    like_vector: the vector of an example, a Track, take or upload (each float32 [d], unit length, or None);
    recent: ids of Tracks shown lately, which step back; guild_id: whose own Tracks may be shown.
    taste: of who asks; neighbours: by id of Track, in [-1, 1], what people of a like taste say of it;
    filters: what a Track must be to be shown at all.
    """

    controls: Controls = field(default_factory=Controls)
    text: str = ""
    text_vector: Vector | None = None
    like_vector: Vector | None = None
    style: Style | None = None
    recent: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    guild_id: str | None = None
    taste: "Taste | None" = None
    neighbours: Mapping[str, float] | None = None
    filters: Filters = field(default_factory=Filters)


#: computes the fit of one fact for columns of n Tracks, float32 [n] in [-1, 1]
Term = Callable[[TrackColumns], Column]


def fact_terms(query: Query) -> dict[str, Term]:
    """The terms of the facts that `query.controls` ask for. What they look up is computed once, so that one
    set of terms serves many columns of the same pool."""
    asked = query.controls
    terms: dict[str, Term] = {}
    if asked.valence is not None or asked.arousal is not None:
        terms["mood"] = partial(_mood_fit, asked)
    if asked.tempo_bpm is not None:
        terms["tempo"] = partial(_tempo_fit, np.float32(np.log2(asked.tempo_bpm)))
    if asked.key is not None:
        terms["key"] = partial(_key_fit, _fit_by_key(Key.parse(asked.key)))
    elif asked.valence is not None and abs(asked.valence) > _EVEN:
        terms["mode"] = partial(_key_fit, _fit_by_mode(asked.valence))
    if asked.metre is not None:
        metre, of_metre = asked.metre, Tables()
        terms["metre"] = lambda columns: columns.metre.fits(lambda m: metre_fit(metre, m), of_metre)
    if asked.instruments:
        terms["instruments"] = partial(_instruments_fit, asked.instruments)
    if asked.exclude_instruments:
        terms["unwanted instruments"] = partial(_unwanted_fit, asked.exclude_instruments)
    if asked.density is not None:
        terms["density"] = partial(_density_fit, DENSITIES.index(asked.density))
    if asked.seconds is not None:
        seconds = np.float32(np.log2(asked.seconds))
        terms["length"] = lambda columns: bell((columns.seconds - seconds) / LENGTH_TOLERANCE)
    elif asked.bars is not None:
        bars = np.float32(np.log2(asked.bars))
        terms["length"] = lambda columns: bell((columns.bars - bars) / LENGTH_TOLERANCE)
    if asked.style is not None:
        style, of_style = asked.style, Tables()
        terms["style"] = lambda columns: columns.style.fits(
            lambda label: style_fit(style, query.style, label), of_style
        )
    elif (suits := occasion_fit(asked.mood)) is not None:
        of_occasion = Tables()
        terms["occasion"] = lambda columns: columns.style.fits(suits, of_occasion)
    return terms


def fact_fits(query: Query, columns: TrackColumns) -> dict[str, Column]:
    """The fit of every fact that `query.controls` ask for; each float32 [n] in [-1, 1]."""
    return {name: term(columns) for name, term in fact_terms(query).items()}


def bell(deviation: Column) -> Column:
    """1 where nothing deviates, 0 at 1.18 standard deviations, towards -1 beyond."""
    fit: Column = np.square(deviation)
    fit *= -0.5
    np.exp(fit, out=fit)
    fit *= 2
    fit -= 1
    return fit


def _tempo_fit(asked: np.float32, columns: TrackColumns) -> Column:
    away = np.abs(columns.tempo - asked)
    fit = bell(np.minimum(away, np.abs(away - 1) + OCTAVE_COST) / TEMPO_TOLERANCE)
    return np.where(columns.tempo_known, fit, ASSUMED_TEMPO_TRUST * fit)


def _density_fit(asked: int, columns: TrackColumns) -> Column:
    apart = np.abs(columns.density - asked)
    return np.take(np.array([1.0, -0.2, -1.0], np.float32), apart)


def _unwanted_fit(unwanted: Sequence[str], columns: TrackColumns) -> Column:
    there = np.zeros(len(columns), np.float32)
    for program in map(program_number, unwanted):
        there[columns.playing(program, program)[0]] = -1
    return there


def _mood_fit(asked: Controls, columns: TrackColumns) -> Column:
    """The expected closeness of the true mood, which is known up to its uncertainty: the mean of a Gaussian
    kernel under a Gaussian. An uncertain mood neither fits nor misses as fully as a certain one."""
    typical = MOOD_TOLERANCE**2 + TYPICAL_UNCERTAINTY**2
    certainty, fit = None, None
    for value, mean, sd in (
        (asked.valence, columns.valence, columns.valence_sd),
        (asked.arousal, columns.arousal, columns.arousal_sd),
    ):
        if value is None:
            continue
        # in place throughout: this is the most expensive term of a large catalogue
        precision = np.square(sd)
        precision += np.float32(MOOD_TOLERANCE**2)
        np.reciprocal(precision, out=precision)
        distance = mean - np.float32(value)
        distance *= distance
        distance *= precision
        precision *= np.float32(typical)
        certainty = precision if certainty is None else np.multiply(certainty, precision, out=certainty)
        fit = distance if fit is None else np.add(fit, distance, out=fit)
    assert fit is not None
    assert certainty is not None
    fit *= -0.5
    np.exp(fit, out=fit)
    fit *= np.sqrt(certainty, out=certainty)
    np.minimum(fit, 1, out=fit)
    fit *= 2
    fit -= 1
    return fit


def _fit_by_key(asked: Key) -> Column:
    relative = Key((asked.tonic + (3 if asked.minor else 9)) % 12, not asked.minor)
    parallel = Key(asked.tonic, not asked.minor)
    by_key = np.array([0.1 if (key >= 12) == asked.minor else -0.8 for key in range(24)] + [-1.0], np.float32)
    by_key[relative.index], by_key[parallel.index], by_key[asked.index] = -0.2, -0.5, 1.0
    return by_key


def _fit_by_mode(valence: float) -> Column:
    by_key = np.array([1.0 if key < 12 else -1.0 for key in range(24)] + [0.0], np.float32)
    by_key *= np.float32(np.sign(valence) * min(abs(valence) / 0.4, 1.0))
    return by_key


def _key_fit(by_key: Column, columns: TrackColumns) -> Column:
    return np.take(by_key, columns.key)  # -1, no key, is the last


def metre_fit(asked: str, metre: str) -> float:
    """1 for the metre itself, 0.4 for one counted alike (2/4 and 4/4, 6/8 and 12/8, 3/4 and 3/8), else -1."""
    if asked == metre:
        return 1.0
    return 0.4 if _counting(asked) == _counting(metre) else -1.0


def _counting(metre: str) -> str:
    try:
        beats, unit = parse_metre(metre)
    except ImpossibleControls:
        return metre
    if beats in (6, 9, 12) and unit >= 8:
        return "three beats of three" if beats == 9 else "two or four beats of three"
    return {2: "even", 4: "even", 1: "even", 3: "three"}.get(beats, metre)


def style_fit(asked: str, style: Style | None, of_track: str) -> float:
    """1 for the style by any of its names, 0.7 for a label that comes closest to it, else -1."""
    names = {asked.casefold(), *((style.name.casefold(), *map(str.casefold, style.aliases)) if style else ())}
    if of_track in names:
        return 1.0
    near = {label.casefold() for label in style.corpus_styles} if style else set()
    words = set(of_track.replace("-", " ").split())
    return 0.7 if of_track in near or words & names else -1.0


def _instruments_fit(wanted: Sequence[str], columns: TrackColumns) -> Column:
    """How many of the wanted instruments play, and how much of the music is theirs. A relative of the same
    family (an electric piano for a piano) counts for a part."""
    n = len(columns)
    fit = np.zeros(n, np.float32)
    for name in wanted:
        program = program_number(name)
        family = programs_of_family(family_of(program))
        present = np.zeros(n, np.float32)
        present[columns.playing(family[0], family[-1])[0]] = 0.6 / len(wanted)
        present[columns.playing(program, program)[0]] = 1.2 / len(wanted)
        fit += present
    share = np.zeros(n)
    for family in map(programs_of_family, sorted({family_of(program_number(name)) for name in wanted})):
        rows, shares = columns.playing(family[0], family[-1])
        share += np.bincount(rows, shares, n)
    fit += 0.8 * np.minimum(share, 1)
    fit -= 1
    return fit
