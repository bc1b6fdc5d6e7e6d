"""Operations in conversation: on the last take, on files, from a button."""

import pretty_midi
import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.conversation import Place
from bot.assistant.events import Attachment, Turn
from bot.assistant.inquiry import Inquiry
from bot.assistant.memory import Memory
from bot.assistant.varying import asked_of
from bot.understanding import Request, read
from music.controls import Controls
from music.job import AS_SOURCE, Job, Take
from music.operation import Operation
from tests.assistant.talk import MUSIC, failed, reply, take_in, turn

session = pytest.mark.asyncio(loop_scope="session")
MADE = Controls(tempo_bpm=90.0, key="C major", metre="4/4", bars=8, instruments=("Violin", "Cello"))
TAKE = Take("1" * 16, "j", "CZ1-x", MADE, "0" * 64)


async def notes_of(assistant: Assistant, take: Take) -> list[tuple[float, float, int, int]]:
    midi = pretty_midi.PrettyMIDI(str(await assistant.media(take.midi, "mid")))
    return [(n.start, n.end, n.pitch, n.velocity) for i in midi.instruments for n in i.notes]


@session
async def test_bars_are_rewritten_and_then_the_style_changes(assistant: Assistant) -> None:
    tune = Attachment("tune.mid", MUSIC["fast-violin-major.mid"])
    first = take_in(await reply(assistant, turn("rewrite bars 3 to 4", "ops-1", attachments=(tune,))))
    assert first.operation == "rewrite"
    assert "Bars 3 to 4 are new" in first.adjustments[0]
    old = pretty_midi.PrettyMIDI(str(await assistant.media(first.midi, "mid"))).instruments[0].notes
    assert len(old) >= 24
    second = take_in(await reply(assistant, turn("restyle it as lo-fi", "ops-1")))
    assert second.operation == "restyle"
    assert second.controls.style == "lo-fi"
    assert "Drums" in second.controls.instruments
    assert [seed.track_id for seed in second.seeds] == [first.id]
    again = await assistant.replay(second.code)
    assert again.midi == second.midi
    third = take_in(await reply(assistant, turn("blend them 60/40", "ops-1")))
    assert third.operation == "blend"
    assert len(third.seeds) == 2


@session
async def test_the_vary_button_changes_some_bars_of_the_very_piece(assistant: Assistant) -> None:
    tune = Attachment("tune.mid", MUSIC["slow-piano-minor.mid"])
    first = take_in(await reply(assistant, turn(intent="vary", attachments=(tune,), random_seed=3)))
    second = take_in(await reply(assistant, turn(intent="vary", target=first.id, random_seed=4)))
    assert second.operation == "vary"
    assert first.licence == second.licence == AS_SOURCE  # somebody else's piece, changed twice
    a, b = set(await notes_of(assistant, first)), set(await notes_of(assistant, second))
    assert a != b
    assert len(a & b) > 0.2 * len(a)
    assert second.bars == first.bars


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (turn("blend them", intent="blend"), "two pieces"),
        (turn(intent="vary", operation=Operation("rewrite", 1, 2)), "Attach a MIDI"),
        (turn(intent="restyle", controls=Controls(style="lo-fi"), target="nothing"), "no take"),
        (
            turn(
                intent="vary",
                operation=Operation("rewrite", 90, 95),
                attachments=(Attachment("organ.mid", MUSIC["organ.mid"]),),
            ),
            "bars 90 to 95 are not in it",
        ),
    ],
)
@session
async def test_what_cannot_be_done_is_one_clear_sentence(
    assistant: Assistant, asked: Turn, words: str
) -> None:
    event = failed(await reply(assistant, asked))
    assert words in event.text
    assert event.error_id == ""


@pytest.mark.parametrize(
    ("words", "operation"),
    [
        ("vary it", Operation("vary")),
        ("same, but with a flute", Operation("add", instruments=("Flute",))),
        ("add drums", Operation("add", instruments=("Drums",))),
        ("without the cello", Operation("remove", instruments=("Cello",))),
        ("slower", None),
        ("another one", None),
        ("same but sadder and with a flute", None),
    ],
)
def test_what_words_about_a_take_do_to_its_notes(words: str, operation: Operation | None) -> None:
    before = Request("generate", controls=MADE)
    request = read(words, (before,))
    memory = Memory((before,), (TAKE,), (), take_is_newest=True)
    place = Place("c", "p", "t", 1)
    inquiry = Inquiry(turn(words), place, request, request.intent, request.controls, memory)
    assert asked_of(inquiry, TAKE) == operation


def test_a_job_survives_being_written_down() -> None:
    job = Job(
        Controls(style="lo-fi"), 3, "operate", operation=Operation("rewrite", 5, 8), sources=("ab" * 32,)
    )
    assert Job.from_json(job.to_json()) == job
    older = {**Job(Controls(bars=4), 3, id="x").to_json(), "kind": "continue", "source": "cd" * 32}
    del older["operation"], older["sources"]
    read_again = Job.from_json(older)
    assert read_again.operation == Operation("continue")
    assert read_again.sources == ("cd" * 32,)
