"""The language of the answers: sentences are written in English and said in that of the person.

`say` and `say_many` look a sentence up in the catalogue of the language in use; what has no translation is
said in English. The language belongs to the task that answers a turn (`use_language`).
"""

from bot.language.finished import read_catalogues, retold
from bot.language.saying import (
    called,
    current_language,
    later,
    later_many,
    paragraph,
    say,
    say_many,
    speaking,
    use_language,
)

__all__ = [
    "called",
    "current_language",
    "later",
    "later_many",
    "paragraph",
    "read_catalogues",
    "retold",
    "say",
    "say_many",
    "speaking",
    "use_language",
]
