"""Ordinary conversation is held in every language that is understood, and mixes none of them."""

import re
from itertools import product

import pytest

from bot.assistant.change import describe_change
from bot.assistant.guild_settings import LANGUAGES
from bot.assistant.presentation import describe_controls
from bot.language import retold, say, use_language
from bot.language.catalogue import messages_of, spoken_languages
from bot.language.direction import apart
from bot.language.finished import _patterns
from bot.language.keys import key_name
from bot.language.lists import either, listed
from bot.language.names import mood_name
from bot.language.numbers import number_name
from bot.language.saying import has_name
from bot.language.titles import title_name
from bot.understanding import read
from bot.understanding.language import READ_LANGUAGES, language_of
from bot.understanding.lexicon import lexicon
from generator.titles import title_for
from music.controls import Controls
from music.errors import CadenzaError
from music.theory import Key
from tests.language.conversation import (
    SPOKEN,
    named_in_chinese,
    said_in_conversation,
    told_in_conversation,
)
from tests.language.extraction import told_below

KEYS = [str(Key(tonic, minor)) for tonic in range(12) for minor in (False, True)]


@pytest.fixture(autouse=True)
def english_again():
    yield
    use_language("en")


def test_what_is_understood_is_answered() -> None:
    assert spoken_languages() == set(READ_LANGUAGES) == set(LANGUAGES) - {""}


@pytest.mark.parametrize("language", SPOKEN)
def test_everything_that_a_conversation_says_has_its_translation(language: str) -> None:
    catalogue = {m.message: m for m in messages_of(language) if not m.context}
    said = said_in_conversation()
    assert len(said) > 300
    assert [m for m, plural in said.items() if m not in catalogue or catalogue[m].plural != plural] == []
    named = {(m.context, m.message) for m in messages_of(language) if m.context}
    assert named_in_chinese() - named == set()
    assert [m.message for m in messages_of(language) if not all(m.translations)] == []
    use_language(language)
    told = told_in_conversation()
    assert len(told) > 130
    assert [(place, text) for place, text, kind in told if retold(text, kind) == text] == []


@pytest.mark.parametrize("language", SPOKEN)
def test_no_sentence_is_taken_for_another(language: str) -> None:
    """A catalogue that has not everything leaves what it lacks in English; nothing near fits it instead."""
    for place, text, kind in told_below():
        by_ours = next((pattern for pattern, _ in _patterns(language, kind) if pattern.fullmatch(text)), None)
        if by_ours is not None:
            whole = next(pattern for pattern, _ in _patterns("zh", kind) if pattern.fullmatch(text))
            assert by_ours == whole, place


#: a wish and a refinement of it, and as what each is told
CONVERSATIONS = {
    "es": (
        ("un vals tranquilo en sol menor para violonchelo, 16 compases", "en la bemol mayor"),
        "tranquilo, vals, sol menor, 3/4, violonchelo, 16 compases",
        "tonalidad: sol menor → la bemol mayor; lo demás sigue igual",
    ),
    "fr": (
        ("une valse calme en sol mineur pour violoncelle, 16 mesures", "en la bémol majeur"),
        "calme, valse, sol mineur, 3/4, violoncelle, 16 mesures",
        "tonalité\xa0: sol mineur → la bémol majeur\xa0; tout le reste comme avant",
    ),
    "de": (
        ("ein ruhiger Walzer in g-Moll für Cello, 16 Takte", "in As-Dur"),
        "ruhig, Walzer, g-Moll, 3/4, Cello, 16 Takte",
        "Tonart: g-Moll → As-Dur; alles andere wie zuvor",
    ),
    "pt": (
        ("uma valsa calma em sol menor para violoncelo, 16 compassos", "em lá bemol maior"),
        "calmo, valsa, sol menor, 3/4, violoncelo, 16 compassos",
        "tonalidade: sol menor → lá bemol maior; todo o resto como antes",
    ),
    "ja": (
        ("ト短調の静かなワルツ、チェロ、16小節", "変イ長調で"),
        "静か、ワルツ、ト短調、3/4、チェロ、16小節",
        "調：ト短調 → 変イ長調。ほかはそのまま",
    ),
    "ko": (
        ("사단조의 조용한 왈츠, 첼로, 16마디", "내림가장조로"),
        "차분한, 왈츠, 사단조, 3/4, 첼로, 16마디",
        "조성: 사단조 → 내림가장조 / 나머지는 그대로",
    ),
    "ru": (
        ("спокойный вальс в соль миноре для виолончели, 16 тактов", "в ля-бемоль мажоре"),
        "спокойно, вальс, соль минор, 3/4, виолончель, 16 тактов",
        "тональность: соль минор → ля-бемоль мажор; остальное как было",
    ),
    "ar": (
        ("فالس هادئ في صول الصغير للتشيلو، 16 مازورة", "في لا بيمول الكبير"),
        "هادئ، فالس، صول الصغير، 3/4، تشيلو، 16 مازورة",
        "السلّم: من صول الصغير إلى لا بيمول الكبير؛ والباقي كما كان",
    ),
}


@pytest.mark.parametrize("language", CONVERSATIONS)
def test_a_wish_and_its_refinement_are_told_in_their_language(language: str) -> None:
    (wish, refinement), told, change = CONVERSATIONS[language]
    first = read(wish)
    assert first.language == language
    then = read(refinement, [first])
    assert then.language == language
    use_language(language)
    assert describe_controls(first.controls) == told
    assert describe_change(first.controls, then.controls) == change
    assert language_of("ok", language) == language
    assert language_of("jazz", language) == language
    with pytest.raises(CadenzaError) as refused:
        Controls(tempo_bpm=5000).checked()
    assert retold(str(refused.value)) != str(refused.value)


@pytest.mark.parametrize("language", SPOKEN)
def test_keys_and_titles(language: str) -> None:
    use_language(language)
    assert len({key_name(key) for key in KEYS}) == 24
    assert key_name("no key") == "no key"
    moods = product((-0.5, 0.1, 0.5), repeat=2)
    for (valence, arousal), key, style in zip(moods, KEYS, ("waltz", "", "tango") * 3, strict=False):
        title = title_for(valence, arousal, (0, 40, 42), style, key)
        told = title_name(title)
        assert key_name(key) in told
        assert told[0] == told[0].upper()
        assert not re.search(r"\b(?:for|and|piece|major|minor)\b", told), told


def test_names_of_keys() -> None:
    names = {
        "es": ("do mayor", "fa sostenido menor", "mi bemol mayor"),
        "fr": ("do majeur", "fa dièse mineur", "mi bémol majeur"),
        "de": ("C-Dur", "fis-Moll", "Es-Dur"),
        "pt": ("dó maior", "fá sustenido menor", "mi bemol maior"),
        "ja": ("ハ長調", "嬰ヘ短調", "変ホ長調"),
        "ko": ("다장조", "올림바단조", "내림마장조"),
        "ru": ("до мажор", "фа-диез минор", "ми-бемоль мажор"),
        "ar": ("دو الكبير", "فا دييز الصغير", "مي بيمول الكبير"),
    }
    for language, expected in names.items():
        use_language(language)
        assert tuple(map(key_name, ("C major", "F# minor", "Eb major"))) == expected
    use_language("de")
    assert [key_name(key) for key in ("Bb major", "B minor", "Ab minor")] == ["B-Dur", "h-Moll", "as-Moll"]


def test_lists_numbers_and_moods() -> None:
    use_language("es")
    assert listed(["flauta", "violín", "instrumentos"]) == "flauta, violín e instrumentos"
    assert listed(["flauta", "hielo"]) == "flauta y hielo"
    assert either(["oboe", "órgano", "piano"]) == "oboe u órgano o piano"
    assert number_name("12,213") == "12.213"
    assert [mood_name(word) for word in ("rainy", "not sad", "zorp")] == ["lluvioso", "no triste", "zorp"]
    use_language("fr")
    assert number_name("51.2") == "51,2"
    use_language("ja")
    assert number_name("12,213") == "12,213"


def test_a_mood_is_told_in_the_language_it_was_asked_in() -> None:
    """Every mood that the lexicons lead to, as English, has its word."""
    tables = [table for code in SPOKEN for table in (lexicon(code).exact, lexicon(code).stems)]
    english = {p.english for table in tables for phrases in table.values() for p in phrases if p.compares}
    moods = {mood for one in english for mood in read(f"piano music, {one}").controls.mood}
    assert len(moods) > 50
    for language in SPOKEN:
        use_language(language)
        assert [mood for mood in moods if not has_name("wish", mood)] == [], language


def test_latin_names_keep_their_order_in_arabic() -> None:
    assert apart("Ode to Joy (Beethoven)", "ar") == "\u2068Ode to Joy (Beethoven)\u2069"
    assert apart("CZ1-Azsd76_x", "ar") == "CZ1-Azsd76_x"
    assert apart("دو الكبير 3/4", "ar") == "دو الكبير 3/4"
    assert apart("3/4", "ar") == "3/4"
    assert apart("Ode to Joy", "es") == "Ode to Joy"
    use_language("ar")
    assert "\u2068Ode to Joy\u2069" in say("Skipped: {title}.", title="Ode to Joy")
