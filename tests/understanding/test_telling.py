"""What only tells something behind a piece changes nothing; what wishes still does, whatever it tells."""

import pytest

from bot.understanding import Request, read
from bot.understanding.phrasing.of_earlier import without_complaints

PIECE = "a calm jazz trio in D minor for sax, vibes, piano and drums at 100 bpm, 32 bars"


def after(*messages: str) -> Request:
    earlier: list[Request] = []
    for message in messages:
        earlier.append(read(message, earlier))
    return earlier[-1]


@pytest.mark.parametrize(
    "told",
    [
        "the sax part = pure nostalgia",
        "dance floor = full. u legend",
        "We all just sat there. Thank you.",
        "wow that sax 😍",
        "gg wp great track",
        "室友听了直接哭了",
        "夜里开车的感觉绝了",
        "安静得能听见自己呼吸，爱了",
        "qué preciosidad, ya lloré",
        "Les enfants ont adoré, merci !",
        "So klingt November. Danke.",
        "かっこよすぎる…鳥肌立った",
        "барабаны просто огонь",
    ],
)
def test_what_only_tells_is_talk(told: str) -> None:
    assert after(PIECE, told).intent in ("chat", "rate")


@pytest.mark.parametrize(
    ("wish", "slot", "value"),
    [
        ("love how it flows, but 90 bpm", "tempo_bpm", 90.0),
        ("the dancers loved it, one bpm up would kill them, so make it 96", "tempo_bpm", 96.0),
        ("half that tempo", "tempo_bpm", 50.0),
        ("she has a bad hip these days, so 80 is plenty", "tempo_bpm", 80.0),
        ("s l o w e r", "tempo_bpm", 80.0),
        ("速度加10", "tempo_bpm", 110.0),
        ("一半的速度", "tempo_bpm", 50.0),
        ("who sings in Dm. half step down", "key", "C# minor"),
        ("everything a tritone up", "key", "G# minor"),
        ("低一个纯四度行吗", "key", "A minor"),
        ("In three, not four.", "metre", "3/4"),
        ("32 bars used to be the rule but they allow 48 now, so 48.", "bars", 48),
        ("Könnten Sie es bitte auf 40 Takte verlängern?", "bars", 40),
        ("48마디로 늘려줘", "bars", 48),
    ],
)
def test_a_wish_counts_with_whatever_it_tells(wish: str, slot: str, value: object) -> None:
    assert after(PIECE, wish).controls.to_json()[slot] == value


@pytest.mark.parametrize(
    ("wish", "gone", "came"),
    [
        ("the sax gets them giggling, could it be a cello instead", "Sax", "Cello"),
        ("Could a clarinet take the sax's place?", "Sax", "Clarinet"),
        ("vibes out, flute in", "Vibraphone", "Flute"),
        ("萨克斯不要了，换小提琴", "Sax", "Violin"),
        ("the vibes may sit this one out", "Vibraphone", ""),
        ("no vibes please", "Vibraphone", ""),
        ("please never put any drums in this btw", "Drums", ""),
    ],
)
def test_players_leave_and_come_in_the_words_of_a_chat(wish: str, gone: str, came: str) -> None:
    players = after(PIECE, wish).controls.instruments
    assert not any(gone in player for player in players), players
    assert any(came in player for player in players), players


def test_a_simile_is_a_wish() -> None:
    assert after(PIECE, "like synthwave").controls.style == "synthwave"


def test_a_step_back_with_its_complaint_is_the_step_back_alone() -> None:
    before = after(PIECE)
    for complaint in (
        "Too fast! I said drunk, not possessed. Back to how it was.",
        "ok thats cursed, revert",
        "undo, it cut off weird",
        "太快了，撤回",
    ):
        assert after(PIECE, "make it 140", complaint).controls == before.controls, complaint
    assert without_complaints("undo, but slower") == "undo, but slower"


def test_a_number_has_the_unit_that_it_had() -> None:
    assert after(PIECE, "double the bars", "nvm 32 was fine").controls.bars == 32
    assert after(PIECE, "make it 140", "100 was better").controls.tempo_bpm == 100
