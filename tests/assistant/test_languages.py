"""A conversation is answered in its language, and a refinement says what it changed."""

import re

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.events import Attachment, Recommended, RecommendedTrack, ReplyEvent, TakeReady
from bot.assistant.oversight import Moderator
from bot.assistant.presentation import plain_text
from bot.language import retold, use_language
from music.errors import CadenzaError
from tests.assistant.talk import (
    MUSIC,
    SMALL,
    failed,
    only,
    recommended,
    reply,
    said,
    take_in,
    turn,
    understood,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")


#: what stays as it is in Chinese: units, formats, names of commands and of what plays
KEPT = re.compile(
    r"“privacy \w+”|cadenza replay \S+|音色库 .*|模型 \S+（\w+）|bpm|\.mid|\.abc|MIDI|ABC|MusicXML|Cadenza"
)


def english_in(events: list[ReplyEvent], *names: str) -> list[str]:
    """English words in what a reply says; titles, composers, files, ids and codes are no words."""
    found: list[str] = []
    for event in events:
        if isinstance(event, Recommended):
            names += tuple(x for t in event.tracks for x in (t.title, t.composer, t.id) if x)
        if isinstance(event, TakeReady):
            seeds = (name for seed in event.take.seeds for name in (seed.title, seed.composer))
            near = event.take.originality
            names += (event.take.title, *seeds, *((near.title, near.composer) if near else ()))
    for event in events:
        text = plain_text(event)
        for name in sorted(filter(None, names), key=len, reverse=True):
            text = text.replace(name, "")
        found += re.findall(r"[A-Za-z]{2,}", KEPT.sub("", text))
    return found


async def test_a_member_who_writes_chinese_meets_no_english(assistant: Assistant) -> None:
    """One conversation through every intent; titles, names and codes stay as they are."""
    first = await reply(assistant, turn("写一首安静的C大调钢琴曲，2小节，120 bpm，4/4拍", "zh"))
    use_language("zh")  # as the surface that draws the events does
    take = take_in(first)
    assert understood(first).language == "zh"
    assert "C大调" in understood(first).summary
    assert recommended(first).text.startswith("可能合适的音乐")
    ready = only(TakeReady, first)
    assert "灵感来自" in ready.text
    assert ready.originality in ready.text
    assert ready.originality.startswith("原创")
    replies = [first]
    for words in (
        "慢一点", "改成圆舞曲风格", "为什么", "四星", "五星", "推荐快的小提琴圆舞曲，降E大调", "为什么？",
        "重写第1小节", "加上长笛", "分析一下", "播放", "帮助", "今天天气怎么样", "重写第50到60小节",
        "2000 bpm 的电子乐", "写一首小提琴曲，不要小提琴", "23/4拍的钢琴曲", "又快又慢的钢琴曲",
    ):  # fmt: skip
        replies += [await reply(assistant, turn(words, "zh"))]
    more = {"intent": "vary", "target": take.id}
    replies.append(await reply(assistant, turn("", "zh", **more)))
    for name, data in (
        ("坏.mid", b"MThd" + b"\0" * 20),
        ("空.mid", b""),
        ("文字.abc", b"hello"),
        ("歌.abc", MUSIC["song.abc"]),
    ):
        files = (Attachment(name, data),)
        replies.append(await reply(assistant, turn("分析这个文件", "zh", attachments=files)))
        replies.append(await reply(assistant, turn("推荐类似的", "zh", attachments=files)))
    replies.append(await reply(assistant, turn("打五星", "zh-new")))
    titles = [e.take.title for events in replies for e in events if isinstance(e, TakeReady)]
    titles += [t.title for events in replies for e in events if isinstance(e, Recommended) for t in e.tracks]
    titles += [*MUSIC, "A Little Song"]
    told = {"\n".join(map(plain_text, events)): english_in(events, *titles) for events in replies}
    assert {text: words for text, words in told.items() if words} == {}
    change = understood(replies[1]).change
    assert change == "速度 120 -> 96；其他不变"
    assert said(replies[4]).startswith("记下了")
    assert "打分中学习" in said(replies[4])  # asked the first time, reminded after it
    assert failed(replies[15]).text == "速度 2000 bpm 做不到；20 到 320 bpm 可以。"
    # the turn's language was that of its task; whoever draws it for somebody else speaks theirs
    use_language("en")
    assert plain_text(understood(replies[1])).startswith("Changed: ")


async def test_what_is_asked_beside_the_conversation_is_answered_in_the_language_in_use(
    assistant: Assistant,
) -> None:
    ann = {"guild_id": "zh-guild", "surface": "cli", "person": "ann"}
    moderator = Moderator(**ann)
    use_language("zh")
    texts = [(await assistant.privacy.show(guild_id="zh-guild", surface="cli", person="ling")).text]
    texts.append((await assistant.taste(**ann)).text)
    texts.append((await assistant.privacy.show(**ann)).text)
    style = await assistant.styles.add(moderator, "夜路", "lo-fi", {"tempo": "70-80"})
    for refused in (
        lambda: assistant.styles.add(moderator, "夜路", "lo-fi", {}),
        lambda: assistant.styles.add(moderator, "?", "lo-fi", {}),
        lambda: assistant.styles.edit(moderator, "夜路", {"tempo": "9-99"}),
        lambda: assistant.styles.edit(moderator, "夜路", {"metre": "23/4"}),
        lambda: assistant.styles.edit(moderator, "夜路", {"height": "9"}),
        lambda: assistant.styles.edit(moderator, "晨曲", {}),
        lambda: assistant.styles.import_(moderator, b"{}"),
        lambda: assistant.rules.set(moderator, "piece_seconds", "soon"),
        lambda: assistant.rules.set(moderator, "style", "无此风格"),
        lambda: assistant.rate("nothing", 3, **ann),
        lambda: assistant.oversight.undo(moderator, 999_999),
        lambda: assistant.replay("CZ1-nothing"),
        lambda: assistant.taste_map(**ann),
    ):  # fmt: skip
        with pytest.raises(CadenzaError) as error:
            await refused()
        texts.append(retold(str(error.value)))
    await assistant.styles.remove(moderator, style.name)
    texts += [change.text for change in await assistant.oversight.log("zh-guild")]
    use_language("en")
    kept = re.compile(
        r"“[a-z ]+”|/style list|'[^']*'|lo-fi|CZ1-|tempo|piece_seconds|[A-Z]\w+：|base.*aliases"
    )
    assert {text: found for text in texts if (found := re.findall(r"[A-Za-z]{2,}", kept.sub("", text)))} == {}


#: in each language a wish, why, help, a wish that cannot be
TALKS = {
    "es": ("recomiéndame música tranquila de piano en sol menor", "¿por qué?", "ayuda", "5000 bpm"),
    "fr": ("recommande-moi du piano calme en sol mineur", "pourquoi ?", "aide", "à 5000 bpm"),
    "de": ("empfiehl mir ruhige Klaviermusik in g-Moll", "warum?", "hilfe", "mit 5000 bpm"),
    "pt": ("recomenda música calma de piano em sol menor", "por quê?", "ajuda", "a 5000 bpm"),
    "ja": ("ト短調の静かなピアノ曲をおすすめして", "なぜ？", "ヘルプ", "5000 bpmの曲"),
    "ko": ("사단조의 조용한 피아노 곡 추천해 줘", "왜?", "도움말", "5000 bpm 음악"),
    "ru": ("посоветуй спокойное фортепиано в соль миноре", "почему?", "помощь", "на 5000 bpm"),
    "ar": ("رشح لي موسيقى هادئة للبيانو في صول الصغير", "لماذا؟", "مساعدة", "بسرعة 5000 bpm"),
}
#: in languages written in Latin letters, small words that only English has
ENGLISH_ALONE = re.compile(
    r"\b(?:the|and|with|without|of|you|your|asked|for|sounds|bars|minor|major|piece|calm|bright|help)\b", re.I
)


def _tracks(events: list[ReplyEvent]) -> list[RecommendedTrack]:
    return [track for event in events if isinstance(event, Recommended) for track in event.tracks]


@pytest.mark.parametrize("language", TALKS)
async def test_a_conversation_stays_in_its_language(assistant: Assistant, language: str) -> None:
    wish, *further, impossible = TALKS[language]
    talk = f"talk-{language}"
    use_language("en")  # of the surface; the words tell
    first = await reply(assistant, turn(wish, talk, person=language))
    assert understood(first).language == language
    said_later = (*further, "ok", impossible)
    replies = [first, *[await reply(assistant, turn(words, talk, person=language)) for words in said_later]]
    assert failed(replies[-1]).text
    for name, data in (("1.mid", b"MThd" + b"\0" * 20), ("song.abc", MUSIC["song.abc"])):
        files = (Attachment(name, data),)
        replies.append(await reply(assistant, turn("", talk, person=language, attachments=files)))
    use_language(language)
    titles = [*MUSIC, "A Little Song", *(e.title for events in replies for e in _tracks(events))]
    told = {"\n".join(map(plain_text, events)): events for events in replies}
    for text, events in told.items():
        if language in ("ja", "ko", "ru", "ar"):
            assert english_in(events, *titles) == [], text
        else:
            for title in titles:
                text = text.replace(title, "")
            assert ENGLISH_ALONE.findall(text) == [], text
    use_language("en")


async def test_a_refinement_says_what_it_changed(assistant: Assistant) -> None:
    await reply(assistant, turn(SMALL, "change"))
    changed = understood(await reply(assistant, turn("slower", "change")))
    assert changed.change == "tempo 120 -> 96; everything else as before"
    assert changed.alternatives == ()


async def test_an_unclear_wish_offers_its_other_reading(assistant: Assistant) -> None:
    events = await reply(assistant, turn("2 bars of something calm for piano in 4/4", "other"))
    (other,) = understood(events).alternatives
    assert recommended(await reply(assistant, turn(other, "other"))).tracks


async def test_going_back_shows_the_very_take_and_goes_on_from_it(assistant: Assistant) -> None:
    first = take_in(await reply(assistant, turn(SMALL, "back")))
    assert understood(await reply(assistant, turn("back to the first one", "back"))).change == ""
    slower = take_in(await reply(assistant, turn("slower", "back")))
    again = await reply(assistant, turn("go back to the first one", "back"))
    assert understood(again).change == "tempo 96 -> 120; everything else as before"
    assert said(again) == f"Here is “{first.title}” again, as it was."
    assert (take_in(again).id, take_in(again).code) == (first.id, first.code)
    then = await reply(assistant, turn("slower", "back"))
    assert understood(then).change == "tempo 120 -> 96; everything else as before"
    assert [seed.track_id for seed in take_in(then).seeds] == [first.id]
    assert take_in(then).id != slower.id
    otherwise = await reply(assistant, turn("back to the first one but in F", "back"))
    assert take_in(otherwise).id not in (first.id, slower.id, take_in(then).id)
    assert understood(otherwise).controls.key == "F major"
