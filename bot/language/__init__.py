"""The language of the answers: sentences are written in English and said in that of the person.

`say` and `say_many` look a sentence up in the catalogue of the language in use; what has no translation is
said in English. The language belongs to the task that answers a turn (`use_language`).
"""

from contextvars import ContextVar

from bot.language.catalogue import translations
from bot.language.finished import said_in

_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")

__all__ = ["current_language", "retold", "say", "say_many", "use_language"]


def use_language(language: str) -> None:
    """From now on, in this task, what is said is said in `language` (ISO 639-1)."""
    _LANGUAGE.set(language)


def current_language() -> str:
    """The language in use, "en" unless a task chose another."""
    return _LANGUAGE.get()


def say(message: str, **values: object) -> str:
    """`message` in the language in use, its {names} filled in."""
    text = translations(_LANGUAGE.get()).gettext(message)
    return text.format(**values) if values else text


def say_many(singular: str, plural: str, number: int, **values: object) -> str:
    """As `say`, in the form that belongs to `number`, which the sentences call {number}."""
    return translations(_LANGUAGE.get()).ngettext(singular, plural, number).format(number=number, **values)


def retold(sentence: str) -> str:
    """A finished English sentence from a room that knows no languages, in the language in use.

    It is found by the fixed words of a catalogue's message; one that no message fits stays as it is.
    """
    return said_in(_LANGUAGE.get(), sentence)
