"""Talk that is no wish is answered as what it is, in its language."""

import re

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.memory import Memory
from bot.assistant.small_talk import kind_of, small_talk
from bot.language import use_language
from bot.understanding import read
from bot.understanding.evaluation import read_conversation
from bot.understanding.limits import ARTIST, LYRICS
from tests.assistant.talk import SMALL, reply, said, take_in, turn


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("thanks that was lovely", "thanks"), ("ty!!", "thanks"), ("谢谢,太美了", "thanks"),
        ("muchas gracias", "thanks"), ("ありがとう!", "thanks"), ("شكراً جزيلاً", "thanks"),
        ("no thanks", "declined"), ("nein danke", "declined"), ("не надо, нет спасибо", "declined"),
        ("hello there", "greeting"), ("¡hola!", "greeting"), ("안녕하세요", "greeting"),
        ("привет!", "greeting"),
        ("ok good night cadenza", "farewell"), ("晚安", "farewell"), ("tchau", "farewell"),
        ("you suck", "sorry"), ("stupid bot, shut up", "sorry"),
        ("delete everything you know about me", "privacy"), ("what do you know about me?", "privacy"),
        ("你知道我什么", "privacy"), ("Was weißt du über mich?", "privacy"),
        ("how can i delete my data", "privacy"), ("que sais-tu de moi ?", "privacy"),
        ("what did you change?", "changed"), ("what’s different", "changed"), ("改了什么", "changed"),
        ("in the style of Taylor Swift", "artist"), ("something like Radiohead", "artist"),
        ("the thing is highly typed", ""), ("what is the capital of France", ""), ("他们在看新闻", ""),
        ("hi " + "and so it went on and on " * 6, ""),
    ],
)  # fmt: skip
def test_the_kinds_of_talk(message: str, kind: str) -> None:
    assert kind_of(message) == kind


@pytest.mark.asyncio(loop_scope="session")
async def test_thanks_and_a_question_about_the_last_change(assistant: Assistant) -> None:
    assert "mood whenever" in said(await reply(assistant, turn("thank you so much", "talk")))
    assert "Nothing has been changed" in said(await reply(assistant, turn("what did you change?", "talk")))
    take_in(await reply(assistant, turn(SMALL, "talk")))
    assert "Stars tell me" in said(await reply(assistant, turn("thanks, that was lovely", "talk")))
    assert "Nothing has been changed" in said(await reply(assistant, turn("what did you change?", "talk")))
    take_in(await reply(assistant, turn("slower, please", "talk")))
    told = said(await reply(assistant, turn("what did you change?", "talk")))
    assert re.fullmatch(r"Changed: tempo 120 -> \d+; everything else as before\.", told)
    assert "privacy delete" in said(await reply(assistant, turn("forget everything about me", "talk")))
    assert "everything else as before" in said(await reply(assistant, turn("so what changed", "talk")))


@pytest.mark.asyncio(loop_scope="session")
async def test_talk_is_answered_in_its_language(assistant: Assistant) -> None:
    assert said(await reply(assistant, turn("谢谢你"))).startswith("不客气")
    assert said(await reply(assistant, turn("Danke schön!"))).startswith("Gern geschehen")
    assert said(await reply(assistant, turn("¿qué sabes de mí?"))).startswith("Lo que guardo de ti")


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", "a calm piano piece in C major"),
        ("zh", "安静的C大调钢琴曲"),
        ("es", "una pieza tranquila para piano en do mayor"),
        ("fr", "un morceau calme pour piano en do majeur"),
        ("de", "ein ruhiges Klavierstück in C-Dur"),
        ("pt", "uma peça calma para piano em dó maior"),
        ("ja", "ハ長調の静かなピアノ曲"),
        ("ko", "다장조의 잔잔한 피아노 곡"),
        ("ru", "спокойная пьеса для фортепиано до мажор"),
        ("ar", "مقطوعة هادئة للبيانو على سلم دو الكبير"),
    ],
)
def test_what_is_proposed_is_understood(language: str, first: str) -> None:
    use_language(language)
    try:
        told = [small_talk(words, Memory()) for words in ("what did you change?", "you suck")]
    finally:
        use_language("en")
    proposed = [p for words in told for p in re.findall(r"[“«„「]\s?(.+?)\s?[”»“」]", words)]
    assert len(proposed) == 5
    before = read(first).controls
    for words in proposed:
        request = read_conversation(words, (first,))
        assert request.intent == "vary", words
        assert request.controls != before, words


def test_words_are_not_sung_and_it_says_so() -> None:
    assert LYRICS in read("I want a song with lyrics about my cat").notes
    assert LYRICS in read("给我唱一首关于雨的歌").notes
    for plain in ("a calm piano piece, no lyrics", "a sad song for choir without any lyrics"):
        assert LYRICS not in read(plain).notes


def test_an_artist_is_not_known_by_name_and_it_says_so() -> None:
    assert ARTIST in read("a slow piece for harp in the style of Taylor Swift").notes
    assert ARTIST in read("anything by Hans Zimmer, but for organ").notes
    for plain in (
        "in the style of an old western",
        "i need something by Friday for piano",
        "something in the style of Bossa Nova, 40 seconds",
    ):
        assert ARTIST not in read(plain).notes
