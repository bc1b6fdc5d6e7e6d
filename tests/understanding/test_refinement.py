"""A refinement changes what it names and keeps the rest."""

import pytest

from bot.understanding import Request, read
from bot.understanding.limits import ENTRANCE, LOUDNESS, PART
from music.controls import Controls

FIRST = "a calm lo-fi tune in D minor for piano and drums at 80 bpm, 40 seconds"


def refine(*messages: str) -> Request:
    earlier: list[Request] = []
    for message in messages:
        earlier.append(read(message, earlier))
    return earlier[-1]


@pytest.mark.parametrize(
    ("message", "changed"),
    [
        ("slower", {"tempo_bpm"}), ("a bit faster", {"tempo_bpm"}), ("72 bpm", {"tempo_bpm"}),
        ("10 bpm faster", {"tempo_bpm"}),
        ("in F instead", {"key"}), ("up a semitone", {"key"}), ("make it major", {"key"}),
        ("in 6/8", {"metre"}),
        ("add a cello", {"instruments"}), ("drop the drums", {"instruments", "exclude_instruments"}),
        ("just piano", {"instruments"}), ("guitar instead of piano", {"instruments"}),
        ("longer", {"seconds"}),
        ("make it a minute", {"seconds"}), ("16 bars", {"seconds", "bars"}), ("busier", {"density"}),
        ("happier", {"valence", "mood"}), ("make it jazz", {"style"}),
        ("more energetic", {"arousal", "mood"}),
        ("another one", set()), ("慢一点", {"tempo_bpm"}), ("不要鼓", {"instruments", "exclude_instruments"}),
    ],
)  # fmt: skip
def test_only_what_is_named_changes(message: str, changed: set[str]) -> None:
    before, after = read(FIRST).controls.to_json(), refine(FIRST, message).controls.to_json()
    assert {name for name in before if before[name] != after[name]} == changed


def test_the_direction_of_a_change() -> None:
    before = read(FIRST).controls
    assert refine(FIRST, "slower").controls.tempo_bpm < before.tempo_bpm
    assert refine(FIRST, "a bit slower").controls.tempo_bpm > refine(FIRST, "way slower").controls.tempo_bpm
    assert refine(FIRST, "twice as long").controls.seconds == 80
    assert refine(FIRST, "up a semitone").controls.key == "Eb minor"
    assert refine("sad piano", "happier").controls.valence > 0.15
    assert -0.75 < refine("sad piano", "less sad").controls.valence < 0


def test_the_intent_says_whether_the_style_changed() -> None:
    assert refine(FIRST, "slower").intent == "vary"
    assert refine(FIRST, "make it reggae").intent == "restyle"


def test_a_new_request_starts_from_nothing() -> None:
    assert (
        refine(FIRST, "now write a polka for accordion").controls
        == read("write a polka for accordion").controls
    )


def test_idle_talk_between_does_not_lose_the_state() -> None:
    assert refine(FIRST, "thanks!", "slower").controls == refine(FIRST, "slower").controls


def test_back_to_the_first_one_and_undo() -> None:
    assert refine(FIRST, "slower", "in C", "back to the first one").controls == read(FIRST).controls
    assert refine(FIRST, "slower", "in C", "undo that").controls == refine(FIRST, "slower").controls
    assert refine(FIRST, "slower", "back to the first one but with strings").controls.tempo_bpm == 80


def test_undo_goes_one_further_back_each_time() -> None:
    said = (FIRST, "slower", "in C", "undo")
    assert refine(*said).back_to == 1
    assert refine(*said, "undo").controls == read(FIRST).controls
    assert refine(*said, "undo", "undo").controls == read(FIRST).controls
    assert refine(*said, "faster", "undo").controls == refine(FIRST, "slower").controls
    # what goes somewhere else is taken back as any other change is
    assert refine(FIRST, "slower", "in C", "back to the first one", "undo").back_to == 2


@pytest.mark.parametrize(
    "message", ["back to how it was before the flute", "i liked it better before you added the flute"]
)
def test_back_to_before_an_instrument_came(message: str) -> None:
    assert (
        refine(FIRST, "slower", "add a flute", "in C", message).controls == refine(FIRST, "slower").controls
    )


def test_praise_and_faces_are_no_wishes() -> None:
    before = read(FIRST).controls
    for message in ("that's lovely! a bit slower please", "slower 😭", "cute! but slower"):
        after = refine(FIRST, message).controls
        assert (after.valence, after.arousal, after.mood) == (before.valence, before.arousal, before.mood)
        assert after.tempo_bpm < before.tempo_bpm


@pytest.mark.parametrize(
    ("message", "changed"),
    [
        ("my baby is sleeping, slower please", {"tempo_bpm"}),
        ("slower, so we can dance to it", {"tempo_bpm"}),
        ("the kids love it, in 3/4 now", {"metre"}),
        ("145 is crazy, go down to 132", {"tempo_bpm"}), ("our session only takes 210 seconds", {"seconds"}),
        ("the drums keep waking him lol. lose it", {"instruments", "exclude_instruments"}),
        ("the drums are too loud, no drums", {"instruments", "exclude_instruments"}),
        ("my son plays clarinet, add one for him", {"instruments"}),
        ("Meno mosso, per favore.", {"tempo_bpm"}),
        ("could D minor become G major?", {"key"}), ("does it have to be so fast?", {"tempo_bpm"}),
        ("孩子在睡觉,再慢一点", {"tempo_bpm"}), ("鼓听着闷,拿掉它", {"instruments", "exclude_instruments"}),
    ],
)  # fmt: skip
def test_what_is_told_beside_a_wish_changes_nothing(message: str, changed: set[str]) -> None:
    before, after = read(FIRST).controls.to_json(), refine(FIRST, message).controls.to_json()
    assert {name for name in before if before[name] != after[name]} == changed


@pytest.mark.parametrize(
    "message",
    ["it's beautiful. i am crying.", "my cat fell asleep to this lol", "🔥🔥 this slaps", "晚安,谢谢你"],
)
def test_a_remark_on_how_it_is_liked_is_talk(message: str) -> None:
    assert refine(FIRST, message).intent == "chat"


def test_what_was_banned_can_come_back() -> None:
    after = refine("lo-fi without drums", "bring the drums back").controls
    assert after.instruments == ("Drums",)
    assert after.exclude_instruments == ()


def test_slower_without_anything_before_is_slow() -> None:
    tempo = read("a slower piano piece").controls.tempo_bpm
    assert tempo is not None
    assert 40 <= tempo <= 92


def test_back_to_something_as_it_was_names_its_place_and_with_a_wish_it_does_not() -> None:
    assert refine(FIRST, "slower", "in C", "back to the first one").back_to == 0
    assert refine(FIRST, "slower", "in C", "undo that").back_to == 1
    assert refine(FIRST, "slower", "the second one was better").back_to == 1
    assert refine(FIRST, "slower", "back to the first one but with strings").back_to is None
    assert refine(FIRST, "slower", "back to the original tempo").back_to is None
    assert refine(FIRST, "slower", "in C", "back to the original tempo").controls.tempo_bpm == 80
    assert refine(FIRST, "slower", "in C", "back to the original tempo").controls.key == "C major"


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("play it in the jazz style", "restyle"), ("play it slower", "vary"), ("perform it on harp", "vary"),
        ("put on some strings", "vary"), ("play it", "play"), ("play the first one", "play"),
        ("put on something sad", "play"), ("stop the drums", "vary"), ("stop", "stop"), ("skip", "stop"),
        ("skip the intro", "vary"), ("love it, but slower", "vary"), ("love it", "rate"),
        ("any chance of some strings?", "vary"), ("is there a way to make it slower?", "vary"),
        ("do it at 100", "vary"), ("what is jazz?", "chat"), ("my brother plays the drums", "chat"),
        ("thanks!", "chat"),
    ],
)  # fmt: skip
def test_what_shall_be_done_with_what_is_there(message: str, intent: str) -> None:
    assert refine(FIRST, message).intent == intent


@pytest.mark.parametrize(
    ("message", "after"),
    [
        ("keep the piano, lose the rest", ("Acoustic Grand Piano",)),
        ("drop everything but the drums", ("Drums",)),
        ("everything but the drums", ("Acoustic Grand Piano",)),
        ("the piano should be a harp", ("Drums", "Orchestral Harp")),
        ("not piano, harp", ("Drums", "Orchestral Harp")),
        ("add a flute. actually no flute", ("Acoustic Grand Piano", "Drums")),
        ("a harp would fit", ("Acoustic Grand Piano", "Drums", "Orchestral Harp")),
        ("replace the piano and the drums with a harp", ("Orchestral Harp",)),
        ("sub a harp for the piano", ("Drums", "Orchestral Harp")),
        ("piano to harp", ("Drums", "Orchestral Harp")),
        ("钢琴用竖琴代替", ("Drums", "Orchestral Harp")), ("把钢琴和鼓去掉", ()),
        ("the piano is annoying", ("Drums",)), ("harp version", ("Orchestral Harp",)),
    ],
)  # fmt: skip
def test_who_plays_after_a_refinement(message: str, after: tuple[str, ...]) -> None:
    assert refine(FIRST, message).controls.instruments == after


@pytest.mark.parametrize(
    ("message", "mood"), [("epic-er", "epic"), ("make it dreamy-er", "dreamy"), ("sad-er please", "sad")]
)
def test_a_comparative_that_is_made_up(message: str, mood: str) -> None:
    assert mood in refine(BAND, message).controls.mood


BAND = "a jazz piece for flute, piano, bass and drums, 100 bpm"


@pytest.mark.parametrize(
    ("message", "gone", "new"),
    [
        ("could the drums take five", "Drums", ""),
        ("let the bass take a break", "Electric Bass (finger)", ""),
        ("let the pianist take the night off", "Acoustic Grand Piano", ""),
        ("let the drums sit this one out", "Drums", ""),
        ("take five, drums", "Drums", ""),
        ("ok sit this one out, dear flute!", "Flute", ""),
        ("let the flute take the lead", "", ""),
        ("could the flute take the melody?", "", ""),
        ("let the flute take over from the piano", "Acoustic Grand Piano", ""),
        ("could a cello take over from the flute", "Flute", "Cello"),
        ("back to take 5", "", ""),
    ],
)
def test_players_take_a_break_or_the_lead(message: str, gone: str, new: str) -> None:
    before = read(BAND).controls.instruments
    after = refine(BAND, message).controls.instruments
    assert set(after) == set(before) - {gone} | ({new} if new else set())


@pytest.mark.parametrize(
    ("message", "told"),
    [("the drums are too loud", LOUDNESS), ("make the drums quieter", LOUDNESS), ("鼓轻一点", LOUDNESS),
     ("a louder ending", PART), ("more dramatic chorus please", PART), ("bar 3 sounds sad", PART),
     ("the first 4 bars are weird", PART), ("第3小节怪怪的", PART), ("最后4小节太吵了", PART),
     ("can the drums come in a bit later", ENTRANCE), ("drums start after 30 seconds", ENTRANCE),
     ("no drums until bar 8", ENTRANCE), ("start with just the piano", ENTRANCE),
     ("鼓能不能晚点再进来", ENTRANCE), ("drums only in the second half", ENTRANCE),
     ("前20秒不要鼓", ENTRANCE), ("can it come in later", ENTRANCE), ("make the intro quieter", PART),
     ("slower at the end", PART), ("the chorus should be happier", PART), ("开头安静一点", PART)],
)  # fmt: skip
def test_what_cannot_be_done_changes_nothing_and_is_said(message: str, told: str) -> None:
    assert refine(FIRST, message).notes == (told,)
    assert refine(FIRST, message).intent == "chat"
    slower = refine(FIRST, message, "slower").controls
    assert slower == refine(FIRST, "slower").controls
    both = refine(FIRST, "slower and the drums quieter")
    assert both.notes == (LOUDNESS,)
    assert both.controls == slower


def test_who_shall_come_in_later_and_is_not_there_plays() -> None:
    added = refine(FIRST, "slower and add a flute that comes in after 20 seconds")
    assert added.notes == (ENTRANCE,)
    assert added.controls.instruments == (*read(FIRST).controls.instruments, "Flute")
    assert (added.controls.seconds, added.controls.tempo_bpm) == (40.0, 64.0)


def test_a_variation_and_a_blend_are_asked_for_in_any_words() -> None:
    for message in ("make a variation", "make me a variation of it", "new version", "vary it", "再试一次"):
        asked = refine(FIRST, message)
        assert (asked.intent, asked.controls) == ("vary", refine(FIRST).controls)
    blends = [refine(FIRST, message) for message in ("blend #1 and #2", "混合 #1 和 #2", "把 #1 和 #2 混合")]
    assert {(b.intent, b.controls) for b in blends} == {("blend", Controls())}


def test_what_it_shall_not_be_for_is_no_mood_of_it() -> None:
    assert (read("nothing for a funeral, something happy").controls.valence or 0) > 0.5
