"""Which of a style's progressions suits a melody: the loop that a player of the style would try under it."""

from generator.arranger.harmonising import harmonise, mean_cost
from generator.arranger.pattern import MetreShape
from generator.arranger.progressions import plain_spans, progressions
from generator.arranger.sheet import ChordSpan, TuneNote
from generator.arranger.template import StyleTemplate
from music.theory import Key

#: what a progression may leave out of the melody, beyond what the best chords bar by bar leave out
_PATIENCE = 0.14
#: how much its mood counts beside that
_MOOD = 0.08
#: what chords cost that hardly move: one root where there could be three
_STILL = 0.3
#: numerals that a list of borrowed ones means for major alone
_MAJOR_ONLY = frozenset(("bIII", "bVI", "bVII", "V7/vi", "VI7", "iv6", "iv"))


def harmony_under(
    notes: list[TuneNote],
    template: StyleTemplate,
    key: Key,
    shape: MetreShape,
    bars: int,
    mood: tuple[float, float],
) -> list[ChordSpan]:
    """Chords from tick 0 over `bars` bars: the style's progression that fits `notes` and the mood best, if it
    fits nearly as well as the likeliest chords bar by bar do; else those, ending on the tonic."""
    borrowed = tuple(n for n in template.harmony.borrowed if not (key.minor and n in _MAJOR_ONLY))
    half_bars = template.harmony.pace <= 1 and shape.beats == 4
    free = harmonise(notes, key, shape, bars, borrowed, half_bars=half_bars)
    best, lowest = free, mean_cost(notes, free, shape) + _PATIENCE + _stillness(free, bars)
    wanted = set(template.harmony.families)
    for progression in progressions():
        if progression.minor != key.minor or not wanted & set(progression.families):
            continue
        spans = plain_spans(progression, template.harmony, key, shape, bars)
        distance = abs(progression.valence - mood[0]) + 0.6 * abs(progression.arousal - mood[1])
        cost = mean_cost(notes, spans, shape) + _MOOD * distance + _stillness(spans, bars)
        if cost < lowest:
            best, lowest = spans, cost
    return best


def _stillness(spans: list[ChordSpan], bars: int) -> float:
    could = min(3, bars)
    return _STILL * max(0, could - len({s.chord.root for s in spans})) / could
