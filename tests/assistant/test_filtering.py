"""Filters: read from what people type, held by what is shown, and given up one by one when nothing passes."""

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.events import Recommended
from bot.assistant.filtering import describe_filters, given_up, read_filters
from music.errors import CadenzaError
from music.styles import find_style
from recommender.ranking_filters import Filters
from tests.assistant.talk import only, reply, turn


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ({"tempo": "100-120"}, Filters(tempo_bpm=(100, 120))),
        ({"tempo": "100 – 120"}, Filters(tempo_bpm=(100, 120))),
        ({"tempo": "-90"}, Filters(tempo_bpm=(0, 90))),
        ({"tempo": "100"}, Filters(tempo_bpm=(95, 105))),
        ({"length": "1:00-2:30"}, Filters(seconds=(60, 150))),
        ({"instruments": "Flute, guitar"}, Filters(instruments=("Flute", "guitar"))),
        ({"without": "drums"}, Filters(without=("Drums",))),
        ({"licence": "cc0-1.0, PD"}, Filters(licences=("cc0-1.0", "PD"))),
        ({"style": "no style of ours"}, Filters(styles=("no style of ours",))),
        ({"own": True}, Filters(own=True)),
        ({}, Filters()),
    ],
)
def test_filters_are_read_as_people_write_them(typed: dict[str, str], meant: Filters) -> None:
    assert read_filters(**typed) == meant


def test_a_style_of_ours_stands_for_the_labels_of_the_catalogue() -> None:
    style = find_style("waltz")
    assert set(read_filters(style="Waltz").styles) == {
        "Waltz",
        style.name,
        *style.aliases,
        *style.corpus_styles,
    }
    assert read_filters(style="Waltz").styles[0] == "Waltz"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"tempo": "fast"}, "100-120 works"),
        ({"tempo": "120-100"}, "ends before it begins"),
        ({"length": "1:xx"}, "1:00-2:30 works"),
        ({"instruments": "kazoophone"}, "kazoophone"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_works(typed: dict[str, str], says: str) -> None:
    with pytest.raises(CadenzaError, match=says):
        read_filters(**typed)


def test_as_few_filters_as_possible_are_given_up_and_named() -> None:
    asked = Filters(styles=("reel",), tempo_bpm=(200, 220), instruments=("Flute",), licences=("PD",))
    fewer, sentence = given_up(asked, lambda f: int(f.tempo_bpm is None), ("PD",))
    assert fewer == Filters(styles=("reel",), instruments=("Flute",), licences=("PD",))
    assert "200 to 220 bpm" in sentence
    assert describe_filters(fewer) in sentence
    neither, sentence = given_up(asked, lambda f: int(not f.tempo_bpm and not f.instruments), ("PD",))
    assert neither == Filters(styles=("reel",), licences=("PD",))
    assert "200 to 220 bpm" in sentence
    assert "with Flute" in sentence


def test_a_licence_is_never_given_up() -> None:
    asked = Filters(tempo_bpm=(100, 120), licences=("GPL",))
    kept, sentence = given_up(asked, lambda f: int(not f.licences), ("PD", "CC0-1.0"))
    assert kept == asked
    assert sentence == "Nothing here has the licence GPL; there is PD and CC0-1.0."


@pytest.mark.asyncio(loop_scope="session")
class TestAsked:
    async def test_only_what_passes_is_shown(self, assistant: Assistant) -> None:
        filters = read_filters(tempo="-100", instruments="piano")
        shown = only(Recommended, await reply(assistant, turn(intent="recommend", filters=filters)))
        assert {t.title for t in shown.tracks} == {"slow-piano-major", "slow-piano-minor"}
        assert shown.relaxed == ""

    async def test_words_order_what_the_filters_let_through(self, assistant: Assistant) -> None:
        asked = turn("fast violin music", intent="recommend", filters=read_filters(instruments="Flute"))
        shown = only(Recommended, await reply(assistant, asked))
        assert [t.title for t in shown.tracks] == ["fast-flute-minor"]

    async def test_when_nothing_passes_it_says_what_was_left_out(self, assistant: Assistant) -> None:
        filters = read_filters(instruments="Flute", tempo="40-70")
        shown = only(Recommended, await reply(assistant, turn(intent="recommend", filters=filters)))
        assert [t.title for t in shown.tracks] == ["fast-flute-minor"]
        assert "40 to 70 bpm" in shown.relaxed
        assert "left" in shown.relaxed
        assert shown.relaxed in shown.text

    async def test_a_licence_that_nothing_has_shows_nothing(self, assistant: Assistant) -> None:
        filters = read_filters(licence="GPL")
        shown = only(Recommended, await reply(assistant, turn("piano", intent="recommend", filters=filters)))
        assert shown.tracks == ()
        assert shown.text.startswith("Nothing here has the licence GPL; there is ")

    async def test_own_music_is_what_the_guild_brought_in(self, assistant: Assistant) -> None:
        asked = turn("piano", intent="recommend", filters=read_filters(own=True))
        shown = only(Recommended, await reply(assistant, asked))
        assert shown.tracks == ()
        assert "no music here that is your own alone" in shown.text
