"""Numbers in words, in the languages that are read through a lexicon."""

import pytest

from bot.understanding.number_words import number_words
from bot.understanding.reading import read


@pytest.mark.parametrize(
    ("language", "said", "number"),
    [
        ("es", "ciento cuarenta y cinco", "145"),
        ("es", "veintidós", "22"),
        ("pt", "cento e dez", "110"),
        ("pt", "vinte e duas", "22"),
        ("fr", "quatre vingt dix sept", "97"),
        ("fr", "soixante et onze", "71"),
        ("fr", "cent vingt", "120"),
        ("de", "vierundsechzig", "64"),
        ("de", "hundertzwanzig", "120"),
        ("ru", "сто двадцать восемь", "128"),
        ("ko", "사십오초", "45 seconds"),
        ("ko", "열여섯 마디", "16 bars"),
        ("ar", "خمسة وأربعين", "45"),
    ],
)
def test_a_number_is_known_by_its_words(language: str, said: str, number: str) -> None:
    assert number_words(language)[said] == number


@pytest.mark.parametrize("language", ["es", "pt", "fr", "de", "ru"])
def test_every_number_has_words_and_one_is_an_article(language: str) -> None:
    assert {int(number) for number in number_words(language).values()} == set(range(2, 200))


@pytest.mark.parametrize(
    ("message", "slot", "value"),
    [
        ("un vals de treinta y dos compases", "bars", 32),
        ("une valse de quarante-cinq secondes", "seconds", 45),
        ("ein Walzer mit hundertvierzig bpm", "tempo_bpm", 140.0),
        ("сделай техно на две минуты", "seconds", 120.0),
        ("열여섯 마디 왈츠", "bars", 16),
        ("a dozen bars of ska", "bars", 12),
        ("摇滚，每分钟一百四十拍", "tempo_bpm", 140.0),
    ],
)
def test_numbers_in_words_fill_slots(message: str, slot: str, value: float) -> None:
    assert getattr(read(message).controls, slot) == value
