"""The fields of a style that moderators may set: what each takes, within which bounds, in what words."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.language import called, later, retold, say
from generator.arranger.chord import COLOURS
from generator.arranger.loading import templates
from generator.arranger.matching import template_of
from music.controls import DENSITIES, TEMPO_RANGE, parse_metre
from music.errors import CadenzaError, ImpossibleControls, UnknownStyle
from music.instruments import NAMES, program_number
from music.style import Style
from music.styles import find_style

MOST_NAME, MOST_INSTRUMENTS = 40, 8
_NAME = re.compile(r"[^\W_][\w &'’.+-]*", re.UNICODE)
#: what may be written for a field that shall be as usual again
_USUAL = ("", "-", "usual", "none", "any", "either")


class BadStyle(CadenzaError):
    """A field of a style that cannot be played; the sentence says what would work."""


@dataclass(frozen=True, slots=True)
class Field:
    """`bounds` in words for people; `read` makes the value of a Style from text or JSON; `name` is the
    Style's own, or what people call it where they differ."""

    name: str
    bounds: str
    read: Callable[[Any], Any]


def _number(low: float, high: float, whole: bool = False) -> Callable[[Any], float | int | None]:
    def read(value: Any) -> float | int | None:
        if value is None or (isinstance(value, str) and value.strip().lower() in _USUAL):
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError
        number = float(value)
        if not low <= number <= high:
            raise ValueError
        return int(number) if whole else number

    return read


def _tempo(value: Any) -> tuple[float, float]:
    if isinstance(value, str):
        value = [part for part in re.split(r"\s*(?:-|–|to|,)\s*", value.strip()) if part]
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = [value]
    if not isinstance(value, Sequence) or not 1 <= len(value) <= 2:
        raise ValueError
    low, high = float(value[0]), float(value[-1])
    if not TEMPO_RANGE[0] <= low <= high <= TEMPO_RANGE[1]:
        raise ValueError
    return low, high


def _metre(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    numerator, denominator = parse_metre(value.strip())
    return f"{numerator}/{denominator}"


def _instruments(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, Sequence) or not 1 <= len(value) <= MOST_INSTRUMENTS:
        raise ValueError
    if not all(isinstance(name, str) for name in value):
        raise ValueError
    return tuple(dict.fromkeys(NAMES[program_number(name)] for name in value))


def _mode(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _USUAL:
        return None
    return {"minor": True, "major": False}[word]


def _word(known: Sequence[str]) -> Callable[[Any], str | None]:
    def read(value: Any) -> str | None:
        if value is None or (isinstance(value, str) and value.strip().lower() in _USUAL):
            return None
        if not isinstance(value, str) or value.strip().lower() not in known:
            raise ValueError
        return value.strip().lower()

    return read


def _base(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    return find_style(value).name if value.strip().lower() not in _USUAL else ""


def _labels(value: Any) -> tuple[str, ...]:
    if isinstance(value, str) and value.strip().lower() in _USUAL:
        return ()
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, Sequence) or len(value) > 8:
        raise ValueError
    return tuple(dict.fromkeys(tidy_name(name) for name in value))


FIELDS: dict[str, Field] = {
    "base": Field("base", later("the name of a style that everybody has, such as lo-fi"), _base),
    "tempo_bpm": Field("tempo", later("one or two numbers from 20 to 320, such as 80-95"), _tempo),
    "metre": Field("metre", later("a metre such as 4/4, 3/4 or 6/8"), _metre),
    "instruments": Field(
        "instruments", later("1 to {most} General MIDI instruments with commas between"), _instruments
    ),
    "minor": Field("mode", later("major, minor or either"), _mode),
    "valence": Field("valence", later("a number from -1 (dark) to 1 (bright)"), _number(-1, 1)),
    "arousal": Field("arousal", later("a number from -1 (calm) to 1 (lively)"), _number(-1, 1)),
    "density": Field("density", later("sparse, medium or dense"), _word(DENSITIES)),
    "swing": Field("swing", later("a number from 0.5 (straight) to 0.75"), _number(0.5, 0.75)),
    "looseness": Field("looseness", later("a number from 0 (strict) to 20"), _number(0, 20)),
    "lag": Field("lag", later("a whole number from -20 to 30"), _number(-20, 30, whole=True)),
    "accent": Field("accent", later("a number from 0 to 2"), _number(0, 2)),
    "chords": Field("chords", later("one of {words}"), _word(COLOURS)),
    "pace": Field("pace", later("a number from 0.5 to 4"), _number(0.5, 4)),
    "aliases": Field("aliases", later("up to 8 other names with commas between"), _labels),
}
#: by what people call it, too
BY_NAME = {field.name: key for key, field in FIELDS.items()} | {key: key for key in FIELDS}


def tidy_name(name: Any) -> str:
    """The name of a style in lower case. Raises BadStyle for what could not be said or shown as one."""
    tidy = " ".join(unicodedata.normalize("NFKC", name).split()).lower() if isinstance(name, str) else ""
    plain = all(unicodedata.category(c)[0] in "LNPZS" for c in tidy)
    if not 2 <= len(tidy) <= MOST_NAME or not _NAME.fullmatch(tidy) or not plain:
        raise BadStyle(
            say(
                "A style's name has 2 to {most} letters, digits and spaces, such as “night drive”.",
                most=MOST_NAME,
            )
        )
    return tidy


def edited(style: Style, changes: Mapping[str, Any]) -> Style:
    """`style` with fields changed, by the names of FIELDS or of people. Raises BadStyle with what works."""
    values: dict[str, Any] = {}
    for name, given in changes.items():
        key = BY_NAME.get(name)
        if key is None:
            known = say(", ").join(field.name for field in FIELDS.values())
            raise BadStyle(
                say("A style has no field {name}; it has {known}.", name=f"{name!r:.40}", known=known)
            )
        field = FIELDS[key]
        try:
            values[key] = field.read(given)
        except (BadStyle, UnknownStyle):
            raise
        except ImpossibleControls as error:
            raise BadStyle(
                say(
                    "{field}: {error}",
                    field=called("field", field.name).capitalize(),
                    error=retold(str(error)),
                )
            ) from None
        except (ValueError, KeyError, TypeError, OverflowError):
            raise BadStyle(
                say(
                    "A style's {field} takes {bounds}, not {given}.",
                    field=called("field", field.name),
                    bounds=bounds_of(field),
                    given=f"{given!r:.60}",
                )
            ) from None
    made = replace(style, **values)
    template_of(made)  # what cannot be played is refused now and not when it is asked for
    return made


def begun(name: str, base: str = "") -> Style:
    """A new style that is as `base` is, one that everybody has. Raises BadStyle, UnknownStyle."""
    known = find_style(base) if base else Style("")
    near = known.name if known.name in templates() else ""
    return replace(known, name=tidy_name(name), aliases=(), version=1, base=near or (base and known.name))


def bounds_of(field: Field) -> str:
    """What a field takes, in words."""
    return say(field.bounds, most=MOST_INSTRUMENTS, words=", ".join(COLOURS))


def described(style: Style) -> dict[str, str]:
    """The fields in words, by the names of people, as `edited` reads them; unsaid ones left out."""
    low, high = style.tempo_bpm
    words = {
        "base": style.base,
        "tempo": f"{low:g}" if low == high else f"{low:g}-{high:g}",
        "metre": style.metre,
        "instruments": ", ".join(style.instruments),
        "mode": {True: "minor", False: "major", None: ""}[style.minor],
        "density": style.density or "",
        "chords": style.chords or "",
        "aliases": ", ".join(style.aliases),
    }
    for key in ("valence", "arousal", "swing", "looseness", "lag", "accent", "pace"):
        value = getattr(style, key)
        words[key] = "" if value is None else f"{value:g}"
    return {name: word for name, word in words.items() if word}
