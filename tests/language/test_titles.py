"""Titles of composed pieces, told in Chinese where they are shown."""

import time
from itertools import product

import pytest

from bot.language import use_language
from bot.language.names import style_name
from bot.language.titles import shown_title, title_name
from generator.titles import title_for
from music.instruments import DRUMS
from music.styles import BUILT_IN_STYLES
from tests.language.test_finished import english_in


@pytest.fixture(autouse=True)
def in_chinese():
    use_language("zh")
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Calm waltz in G minor", "平静的G小调圆舞曲"),
        ("Waltz in Eb major", "降E大调圆舞曲"),
        ("Even piece for violin, cello and piano in F# minor", "平和的升F小调小提琴、大提琴和钢琴曲"),
        ("Calm polonaise in G minor, no. 118", "平静的G小调波兰舞曲（第 118 首）"),
        ("Sombre piece in A minor, varied", "沉郁的A小调乐曲（变奏）"),
        ("Calm waltz in G minor, without Drums and Flute", "平静的G小调圆舞曲（去鼓和长笛）"),
        ("Calm waltz in G minor, with Violin, continued", "平静的G小调圆舞曲（加小提琴）（续）"),
        ("Untitled and Warm piece for flute and harp in D major", "未命名的作品与温暖的D大调长笛和竖琴曲"),
        ("Tense night drive in A minor", "紧张的A小调“night drive”"),
        ("scale.mid, humanised", "scale.mid（人性化）"),
        ("Greensleeves (bossa nova)", "Greensleeves（巴萨诺瓦版）"),
        ("", "未命名的作品"),
        ("Bach and sons and more", "Bach and sons and more"),
        ("Ode to Joy", "Ode to Joy"),
    ],
)
def test_a_title_is_told_by_what_it_says(title: str, told: str) -> None:
    assert title_name(title) == told
    use_language("en")
    assert title_name(title) == (title or "Untitled")


def test_every_title_that_is_given_is_told_in_chinese() -> None:
    moods = [(v, a) for v, a in product((-0.5, 0.1, 0.5), repeat=2)]
    for (valence, arousal), program in zip(moods * 15, range(DRUMS), strict=False):
        for programs in ((program,), (program, 73), (program, 40, 42)):
            title = title_for(valence, arousal, programs, "", "C# minor")
            assert english_in(title_name(title).replace("升C", "")) == [], title
    for style in BUILT_IN_STYLES:
        title = title_for(0.0, 0.0, (0,), style, "G major")
        assert style_name(style) in title_name(title), title


def test_only_what_cadenza_composed_has_its_title_told() -> None:
    assert shown_title("Waltz in A minor", "Chopin") == "Waltz in A minor"
    assert shown_title("Waltz in A minor", "Cadenza") == "A小调圆舞曲"


def test_a_title_of_whatever_form_is_told_soon() -> None:
    began = time.perf_counter()
    for part in (
        " and ",
        "a and ",
        " and a, varied",
        " for a in",
        ", with a and b",
        "Untitled and ",
        " (waltz)",
    ):
        title_name(part * 40)
        title_name((part * 300)[:300])
    assert time.perf_counter() - began < 1.0
