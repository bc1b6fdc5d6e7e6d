"""From a Style as people name it to the template that plays it."""

from dataclasses import replace
from typing import Any

from generator.arranger.loading import templates
from generator.arranger.pattern import MetreShape
from generator.arranger.template import PartTemplate, StyleTemplate
from music.controls import parse_metre
from music.instruments import DRUMS, family_of, pitch_range, program_number
from music.style import Style
from music.styles import BUILT_IN_STYLES, find_style

#: Neighbours that shared labels do not show.
_NEIGHBOURS = {
    "trance": "techno", "electronic": "synthwave", "dubstep": "drum and bass", "r&b": "lo-fi", "soul": "funk",
    "orchestral": "cinematic", "new age": "ambient", "game music": "chiptune", "punk": "rock",
    "ska": "reggae",
    "samba": "bossa nova", "salsa": "bossa nova", "latin": "bossa nova", "flamenco": "folk", "jazz": "swing",
    "blues": "swing", "ragtime": "swing", "gospel": "pop ballad", "bluegrass": "country", "afrobeat": "funk",
    "pop": "synthwave", "renaissance": "baroque", "classical": "baroque", "romantic": "waltz",
    "impressionist": "ambient", "hymn": "pop ballad", "chorale": "baroque", "jig": "folk", "slip jig": "folk",
    "reel": "folk", "hornpipe": "folk", "strathspey": "folk", "polka": "march", "mazurka": "waltz",
    "polonaise": "waltz",
}  # fmt: skip


def template_named_like(name: str) -> StyleTemplate:
    """The template of a style by any name people use for it; of a built-in style without one of its own, the
    nearest, with that style's tempo. Raises UnknownStyle."""
    if name in templates():
        return templates()[name]
    return template_of(find_style(name))


def template_of(style: Style) -> StyleTemplate:
    """The template for a Style, a moderator's own included: its nearest neighbour's playing with the Style's
    name, tempo, metre, mode and instruments. A built-in style that has a template is that template."""
    own = templates().get(style.name)
    if own is not None and style == BUILT_IN_STYLES.get(style.name):
        return own
    played = {"swing": style.swing, "timing": style.looseness, "lag": style.lag, "accent": style.accent}
    chords = {"colour": style.chords, "pace": style.pace}
    base = nearest_template(style)
    shape = MetreShape(*parse_metre(style.metre))
    minor = {True: 1.0, False: 0.0, None: base.harmony.minor}[style.minor]
    parts = with_instruments(base.parts, tuple(program_number(name) for name in style.instruments))
    names = {part.name for part in parts}
    return replace(
        base,
        name=style.name,
        tempo_bpm=_beats(style.tempo_bpm, shape),
        metre=base.metre if shape.bar == base.metre.bar else shape,
        minor=style.minor,
        feel=replace(base.feel, **_said(played)),
        harmony=replace(base.harmony, minor=minor, **_said(chords)),
        parts=parts,
        form=tuple(replace(s, plays=tuple(n for n in s.plays if n in names)) for s in base.form),
    )


def nearest_template(style: Style) -> StyleTemplate:
    """The template whose playing comes nearest to a Style, as it stands: that of the style that it names as
    its base, if it names one. Raises UnknownStyle for a base that does not exist."""
    if style.base:
        return template_named_like(style.base)
    return templates().get(style.name) or templates().get(_NEIGHBOURS.get(style.name, "")) or _nearest(style)


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _beats(tempo_bpm: tuple[float, float], shape: MetreShape) -> tuple[float, float]:
    """A Style counts quarters, a template beats."""
    return (tempo_bpm[0] * 480 / shape.beat, tempo_bpm[1] * 480 / shape.beat)


def _nearest(style: Style) -> StyleTemplate:
    """The one that shares most labels and instruments, and whose tempo and metre are near."""
    wanted = set(style.instruments)

    def likeness(template: StyleTemplate) -> float:
        known = template.style()
        shared = len(set(style.corpus_styles) & set(known.corpus_styles))
        instruments = len(wanted & set(known.instruments)) / max(len(wanted), 1)
        low = max(style.tempo_bpm[0], known.tempo_bpm[0])
        high = min(style.tempo_bpm[1], known.tempo_bpm[1])
        overlap = max(0.0, high - low) / max(style.tempo_bpm[1] - style.tempo_bpm[0], 1.0)
        return shared + 3 * instruments + overlap + (style.metre == known.metre)

    return max(templates().values(), key=likeness)


def with_instruments(parts: tuple[PartTemplate, ...], wanted: tuple[int, ...]) -> tuple[PartTemplate, ...]:
    """Each wanted instrument takes a part of its family that it can play, else one that nobody has claimed.

    Without drums among them the drums fall silent.
    """
    left = [p for p in dict.fromkeys(wanted) if not any(p in part.programs for part in parts)]
    made = list(parts)
    taken: set[int] = {i for i, part in enumerate(made) if set(part.programs) & set(wanted)}
    for program in left:
        fits = [
            i
            for i, part in enumerate(made)
            if i not in taken
            and part.role != "drums"
            and pitch_range(program)[0] <= part.lowest
            and part.highest <= pitch_range(program)[1]
            and (part.role == "bass") == (family_of(program) == "bass" or part.lowest < 36)
        ]
        fits.sort(key=lambda i: family_of(made[i].programs[0]) != family_of(program))
        if fits:
            made[fits[0]] = replace(made[fits[0]], programs=(program,))
            taken.add(fits[0])
    for i, part in enumerate(made):
        chosen = tuple(p for p in part.programs if p in wanted)
        if chosen:
            made[i] = replace(part, programs=chosen)
    return tuple(part for part in made if part.role != "drums" or DRUMS in wanted)
