"""Mood words find their place on the circumplex, with degree, negation, contrast and combination."""

import pytest

from music.lexicon import entries, find_mood_words, mood_of_words, read_mood


@pytest.mark.parametrize(
    ("text", "valence", "arousal"),
    [
        ("happy", 1, 0),
        ("sad", -1, 0),
        ("calm", 0, -1),
        ("furious", -1, 1),
        ("3 am drive", 0, -1),
        ("boss fight", 0, 1),
        ("i just broke up", -1, 0),
        ("cheer me up", 1, 0),
        ("cozy", 1, -1),
        ("a funeral", -1, -1),
        ("a lullaby", 0, -1),
        ("悲伤的音乐", -1, 0),
        ("非常欢快", 1, 1),
        ("下雨天", 0, -1),
        ("我失恋了", -1, 0),
        ("😭", -1, 0),
    ],
)
def test_words_and_situations_have_a_place(text: str, valence: int, arousal: int) -> None:
    mood = mood_of_words(text)
    assert mood is not None
    assert valence == 0 or mood.valence * valence > 0.15
    assert arousal == 0 or mood.arousal * arousal > 0.15


@pytest.mark.parametrize(
    "text", ["a piece for piano", "techno at 130 bpm", "16 bars in G minor", "", "钢琴曲"]
)
def test_text_without_a_mood_word_has_no_mood(text: str) -> None:
    assert mood_of_words(text) is None


def test_degree_words_order_moods() -> None:
    slightly, plain, very = (read_mood(f"{degree} sad") for degree in ("slightly", "", "very"))
    assert slightly
    assert plain
    assert very
    assert very.valence < plain.valence < slightly.valence < -0.15


@pytest.mark.parametrize(
    "text",
    [
        "not sad", "not sad at all", "nothing sad", "nothing too sad", "don't make it sad",
        "it isn't that sad",
        "anything but sad", "without being sad", "no sad or gloomy stuff", "less sad", "不悲伤",
        "不要太悲伤", "别伤心",
    ],
)  # fmt: skip
def test_a_negated_word_turns_round(text: str) -> None:
    reading = read_mood(text)
    assert reading is not None
    assert reading.valence is not None
    assert reading.valence > 0.15


@pytest.mark.parametrize("text", ["not only sad", "why not sad", "no drums, sad", "not loud but sad"])
def test_a_negation_does_not_reach_too_far(text: str) -> None:
    sad = next(word for word in find_mood_words(text) if word.entry.word == "sad")
    assert not sad.negated


def test_a_word_says_nothing_on_an_axis_it_does_not_speak_of() -> None:
    reading = read_mood("energetic")
    assert reading is not None
    assert reading.valence is None
    assert reading.arousal is not None


def test_what_comes_after_but_weighs_more() -> None:
    calm_last, tense_last = read_mood("tense but calm"), read_mood("calm but tense")
    assert calm_last
    assert tense_last
    assert calm_last.arousal < tense_last.arousal


@pytest.mark.parametrize(
    ("text", "comparison"), [("sadder", 1), ("more upbeat", 1), ("less gloomy", -1), ("sad", 0)]
)
def test_comparisons_are_told_from_plain_words(text: str, comparison: int) -> None:
    assert [word.comparison for word in find_mood_words(text)] == [comparison]


def test_the_longest_phrase_wins() -> None:
    assert [word.entry.word for word in find_mood_words("a late night drive home")] == ["late night drive"]


def test_every_entry_says_something_and_lies_on_the_circumplex() -> None:
    for language in ("english", "chinese", "emoji"):
        for entry in entries(language).values():
            said = [v for v in (entry.valence, entry.arousal) if v is not None]
            assert said, entry
            assert all(-1 <= v <= 1 for v in said), entry
            assert max(abs(v) for v in said) > 0.15, entry
    assert len(entries("english")) > 900
    assert len(entries("chinese")) > 300


def test_every_entry_is_found_as_itself() -> None:
    for language in ("english", "chinese", "emoji"):
        for word in entries(language):
            assert word in [found.entry.word for found in find_mood_words(word)], word
