"""What the help offers to say is understood as it is meant, in every language that it is given in."""

import re

import pytest

from bot.assistant.talking import HELP
from bot.language import say
from bot.language.catalogue import spoken_languages
from bot.language.saying import speaking
from bot.understanding import read
from bot.understanding.operations import read_operation
from music.theory import Key

_QUOTED = re.compile(r"[“«„「『]\s*(.+?)\s*[”»“」』]")


def examples(language: str) -> list[str]:
    with speaking(language):
        told = [line for line in say(HELP).splitlines() if line.startswith("- ")]
    return [said for line in told for said in _QUOTED.findall(line)]


def understood(said: str, first: str) -> dict[str, object]:
    """Of an example, by itself or after the first one: what differs from language to language is left out."""
    request = read(said, [] if said == first else [read(first)])
    operation = read_operation(said)
    return {
        "intent": request.intent,
        "style": request.controls.style,
        "key": request.controls.key and Key.parse(request.controls.key),
        "tempo": request.controls.tempo_bpm,
        "bars": request.controls.bars,
        "seconds": request.controls.seconds,
        "instruments": ["Violin" if name == "Fiddle" else name for name in request.controls.instruments],
        "operation": operation and (operation.kind, operation.first_bar, operation.last_bar),
        "numbers": [r.number for r in request.references if r.number],
    }


@pytest.mark.parametrize("language", sorted(spoken_languages() - {"en"}))
def test_examples_of_the_help_are_understood(language: str) -> None:
    english, ours = examples("en"), examples(language)
    assert len(english) == len(ours) == 12
    wrong = [
        (said, {k: (v, meant[k]) for k, v in found.items() if v != meant[k]})
        for said, in_english in zip(ours, english, strict=True)
        if (found := understood(said, ours[0])) != (meant := understood(in_english, english[0]))
    ]
    assert wrong == []
