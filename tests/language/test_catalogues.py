"""The language of the answers: what is said in English has its sentence in Chinese."""

import asyncio
import re

import pytest

from bot.assistant.change import describe_change
from bot.assistant.presentation import describe_controls, describe_work
from bot.language import current_language, retold, say, say_many, use_language
from bot.language.catalogue import messages_of, read_po, spoken_languages, translations
from bot.understanding import read
from music.controls import Controls
from music.errors import CadenzaError
from tests.language.extraction import said_in


@pytest.fixture(autouse=True)
def english_again():
    yield
    use_language("en")


def placeholders(sentence: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", sentence))


def test_every_sentence_that_is_said_has_its_chinese() -> None:
    said = said_in("bot")
    assert len(said) > 200
    chinese = {m.message: m for m in messages_of("zh") if not m.context}
    assert [message for message in said if message not in chinese] == []
    for message, plural in said.items():
        assert chinese[message].plural == plural
        assert all(chinese[message].translations), message


@pytest.mark.parametrize("language", sorted(spoken_languages() - {"en"}))
def test_a_catalogue_names_what_the_english_names(language: str) -> None:
    forms = translations(language)
    for entry in messages_of(language):
        if not entry.message:
            continue
        named = placeholders(entry.message) | placeholders(entry.plural)
        numbers = {"number"} if entry.plural else set()  # "one piece" may say its number in words
        for translation in entry.translations:
            assert named - numbers <= placeholders(translation) <= named, entry.message
        if entry.plural and not entry.context:  # the page has plurals of its own
            said = {forms.ngettext(entry.message, entry.plural, number) for number in range(200)}
            assert said == set(entry.translations), entry.message


def test_a_language_without_a_catalogue_is_answered_in_english() -> None:
    use_language("it")
    assert say("Waiting to begin") == "Waiting to begin"
    use_language("../zh")
    assert say("Waiting to begin") == "Waiting to begin"


def test_numbers_have_their_forms() -> None:
    assert say_many("{number} bar", "{number} bars", 1) == "1 bar"
    assert say_many("{number} bar", "{number} bars", 2) == "2 bars"
    use_language("zh")
    assert say_many("{number} bar", "{number} bars", 2) == "2 小节"
    assert describe_work("composing", 3, 16) == "作曲中：第 3 小节，共 16 小节"


def test_what_was_asked_in_chinese_is_told_in_chinese() -> None:
    request = read("G小调的圆舞曲，大提琴，16小节，稀疏")
    use_language(request.language)
    told = describe_controls(request.controls)
    for part in ("圆舞曲", "G小调", "大提琴", "16 小节", "稀疏"):
        assert part in told
    assert describe_controls(Controls(key="Eb major")) == "降E大调"


def test_a_finished_sentence_is_told_again() -> None:
    with pytest.raises(CadenzaError) as refused:
        read("2000 bpm 的电子乐")
    assert retold(str(refused.value)) == str(refused.value)
    use_language("zh")
    assert retold(str(refused.value)) == "速度 2000 bpm 做不到；20 到 320 bpm 可以。"
    assert (
        retold("The file and the folder are gone: look; again.")
        == "The file and the folder are gone: look; again."
    )
    assert retold("no catalogue has this sentence {x}") == "no catalogue has this sentence {x}"


def test_the_difference_of_a_refinement() -> None:
    before = read("a waltz in G minor for piano and drums at 120 bpm, 30 seconds")

    def change(message: str) -> str:
        return describe_change(before.controls, read(message, [before]).controls)

    assert change("slower") == "tempo 120 -> 96; everything else as before"
    assert (
        change("in A minor, with a flute") == "key G minor -> A minor; with Flute; everything else as before"
    )
    assert change("drop the drums") == "without Drums; everything else as before"
    assert change("sadder") == "darker; everything else as before"
    assert change("16 bars") == "bars open -> 16; everything else as before"
    assert change("another one") == "nothing; another one of the same kind"
    use_language("zh")
    assert change("slower") == "速度 120 -> 96；其他不变"


def test_the_form_of_catalogues() -> None:
    entries = read_po(
        '# note\nmsgid ""\nmsgstr "Language: xx\\n"\n\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n\n'
        'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "eins"\nmsgstr[1] "vi"\n"ele \\"x\\""\n'
    )
    assert [e.message for e in entries] == ["", "one"]
    assert entries[1].translations == ("eins", 'viele "x"')


async def test_the_language_belongs_to_a_task() -> None:
    async def answer(language: str) -> str:
        use_language(language)
        await asyncio.sleep(0)
        return await asyncio.to_thread(say, "Waiting to begin")

    assert await asyncio.gather(answer("zh"), answer("en")) == ["等待开始", "Waiting to begin"]
    assert current_language() == "en"
