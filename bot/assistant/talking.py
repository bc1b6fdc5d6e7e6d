"""Help and chat: what works here, and short honest answers to what is no request for music."""

from collections.abc import AsyncIterator

from bot.assistant.events import ReplyEvent, Said
from bot.assistant.inquiry import House, Inquiry
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
I read English best, and Chinese in the basics."""

HELP_CHINESE = """我可以推荐音乐、说明理由，并创作新的曲子。请用自己的话告诉我，例如：
- “安静的、下雨天的钢琴曲，大约40秒”
- “G小调的圆舞曲，16小节，弦乐四重奏”
之后可以说“慢一点”“不要鼓”“再来一首”。我学到的主要是欧洲的乐谱、民间与古典音乐；英文理解得最好，中文只懂基础。"""

_CHAT = (
    "I am a music companion, so I am best at music: tell me a mood, a style or an instrument, "
    "and I look for pieces and compose one. Say “help” for examples."
)
_CHAT_CHINESE = "我是音乐伙伴，最擅长音乐：告诉我心情、风格或乐器，我就为你找曲子、写曲子。说“帮助”看例子。"


async def help_(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """What can be asked, with examples, and what the training leans to."""
    yield Said(inquiry.turn_id, HELP_CHINESE if inquiry.language == "zh" else HELP, "help")


async def chat(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """A short answer that leads back to music."""
    yield Said(inquiry.turn_id, _CHAT_CHINESE if inquiry.language == "zh" else _CHAT, "chat")


async def play_or_stop(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """Here nobody has a loudspeaker to command: the newest take is pointed to."""
    take = inquiry.memory.take
    if take is None:
        raise CadenzaError("There is nothing to play yet; ask for a piece first.")
    words = (
        f"“{take.title}” plays from its own card or file."
        if inquiry.intent == "play"
        else "Playing is in your hands here: pause it where you started it."
    )
    yield Said(inquiry.turn_id, words, "chat", {"take": take.id})
