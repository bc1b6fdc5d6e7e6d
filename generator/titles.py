"""Plain titles of composed pieces, from what they are."""

from collections.abc import Sequence

from generator.plan import Plan
from music.instruments import NAMES


def title_of(plan: Plan, style: str) -> str:
    """A plain title from what the piece is: "Calm waltz for violin and cello in G minor"."""
    return title_for(plan.valence, plan.arousal, plan.programs, style, str(plan.key))


def title_for(
    valence: float | None, arousal: float | None, programs: Sequence[int], style: str, key: str
) -> str:
    """As `title_of`, from the facts alone."""
    words = [_mood_word(valence, arousal)] if valence is not None and arousal is not None else []
    words.append(style or "piece")
    if len(programs) <= 3 and not style:
        names = [_short_name(p) for p in programs]
        words.append("for " + " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])))
    text = f"{' '.join(words)} in {key}"
    return text[0].upper() + text[1:]


def _short_name(program: int) -> str:
    """ "piano" for the usual ones, else the General MIDI name without its number or brackets."""
    name = NAMES[program].partition("(")[0].strip().lower()
    return "piano" if program in (0, 1) else name.rstrip(" 12")


def _mood_word(valence: float, arousal: float) -> str:
    """The quadrant of the circumplex in a word."""
    if abs(valence) < 0.2 and abs(arousal) < 0.2:
        return "Even"
    if arousal >= 0.2:
        return "Bright" if valence > 0.2 else "Tense" if valence < -0.2 else "Lively"
    if arousal <= -0.2:
        return "Gentle" if valence > 0.2 else "Sombre" if valence < -0.2 else "Calm"
    return "Warm" if valence > 0 else "Wistful"
