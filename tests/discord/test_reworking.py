"""What is done with a piece that is there: by commands, with completions, and by the menu of a message."""

import io

import pretty_midi
import pytest

from tests.assistant.talk import MUSIC
from tests.discord.conftest import Room
from tests.discord.talk import SMALL, answer_to, custom_ids, take_in, take_of, takes_in, words_of
from tests.discord_server import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")
FILE = ("tune.mid", MUSIC["slow-piano-major.mid"])


def notes_of(message: Message) -> list[tuple[float, int, int]]:
    """(start, programme, pitch) of the MIDI file on a message, in order."""
    data = next(a.data for a in message.attachments if a.filename.endswith(".mid"))
    parts = pretty_midi.PrettyMIDI(io.BytesIO(data)).instruments
    return sorted(
        (round(n.start, 2), 128 if p.is_drum else p.program, n.pitch) for p in parts for n in p.notes
    )


async def test_operations_on_a_take_and_on_a_file(room: Room) -> None:
    discord, channel, ann = room.discord, room.channel(), room.member("Ann")
    cara = room.member()  # nobody may order more than five pieces at once
    await ann.slash(channel, "compose", text=SMALL, seed=7)
    first = await take_in(discord, channel)

    # --- a take is completed by its title; others' only where one reads them
    offered = await ann.autocomplete(channel, "restyle", option="take", value="")
    assert [c["value"] for c in offered] == [take_of(first)]
    ben, title = room.member("Ben"), offered[0]["name"]
    assert await ben.autocomplete(channel, "vary", option="take", value="") == []
    found = await ben.autocomplete(channel, "vary", option="take", value=title[:6].upper())
    assert take_of(first) in [c["value"] for c in found]
    elsewhere = room.channel()
    channel.deny(ben.user, "view_channel")
    hidden = await ben.autocomplete(elsewhere, "vary", option="take", value=title)
    assert take_of(first) not in [c["value"] for c in hidden]

    # --- in another style, with what it was made from
    few = await ann.slash(channel, "restyle", style="waltz", take=take_of(first))
    await discord.until(lambda: few.response and "8 or more are needed" in few.response.content, timeout=60)
    await ann.slash(channel, "restyle", style="waltz", file=FILE, tempo=160)
    restyled = await take_in(discord, channel, 2)
    said = words_of(restyled)
    assert "waltz" in said, said
    assert "tempo 160" in said, said
    assert "Made from slow-piano-major" in said, said

    # --- named by its title; only the bars that were named change
    await ann.slash(channel, "rewrite", bars="2", take=title)
    rewritten = await take_in(discord, channel, 3)
    before, after = ([n for n in notes_of(m) if n[0] < 1.9] for m in (first, rewritten))
    assert before == after
    wrong = await answer_to(discord, await ann.slash(channel, "rewrite", bars="two", take=title))
    assert wrong.private
    assert "write them like 5-8" in wrong.content
    unknown = await answer_to(discord, await ann.slash(channel, "vary", take="no such title"))
    assert "choose one that is offered" in unknown.content

    # --- instruments: the last of a list is completed, in everybody's words
    completed = await ann.autocomplete(channel, "instruments", option="add", value="Flute, vio")
    assert completed[0]["value"] == "Flute, Violin"
    await cara.slash(channel, "instruments", take=take_of(first), add="Flute")
    more = await take_in(discord, channel, 4)
    assert set(notes_of(first)) <= set(notes_of(more))
    assert 73 in {programme for _, programme, _ in notes_of(more)}
    both = await answer_to(discord, await ann.slash(channel, "instruments", add="Flute", remove="Harp"))
    assert "one of the two" in both.content

    # --- a file, a take: a blend at the weight 0 is the first of them, whichever is the file
    await cara.slash(channel, "blend", take=take_of(first), other_file=FILE, weight=0)
    assert notes_of(await take_in(discord, channel, 5)) == notes_of(first)
    await cara.slash(channel, "humanise", file=FILE, amount=0.5)
    played = await take_in(discord, channel, 6)
    assert len(notes_of(played)) == len(pretty_midi.PrettyMIDI(io.BytesIO(FILE[1])).instruments[0].notes)
    twice = await answer_to(discord, await ann.slash(channel, "vary", take=title, file=FILE))
    assert "one of the two" in twice.content


async def test_what_is_asked_privately_stays_private(room: Room) -> None:
    discord, channel, ann, ben = room.discord, room.channel(), room.member(), room.member()
    use = await ann.slash(channel, "compose", text=SMALL, private=True)
    await discord.until(lambda: use.response and take_of(use.response), timeout=60)
    mine = use.response
    assert mine is not None
    assert mine.private
    assert {a.filename.rpartition(".")[2] for a in mine.attachments} == {"ogg", "mid"}
    varied = await ann.press(mine, label="Vary")
    await discord.until(lambda: varied.response and take_of(varied.response), timeout=60)
    assert varied.private
    recommended = await answer_to(discord, await ann.slash(channel, "recommend", text="calm", private=True))
    assert recommended.private
    assert not takes_in(channel)
    own = await ann.autocomplete(channel, "vary", option="take", value="")
    assert take_of(mine) in [c["value"] for c in own]
    others = await ben.autocomplete(channel, "vary", option="take", value=own[0]["name"])
    assert not {c["value"] for c in own} & {c["value"] for c in others}

    # --- it takes longer than Discord keeps the answer open: it comes as a direct message
    await ann.slash(channel, "compose", text="an 8 bar piece for piano in C major", private=True)
    discord.clock.advance(901)
    assert (await take_in(discord, ann.direct_channel)).attachments
    assert not takes_in(channel)


async def test_the_menu_of_a_message(room: Room) -> None:
    discord, channel, ann, ben = room.discord, room.channel(), room.member(), room.member()
    upload = await ben.say(channel, "my tune", attachments=[FILE])
    analysis = await answer_to(discord, await ann.menu(upload, "Analyze this"))
    assert analysis.private
    assert "C major" in words_of(analysis)
    asked = await answer_to(discord, await ann.menu(upload, "Restyle this"))
    assert asked.private
    menu = next(i for i in custom_ids(asked) if i.startswith("cz1:into:file"))
    await ann.choose(asked, custom_id=menu, values=["bossa nova"])
    restyled = await take_in(discord, channel)
    assert "bossa nova" in words_of(restyled)
    again = await answer_to(discord, await ann.menu(restyled, "Analyze this"))
    assert "bpm" in words_of(again)
    await ann.menu(restyled, "Vary this")
    await take_in(discord, channel, 2)
    await ann.menu(upload, "Continue this")
    await take_in(discord, channel, 3)
    bare = await ben.say(channel, "no music here", attachments=[("song.mp3", b"ID3")])
    refused = await answer_to(discord, await ann.menu(bare, "Continue this"))
    assert refused.private
    assert "no music on that message" in refused.content


async def test_a_chinese_member_is_answered_in_chinese(room: Room) -> None:
    discord, channel, ann = room.discord, room.channel(), room.member()
    ann.user.locale = "zh-CN"
    styles = await ann.autocomplete(channel, "compose", option="style", value="圆舞")
    assert styles[0] == {"name": "圆舞曲", "value": "waltz"}
    keys = await ann.autocomplete(channel, "compose", option="key", value="G小")
    assert [c["value"] for c in keys] == ["G minor", "G# minor"]
    moods = await ann.autocomplete(channel, "compose", option="mood", value="平静，悲")
    assert moods[0]["value"].startswith("平静, 悲")
    await ann.slash(channel, "compose", style="waltz", key="G minor", mood="平静", bars=2, density="sparse")
    take = await take_in(discord, channel)
    assert all(word in words_of(take) for word in ("圆舞曲", "G小调", "2 小节", "稀疏"))
    labels = [b["label"] for row in take.components for b in row["components"]]
    assert {"变奏", "修改…", "为什么？", "删除"} <= set(labels)
    why = await answer_to(discord, await ann.press(take, label="为什么？"))
    assert "作曲" in why.content or "创作" in why.content
    wrong = await answer_to(
        discord, await ann.slash(channel, "analyze", file=("song.mp3", b"ID3" + bytes(9)))
    )
    assert "不是这些" in wrong.content
    history = await answer_to(discord, await ann.slash(channel, "history"))
    assert "最新的曲子" in words_of(history)
    ann.user.locale = "es-419"
    keys = await ann.autocomplete(channel, "compose", option="key", value="sol me")
    assert keys[0] == {"name": "sol menor", "value": "G minor"}
    history = await answer_to(discord, await ann.slash(channel, "history"))
    assert "Tus piezas más recientes aquí" in words_of(history)
    assert "Vals en sol menor" in words_of(history)
