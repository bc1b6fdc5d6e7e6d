"""What was learned of messages that follow a piece, and how it is weighed against the rules."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.listening.impression import Impression
from bot.understanding.dialogues import evaluate_dialogues
from bot.understanding.learned.asked import ANSWERS, asked_in
from bot.understanding.learned.directions import DIRECTIONS, directions_in
from bot.understanding.learned.fates import band_after
from bot.understanding.learned.features import features_around, features_of, marked
from bot.understanding.learned.frames import made_messages, made_wishes
from bot.understanding.learned.regression import Case, fitted
from bot.understanding.learned.weights import read_weights, write_weights
from bot.understanding.moving import moved
from bot.understanding.names import names_in
from bot.understanding.reading import read
from bot.understanding.request import Request
from bot.understanding.text import Plain, plainly
from music.controls import Controls

BAND = Controls(instruments=("Acoustic Grand Piano", "Drums"), style="jazz", tempo_bpm=100.0)
PIECE = "a jazz piece for piano and drums in C major, 100 bpm, 30 seconds"


def said(text: str) -> Plain:
    return Plain(text, text)


def after(*messages: str) -> Request:
    earlier: list[Request] = []
    for message in (PIECE, *messages):
        earlier.append(read(message, earlier))
    return earlier[-1]


def test_names_are_put_by_whether_they_are_there() -> None:
    text = marked("Swap the piano for a harp, jazz in D minor, sadder", BAND)
    assert text.split() == ["swap", "the", "§p", "for", "a", "§n", ",", "§s", "in", "§k", ",", "§c"]
    assert "§o" in marked("more rock", BAND)


def test_features_of_a_player_tell_its_side() -> None:
    text = "drop the drums, not the piano"
    drums, piano = (features_around(said(text), name, BAND).tolist() for name in names_in(text))
    assert drums != piano
    assert features_of(said("slower"), BAND).tolist() == sorted(
        set(features_of(said("slower"), BAND).tolist())
    )
    long = said("please " * 800 + "no drums")
    assert band_after(long, BAND, BAND) is not None  # far behind what is looked at as a whole


def heard_of(**logits: Sequence[Sequence[float]]) -> Impression:
    return Impression(np.zeros(len(ANSWERS)), np.zeros(len(DIRECTIONS)), np.array(logits["fates"]) * 40)


def test_those_stay_whom_nobody_named_and_rules_have_their_exchanges() -> None:
    comes, leaves, only, neither = (1, -1, -1, -1), (-1, 1, -1, -1), (-1, -1, 1, -1), (-1, -1, -1, -1)
    ruled = replace(BAND, instruments=("Flute",))
    band = band_after(said("let a flute join"), BAND, ruled, heard_of(fates=[comes]))
    assert band is not None
    assert band.instruments == (*BAND.instruments, "Flute")
    band = band_after(said("the flute by itself"), BAND, BAND, heard_of(fates=[only]))
    assert band is not None
    assert (band.instruments, band.exclude_instruments) == (("Flute",), ())
    without = replace(BAND, instruments=("Drums",), exclude_instruments=("Acoustic Grand Piano",))
    band = band_after(said("what a piano"), BAND, without, heard_of(fates=[neither]))
    assert band is not None
    assert (set(band.instruments), band.exclude_instruments) == (set(BAND.instruments), ())
    band = band_after(said("no piano. hm, the piano stays"), BAND, without, heard_of(fates=[leaves, neither]))
    assert band == without, "what is said twice, and not the same, is for the rules to read"
    swapped = replace(BAND, instruments=("Acoustic Grand Piano", "Flute"))
    band = band_after(said("flute for the drums"), BAND, swapped, heard_of(fates=[comes, neither]))
    assert band == swapped
    assert band_after(said("no drums and no piano"), BAND, BAND, heard_of(fates=[leaves, leaves])) is None


@pytest.mark.parametrize(
    ("text", "before", "changed"),
    [
        ("C is boring for my buttons, F is where the box shines", {"key": "C major"}, {"key": "F major"}),
        ("Bb is nicer for the trumpets, apparently", {"key": "C major"}, {"key": "Bb major"}),
        ("a flat would sit nicer, a minor would not", {}, {"key": "Ab major"}),
        ("could it be in minor then", {"key": "G major"}, {"key": "G minor"}),
        ("A lovely thing, in a minor mood", {}, {}),
        ("not E, not F, something else", {"key": "C major"}, {}),
        ("had enough of 12/8, straight 4 4 now", {"metre": "12/8"}, {"metre": "4/4"}),
        ("40 bars is half a day. half as many is fine", {"bars": 40}, {"bars": 20}),
        ("28 bars is an intro, double that", {"bars": 28}, {"bars": 56}),
        ("a minute is not enough, make it 3", {"seconds": 60.0}, {"seconds": 180.0}),
        ("he counts to 48 and would like as many", {"bars": 32}, {"bars": 48}),
        ("from 20 to 30 or so", {"bars": 32}, {}),
    ],
)  # fmt: skip
def test_what_is_surely_named_is_set_to_the_one_thing_that_stands_there(
    text: str, before: dict[str, Any], changed: dict[str, Any]
) -> None:
    unsure = dict.fromkeys(DIRECTIONS, 0.5)
    assert moved(Controls(**before), ["key", "metre", "length"], said(text), unsure) == changed


def test_how_far_a_change_must_not_go_is_no_change() -> None:
    up = dict.fromkeys(DIRECTIONS, 0.99)
    assert moved(BAND, ["tempo_bpm"], said("scarier, but don't make it faster"), up) == {}
    assert moved(BAND, ["tempo_bpm"], said("let it run"), up) == {"tempo_bpm": 125.0}


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("a tad quicker", "tempo_bpm"), ("put it in E minor", "key"), ("make it twice as long", "length"),
        ("drop the drums", "players"), ("gloomier", "mood"), ("try it as a tango", "style"),
        ("in 6/8 please", "metre"), ("fewer notes", "density"), ("慢一点", "tempo_bpm"),
        ("加把小提琴", "players"),
    ],
)  # fmt: skip
def test_what_is_named_is_known(text: str, side: str) -> None:
    asked = asked_in(said(text), BAND)
    assert max(asked.sides, key=lambda s: asked.sides[s]) == side
    assert asked.sides[side] > 0.5 > asked.nothing


@pytest.mark.parametrize(
    "text", ["my neighbours are clapping", "hahaha amazing", "this is going on my playlist", "太好听了吧"]
)
def test_talk_is_known(text: str) -> None:
    assert asked_in(said(text), BAND).nothing > 0.5
    before, now = after(), after(text)
    assert now.intent in ("chat", "rate")
    assert before.controls.instruments


def test_who_plays_after_a_message_with_a_pronoun() -> None:
    band = band_after(said("the drums keep waking me up, lose them"), BAND, BAND)
    assert band is not None
    assert band.instruments == ("Acoustic Grand Piano",)
    assert after("the drums keep waking me up, lose them").controls.instruments == ("Acoustic Grand Piano",)


@pytest.mark.parametrize(
    ("messages", "state"),
    [
        (("turn it into a polka", "lol forget the polka ever happened, go back"), ("jazz", 100.0)),
        (("slower", "in 3/4", "the very first version was the best, can we return to that"), ("jazz", 100.0)),
    ],
)
def test_going_back_in_words_that_no_frame_knows(messages: tuple[str, ...], state: tuple[str, float]) -> None:
    controls = after(*messages).controls
    assert (controls.style, controls.tempo_bpm) == state


def test_whether_the_first_state_is_meant_is_known() -> None:
    messages = (
        "in 3/4",
        "slower",
        "my boss hates both of those, put everything the way you had it at the start",
    )
    controls = after(*messages).controls
    assert (controls.metre, controls.tempo_bpm) == (None, 100.0)
    controls = after("in 3/4", "slower", "nope, undo").controls
    assert (controls.metre, controls.tempo_bpm) == ("3/4", 100.0)


def test_what_is_complained_of_is_not_wished_when_going_back() -> None:
    assert after("faster", "wait too fast, put it back how it was").controls.tempo_bpm == 100.0


@pytest.mark.parametrize(
    ("text", "ups"),
    [
        ("gloomier", {"valence": False}), ("way more energy", {"arousal": True}),
        ("fewer notes", {"density": False}), ("快一点", {"tempo_bpm": True}), ("longer", {"length": True}),
        ("más triste", {"valence": False}),
    ],
)  # fmt: skip
def test_the_way_of_a_change_is_known(text: str, ups: dict[str, bool]) -> None:
    found = directions_in(plainly(text), BAND)
    assert {side: found[f"{side} up"] > 0.5 for side in ups} == ups


@pytest.mark.parametrize(
    ("text", "side", "value"),
    [
        ("100 is too quick for them, do 84", "tempo_bpm", 84.0), ("速度改65", "tempo_bpm", 65.0),
        ("4/4 is too square for me, 5/4", "metre", "5/4"),
    ],
)  # fmt: skip
def test_of_two_numbers_the_new_one_is_meant(text: str, side: str, value: object) -> None:
    earlier = [read(f"{PIECE}, 4/4")]
    assert getattr(read(text, earlier).controls, side) == value


def test_a_step_is_taken_where_its_way_is_sure() -> None:
    before = Controls(tempo_bpm=100.0, bars=16, density="dense", valence=0.9)
    sure = dict.fromkeys(DIRECTIONS, 0.99) | {"about arousal": 0.1}
    assert moved(before, ("tempo_bpm", "length", "mood"), said("so be it"), sure) == {
        "tempo_bpm": 125.0, "bars": 24, "valence": 1.0,
    }  # fmt: skip
    assert moved(before, ("density",), said("so be it"), {**sure, "density up": 0.1}) == {"density": "medium"}
    unsure = dict.fromkeys(DIRECTIONS, 0.5)
    assert moved(before, ("tempo_bpm", "length", "density", "mood"), said("so be it"), unsure) == {}
    # a number that nobody can place moves nothing
    assert moved(before, ("tempo_bpm",), said("2 of 3"), sure) == {}


def test_players_whom_nobody_named_are_not_silenced() -> None:
    assert after("schmeiß das Klavier raus").controls.instruments == ("Drums",)
    assert after("une clarinette à la place du piano").controls.instruments == ("Drums", "Clarinet")
    assert after("harp version").controls.instruments == ("Orchestral Harp",)
    assert after("ドラムをフルートに変えて").controls.instruments == ("Acoustic Grand Piano", "Flute")


def test_nothing_is_composed_anew_that_was_not_asked_for() -> None:
    for talk in (
        "my grandma just asked if the piano guy is single",
        "who even writes this stuff",
        "谁写的这玩意儿",
    ):
        assert after(talk).intent in ("chat", "rate", "explain"), talk
    assert after("a sad waltz for cello and harp in E minor, 40 seconds").intent == "generate"


def test_a_mood_beside_a_wish_is_not_wished() -> None:
    assert after("that riff slaps. still, bring the tempo to 116").controls.mood == ()
    assert after("now happy").controls.valence == pytest.approx(0.75)
    assert after("same thing but mellow").controls.mood == ("mellow",)


def test_a_whole_description_is_read_by_the_rules_alone() -> None:
    text = "A romantic waltz in 3/4 for violin and piano, in E major, with a gentle, nostalgic mood"
    controls = after(text).controls
    assert (controls.style, controls.key, controls.metre) == ("waltz", "E major", "3/4")


def test_frames_name_whom_they_say() -> None:
    for made in made_messages():
        assert len([n for n in names_in(made.said.text) if n.kind == "instrument"]) == len(made.fates)
    assert {name for made in made_wishes() for name in made.named} == {
        "mood",
        "style",
        "nothing",
        "again",
        "tempo_bpm",
    }


def test_a_regression_learns_what_it_is_shown_and_is_stored(tmp_path: Path) -> None:
    one, two = np.array([1, 5]), np.array([2, 7])
    weights = fitted([Case(one, (True, None)), Case(two, (False, True))] * 200)
    write_weights(tmp_path / "weights.npz", weights)
    assert weights.chances(one)[0] > 0.6 > 0.3 > weights.chances(two)[0]
    again = fitted([Case(one, (True, None)), Case(two, (False, True))] * 200)
    assert np.array_equal(again.table, weights.table)
    assert read_weights("asked.npz").table.shape[0] == weights.table.shape[0]


def test_dialogues_that_were_never_looked_at() -> None:
    """Two blind sets, only counted, by words alone; with the network: test_listening.py."""
    groups = evaluate_dialogues(Path(__file__).with_name("fresh_dialogues.jsonl"))["groups"]
    assert groups["report"]["refinements"] == 682
    assert groups["report"]["only_named_changed"] >= 0.97
    assert groups["report"]["refinements_fully_right"] >= 0.94
