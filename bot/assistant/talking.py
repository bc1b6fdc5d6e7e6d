"""Help and chat: what works here, and short honest answers to what is no request for music."""

from collections.abc import AsyncIterator

from bot.assistant.events import ReplyEvent, Said
from bot.assistant.inquiry import House, Inquiry
from bot.assistant.small_talk import kind_of, small_talk
from bot.language import retold, say
from bot.language.titles import title_name
from bot.understanding.limits import LIMITS
from music.errors import CadenzaError

HELP = """I recommend music, say why, and compose new pieces. Ask in your own words, for instance:
- “something calm and rainy for piano, a bit hopeful, about 40 seconds”
- “a 16 bar waltz in G minor for string quartet at 96 bpm”
- “find me a lively fiddle tune in D”
- then “slower”, “in a minor key”, “without drums”, or “another one”
- “vary it”, “rewrite bars 5 to 8”, “same, but with strings”, “as bossa nova”, “blend #1 and #2”
You can say mood, style, tempo, key, metre, instruments (with or without), length and density.
Attach a MIDI, ABC or MusicXML file to have it analyzed or continued, or to find music like it.
Rate what you hear with 1 to 5 stars.
I learned from European music for the most part: notated, folk and classical. Popular styles come out simpler.
I read English and Chinese best, and Spanish, French, German, Portuguese, Japanese, Korean, Russian and Arabic
for mood, length, instruments and what shall be done."""

_CHAT = (
    "I am a music companion, so I am best at music: tell me a mood, a style or an instrument, "
    "and I look for pieces and compose one. Say “help” for examples."
)


async def help_(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """What can be asked, with examples, and what the training leans to; how to delete one's data where that
    is what somebody asks."""
    about_them = kind_of(inquiry.turn.text) == "privacy"
    told = small_talk(inquiry.turn.text, inquiry.memory) if about_them else say(HELP)
    yield Said(inquiry.turn_id, told, "help")


async def chat(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """A short answer that leads back to music, or says what of a wish cannot be done."""
    limits = " ".join(retold(note) for note in inquiry.request.notes if note in LIMITS)
    told = limits or small_talk(inquiry.turn.text, inquiry.memory) or say(_CHAT)
    yield Said(inquiry.turn_id, told, "chat")


async def play_or_stop(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """Here nobody has a loudspeaker to command: the newest take is pointed to."""
    take = inquiry.memory.take
    if take is None:
        raise CadenzaError(say("There is nothing to play yet; ask for a piece first."))
    words = (
        say("“{title}” plays from its own card or file.", title=title_name(take.title))
        if inquiry.intent == "play"
        else say("Playing is in your hands here: pause it where you started it.")
    )
    yield Said(inquiry.turn_id, words, "chat", {"take": take.id})
