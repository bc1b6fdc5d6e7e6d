"""Style: a named preset that fills what a request leaves open. Immutable; edits make a new version."""

from dataclasses import dataclass

from music.controls import Density


@dataclass(frozen=True, slots=True)
class Style:
    """What a style means when it is asked for: typical tempo, instruments, metres and mood.

    `name` is the lower-case word people use; `aliases` other spellings. `tempo_bpm` is the usual range.
    `instruments` are General MIDI names. `corpus_styles` are the labels of the training corpus that come
    closest: the model is conditioned on them. `players`: whether the arranger's players accompany what the
    model composes. `version` counts up from 1 with each edit in a guild.
    """

    name: str
    aliases: tuple[str, ...] = ()
    tempo_bpm: tuple[float, float] = (70.0, 130.0)
    metre: str = "4/4"
    instruments: tuple[str, ...] = ("Acoustic Grand Piano",)
    minor: bool | None = None
    valence: float | None = None
    arousal: float | None = None
    density: Density | None = None
    corpus_styles: tuple[str, ...] = ()
    players: bool = True
    version: int = 1
