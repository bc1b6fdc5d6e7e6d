"""Style: a named preset that fills what a request leaves open. Immutable; edits make a new version."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from music.controls import Density


@dataclass(frozen=True, slots=True)
class Style:
    """What a style means when it is asked for: typical tempo, instruments, metres and mood.

    `name` is the lower-case word people use; `aliases` other spellings. `tempo_bpm` is the usual range.
    `instruments` are General MIDI names. `corpus_styles` are the labels of the training corpus that come
    closest: the model is conditioned on them. `players`: whether the arranger's players accompany what the
    model composes. `version` counts up from 1 with each edit in a guild.

    How it is played when it is arranged; None or empty as in the style that `base` names. `swing`: the share
    of the first of two notes (0.5 is straight); `looseness`: deviation in ticks (480 a quarter); `lag`: ticks
    that the backbeat comes late; `accent`: how strongly metre shows; `chords`: what is added to triads;
    `pace`: bars that a chord is held, against what is usual.
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
    base: str = ""
    swing: float | None = None
    looseness: float | None = None
    lag: int | None = None
    accent: float | None = None
    chords: str | None = None
    pace: float | None = None

    def to_json(self) -> dict[str, Any]:
        """JSON values; tuples become lists."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Style":
        """The inverse of `to_json`; names that a newer version wrote are left out."""
        known = {f.name for f in fields(cls)}
        values: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in data.items() if k in known
        }
        return cls(**values)

    def said(self) -> dict[str, Any]:
        """As `to_json`, without what is as usual."""
        usual = Style(self.name).to_json()
        return {k: v for k, v in self.to_json().items() if k == "name" or v != usual[k]}
