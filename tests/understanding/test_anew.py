"""After a piece: what asks for another one, what changes it, and what only tells something."""

import pytest

from bot.understanding import Request, read

PIECE = "a dignified pavane for harpsichord and viola, G minor, 66 bpm, 100 seconds"


def after_a_piece(message: str) -> tuple[Request, Request]:
    """(the piece, what the message is read as)."""
    piece = read(PIECE)
    return piece, read(message, [piece])


@pytest.mark.parametrize(
    "message",
    [
        "write me a cheerful polka for accordion", "now something for halloween, spooky organ",
        "epic boss fight music with choir and drums", "first day of spring, windows open",
        "I want a new song, angry metal", "my dog died yesterday", "来一首欢快的波尔卡，手风琴",
    ],
)  # fmt: skip
def test_another_piece_starts_from_nothing(message: str) -> None:
    _, request = after_a_piece(message)
    assert request.intent == "generate"
    assert request.controls.key is None
    assert request.controls.seconds is None


@pytest.mark.parametrize(
    ("message", "changed"),
    [
        ("the hook needs flute, and flip the style to soul", {"instruments", "style"}),
        ("There's also a sax kid I forgot, shame on me! Please include alto sax.", {"instruments"}),
        ("A shade more motion, by which I mean tempo.", {"tempo_bpm"}),
        ("洗澡要五分钟，歌也五分钟", {"seconds"}),
    ],
)
def test_a_change_keeps_what_it_does_not_name(message: str, changed: set[str]) -> None:
    piece, request = after_a_piece(message)
    before, after = piece.controls.to_json(), request.controls.to_json()
    assert {name for name in before if before[name] != after[name]} == changed


@pytest.mark.parametrize("message", ["we won 3-1!!!", "Captain is happy now, cheers", "绝了，室友听哭了"])
def test_what_is_only_told_is_talk(message: str) -> None:
    assert after_a_piece(message)[1].intent == "chat"


@pytest.mark.parametrize(
    "message",
    [
        "Bench the harpsichord, it was late", "The harpsichord has overstayed its welcome",
        "that harpsichord pierced my soul. mute it forever", "the harpsichord shall be left out",
        "Harpsichord I can do without", "harpsichord, adieu", "we can't use the harpsichord",
        "send the harpsichord home", "大键琴像杀鸡，求求了拿走", "大键琴出局",
    ],
)  # fmt: skip
def test_every_way_of_parting_takes_the_player_out(message: str) -> None:
    assert after_a_piece(message)[1].controls.instruments == ("Viola",)


@pytest.mark.parametrize(
    "message", ["love the harpsichord part", "who plays the harpsichord?", "lovely harpsichord, keep it"]
)
def test_praise_and_questions_keep_the_player(message: str) -> None:
    piece, request = after_a_piece(message)
    kept = piece if request.intent in ("chat", "rate", "analyze", "explain") else request
    assert kept.controls.instruments == piece.controls.instruments


def test_one_makes_room_for_another() -> None:
    for message in (
        "Might the harpsichord yield its place to a harp?",
        "The harpsichord sits a little heavy. A harp in its stead, perhaps.",
    ):
        piece, request = after_a_piece(message)
        assert request.controls.instruments == ("Viola", "Orchestral Harp")
        assert request.controls.arousal == piece.controls.arousal
