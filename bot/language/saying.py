"""Saying a sentence in the language in use, which belongs to the task that answers."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from bot.language.catalogue import CONTEXT_END, translations
from bot.language.direction import apart

_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")

#: languages that put no space between sentences
_UNSPACED = frozenset({"zh", "ja"})


def use_language(language: str) -> None:
    """From now on, in this task, what is said is said in `language` (ISO 639-1)."""
    _LANGUAGE.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is said inside is said in `language`: for whoever speaks to several persons in one task."""
    before = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def current_language() -> str:
    """The language in use, "en" unless a task chose another."""
    return _LANGUAGE.get()


def say(message: str, **values: object) -> str:
    """`message` in the language in use, its {names} filled in."""
    text = translations(_LANGUAGE.get()).gettext(message)
    return filled(text, values) if values else text


def say_many(singular: str, plural: str, number: int, **values: object) -> str:
    """As `say`, in the form that belongs to `number`, which the sentences call {number}."""
    text = translations(_LANGUAGE.get()).ngettext(singular, plural, number)
    return filled(text, {"number": number, **values})


def filled(text: str, values: Mapping[str, object]) -> str:
    """A sentence of the language in use, its {names} filled in."""
    language = _LANGUAGE.get()
    return text.format_map({n: apart(v, language) if isinstance(v, str) else v for n, v in values.items()})


def later(message: str) -> str:
    """`message` itself, in a table from which `say` takes it later."""
    return message


def later_many(singular: str, plural: str) -> tuple[str, str]:
    """Both forms themselves, in a table from which `say_many` takes them later."""
    return singular, plural


def called(kind: str, name: str) -> str:
    """What a thing of a kind ("style", "instrument", "tempo" …) is called in the language in use; a name that
    its catalogue does not have under that kind stays."""
    found = _found(kind, name)
    return name if CONTEXT_END in found else found


def has_name(kind: str, name: str) -> bool:
    """Whether the catalogue of the language in use has it; many a style is called the same everywhere."""
    return CONTEXT_END not in _found(kind, name)


def _found(kind: str, name: str) -> str:
    return translations(_LANGUAGE.get()).gettext(f"{kind}{CONTEXT_END}{name}")


def paragraph(*sentences: str) -> str:
    """Sentences one after the other, those that are "" left out, with a space between where the language in
    use has spaces."""
    return ("" if _LANGUAGE.get() in _UNSPACED else " ").join(filter(None, sentences))
