"""The same words over and over, as long as Discord lets a message be: no pattern may try them in all ways."""

from contextlib import suppress

import pytest

from bot.understanding.reading import read
from music.errors import CadenzaError


@pytest.mark.parametrize(
    "words",
    [
        "thanks you ", "thank you hope you ", "ok , ", "hi all ", "ok cool nice ", "brb a ", "please ok ",
        "that's enough ", "stop it now ", "no more ", "not many notes ", "my cat is ", "can you even ",
        "make my song ", "the last two ", "in 3-4 ", "half a dozen ", "a study in ", "running notes ",
        "drums, no drums ", "without any cheesy ", "track 1 ", "version of this ", "停一下，", "别放了 ",
        "每分钟八十拍", "把这首改成", "好难过了，", "Gitarrenmusik ", "treinta y ", "двадцать ",
    ],
)  # fmt: skip
def test_a_wall_of_words_is_read_or_refused(words: str) -> None:
    wall = (words * 2000)[:1998] + "x!"
    for earlier in ([], [read("a calm piano piece in C major")]):
        with suppress(CadenzaError):  # such as drums that are wanted and unwanted
            assert read(wall, earlier).language
