"""What a request leaves open is taken from the Track that a piece shall be like."""

from dataclasses import replace

from music.controls import TEMPO_RANGE, Controls, parse_metre
from music.errors import CadenzaError, UnknownStyle
from music.styles import find_style
from music.track import Track

#: of a Track's instruments those with the most notes; more would crowd half a minute of music
INSTRUMENTS = 4
#: how long a piece is about, and in how many bars a phrase ends, where no length was asked
SECONDS, PHRASE = 32.0, 4


def inspired_by(track: Track, asked: Controls) -> Controls:
    """`asked`, and where it says nothing the style, metre, tempo, key, instruments and mood of `track`.
    How dense it is the seeds tell: held by force it would be hammered.

    What was asked wins, also over what follows from it: another style brings all of these itself, a mood its
    mode, or its tempo.
    """
    style = _style(track)
    if asked.style is not None and asked.style != style:
        return asked
    instruments = [name for name in track.instruments if name not in asked.exclude_instruments]
    taken = Controls(style=style, metre=_metre(track), instruments=tuple(instruments[:INSTRUMENTS]))
    if asked.valence is None:
        taken = replace(taken, key=track.key or None)
        if asked.key is None:
            taken = replace(taken, valence=round(track.mood.valence, 2))
    if asked.arousal is None:
        taken = replace(taken, tempo_bpm=_tempo(track))
        if asked.tempo_bpm is None and asked.density is None:
            taken = replace(taken, arousal=round(track.mood.arousal, 2))
    return _in_phrases(asked.merged_over(taken), asked)


def _in_phrases(whole: Controls, asked: Controls) -> Controls:
    """`whole` with bars that make phrases, where they were not asked; a tempo that was not asked either bends
    to the seconds that were."""
    if whole.tempo_bpm is None or (asked.bars and not asked.seconds):
        return whole
    if asked.bars:
        return replace(whole, tempo_bpm=asked.tempo_bpm)  # bars and seconds leave no choice
    bar = _quarters(whole.metre or "4/4") * 60 / whole.tempo_bpm
    if not asked.seconds:
        return replace(whole, bars=max(PHRASE, PHRASE * round(SECONDS / bar / PHRASE)))
    if asked.tempo_bpm:
        return whole
    step = PHRASE if asked.seconds / bar >= 4 * PHRASE else 1
    bars = max(1, step * round(asked.seconds / bar / step))
    tempo = whole.tempo_bpm * bars * bar / asked.seconds
    slowest, fastest = TEMPO_RANGE
    return replace(whole, tempo_bpm=round(tempo, 2) if slowest <= tempo <= fastest else None)


def _style(track: Track) -> str | None:
    try:
        return find_style(track.style).name if track.style else None
    except UnknownStyle:  # the corpus knows more kinds of tunes than there are styles
        return None


def _metre(track: Track) -> str | None:
    try:
        parse_metre(track.metre)
    except CadenzaError:  # music can be in metres that a piece of ours cannot
        return None
    return track.metre


def _quarters(metre: str) -> float:
    numerator, denominator = parse_metre(metre)
    return 4 * numerator / denominator


def _tempo(track: Track) -> float:
    slowest, fastest = TEMPO_RANGE
    return round(min(max(track.tempo_bpm, slowest), fastest), 2)
