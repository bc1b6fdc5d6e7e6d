"""Every slot of one message, read in the order in which they take words from each other."""

import re
from dataclasses import dataclass, field

from bot.understanding.changes import Changes, read_changes
from bot.understanding.density import read_density
from bot.understanding.instruments import InstrumentReading, read_instruments
from bot.understanding.key import read_key
from bot.understanding.length import Length, read_length
from bot.understanding.metre import read_metre
from bot.understanding.mood import wanted_words
from bot.understanding.names import Name, find_names
from bot.understanding.related_styles import related_styles
from bot.understanding.style import StyleReading, read_style
from bot.understanding.tempo import FAST, SLOW, TempoReading, read_tempo
from bot.understanding.text import Text
from music.controls import Density
from music.errors import ImpossibleControls
from music.lexicon import MoodWord

#: in longer texts a dance and another metre may well belong to different sentences
_ONE_BREATH = 120


@dataclass(frozen=True, slots=True)
class Slots:
    """What one message says by itself, before anything earlier is considered."""

    changes: Changes = field(default_factory=Changes)
    key: str | None = None
    other_keys: tuple[str, ...] = ()
    metre: str | None = None
    metre_is_said: bool = False
    tempo: TempoReading = field(default_factory=TempoReading)
    length: Length = field(default_factory=Length)
    density: Density | None = None
    names: tuple[Name, ...] = ()
    style: StyleReading = field(default_factory=StyleReading)
    instruments: InstrumentReading = field(default_factory=InstrumentReading)
    mood_words: tuple[MoodWord, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def firm(self) -> bool:
        """Whether anything that only music has was named."""
        return bool(
            self.key
            or self.metre
            or self.tempo.bpm
            or self.length.bars
            or self.style.style
            or self.names
            or self.density
            or self.changes
        )

    @property
    def numbers(self) -> bool:
        """Whether a tempo, a key, a metre or a length is said."""
        length = self.length.bars or self.length.seconds
        return bool(self.key or self.metre_is_said or self.tempo.is_number or length)

    @property
    def outright(self) -> bool:
        """Whether it is said of anything but the mood what shall become of it."""
        return self.numbers or bool(self.changes) or any(n.kind == "instrument" for n in self.names)


#: who says so takes back what was said before
_SECOND_THOUGHT = re.compile(
    r"\b(?:actually|wait|nah|jk|just\s+kidding|on\s+second\s+thought|scratch\s+that|or\s+rather|no\s+wait"
    r"|hmm+\s+no)\b|算了|等等|还是"
)


def _corrected(text: Text, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Without names that are taken back in the same breath: "add drums. actually no drums"."""
    for thought in _SECOND_THOUGHT.finditer(text.lower):
        later = {n.word for n in names if n.start >= thought.end()}
        names = tuple(n for n in names if n.start >= thought.end() or n.word not in later)
    # "the drums are too loud, no drums": of what is said twice the last word counts
    said_last = {n.word: n for n in names if n.kind == "instrument"}
    differs = {
        w for w, last in said_last.items() if any(n.word == w and n.unwanted != last.unwanted for n in names)
    }
    return tuple(n for n in names if n.word not in differs or n is said_last[n.word])


#: says in its own clause that something is wanted
_WANTS = re.compile(
    r"\b(?:add|with|use|want|actually|but|instead|keep|give|some|only|just|and)\b|加|要|用|但"
)


def _without_reasons(text: Text, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Without what a later clause only tells of who shall not play: "no drums, drums distract me"."""

    def is_reason(name: Name) -> bool:
        before = [n for n in names if n.word == name.word and n.unwanted and n.end <= name.start]
        if name.unwanted or name.kind != "instrument" or not before:
            return False
        *_, clause = re.split(r"[,.;!?]", text.lower[before[-1].end : name.start])
        return len(_) > 0 and not _WANTS.search(clause)

    return tuple(name for name in names if not is_reason(name))


def _thought_over(text: Text, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Without styles that another one takes the place of: "make a samba, no wait, salsa"."""
    for thought in _SECOND_THOUGHT.finditer(text.lower):
        if any(n.kind == "style" and not n.unwanted and n.start >= thought.end() for n in names):
            names = tuple(n for n in names if n.kind != "style" or n.start >= thought.end())
    return names


def read_slots(text: Text, *, continues: bool = False) -> Slots:
    """Reads every slot; where the text `continues` a conversation, "128" by itself is a tempo.

    Raises ImpossibleControls for wishes that exclude each other or do not exist.
    """
    key, other_keys = read_key(text)
    changes = read_changes(text)
    said_metre = read_metre(text)
    length = read_length(text)
    names = tuple(find_names(text))
    names = _corrected(text, names) if continues else _thought_over(text, _without_reasons(text, names))
    tempo = read_tempo(text, alone=continues)
    if tempo.bpm is None and changes.tempo_factor != 1.0:
        # "slower" counts as "slow" where there is nothing to be slower than
        tempo = TempoReading(SLOW if changes.tempo_factor < 1 else FAST)
    density = read_density(text) or (
        "dense" if changes.density > 0 else "sparse" if changes.density < 0 else None
    )
    style = read_style(text, names)
    instruments = read_instruments(names)
    if said_metre and not style.agrees_with(said_metre):
        if len(text.lower) <= _ONE_BREATH:
            raise ImpossibleControls(
                f"A {style.dance} is in {style.metre}, not in {said_metre}; "
                f"ask for a {style.dance}, or for another style in {said_metre}."
            )
        style = StyleReading(style.style, None, style.others)
    notes = [*tempo.notes, *instruments.notes]
    for name in names:
        said = text.lower[name.start : name.end]
        if name.word == style.style and not name.unwanted and said in related_styles():
            notes.append(f"There is no style called {said} here; {name.word} comes nearest.")
    if other_keys:
        notes.append(f"I took {key} as the key; a piece stays in one.")
    if style.others:
        notes.append(
            f"You named several styles; I took {style.style} rather than {' or '.join(style.others)}."
        )
    return Slots(
        changes=changes,
        key=key,
        other_keys=other_keys,
        metre=said_metre or style.metre,
        metre_is_said=said_metre is not None,
        tempo=tempo,
        length=length,
        density=density,
        names=names,
        style=style,
        instruments=instruments,
        mood_words=tuple(wanted_words(text.rest)),
        notes=tuple(notes),
    )
