"""Twenty takes as a person gets them, with their pictures: `python -m bot.takes_gallery docs/takes`.

Chosen by rule and not by hand: the requests are every third or fourth of the built-in styles with the moods
in turn, the random seed is the number of the take, and the first answer is the one that stands. Asked in
words, through the same assistant as everyone, over the starter catalogue.
"""

import argparse
import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from bot.assistant.assistant import Assistant
from bot.assistant.events import TakeReady, Turn
from bot.assistant.presentation import describe_controls, duration
from bot.commands.one_shot import DEFAULT_USER, GUILD, events_of
from bot.commands.output import ProgressLine
from bot.settings import Settings, load_settings
from music.job import Take
from music.styles import BUILT_IN_STYLES

TAKES = 20
SECONDS = 30
#: "" asks for the style as it is
MOODS = ("", "happy", "calm", "sad", "tense")
_COMMAND = "python -m bot.takes_gallery docs/takes"


@dataclass(frozen=True, slots=True)
class Request:
    number: int
    style: str
    words: str

    @property
    def stem(self) -> str:
        return f"{self.number:02d}-{self.style.replace(' ', '-').replace('&', 'n')}"


def requests(count: int = TAKES) -> list[Request]:
    """`count` requests, spread evenly over the styles."""
    names = list(BUILT_IN_STYLES)
    found = []
    for k in range(count):
        style, mood = names[k * len(names) // count], MOODS[k % len(MOODS)]
        words = f"{mood} {style} piece".strip()
        article = "an" if words[0] in "aeiou" else "a"
        found.append(Request(k + 1, style, f"{article} {words}, {SECONDS} seconds"))
    return found


def write_gallery(folder: Path, wanted: Sequence[Request], settings: Settings) -> list[Take]:
    """A .mid and a .png of each request in `folder` (what lies there is replaced), and README.md."""
    made = asyncio.run(_made(wanted, settings))
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("*.mid"), *folder.glob("*.png")):
        old.unlink()
    for request, (_, midi, picture) in zip(wanted, made, strict=True):
        (folder / f"{request.stem}.mid").write_bytes(midi)
        (folder / f"{request.stem}.png").write_bytes(_small(picture))
    takes = [take for take, _, _ in made]
    (folder / "README.md").write_text(page(wanted, takes), "utf-8")
    return takes


async def _made(wanted: Sequence[Request], settings: Settings) -> list[tuple[Take, bytes, bytes]]:
    """The takes, each with its MIDI and its picture."""
    made = []
    with ProgressLine() as progress:
        async with Assistant.open(settings, in_process=True, background=False) as assistant:
            await assistant.prepare(lambda done, total, text: progress.show(text, done, total))
            for request in wanted:
                take = await _take(assistant, request, progress)
                midi = await assistant.media(take.midi, "mid")
                picture = await assistant.media(take.midi, "png")
                made.append((take, midi.read_bytes(), picture.read_bytes()))
    return made


async def _take(assistant: Assistant, request: Request, progress: ProgressLine) -> Take:
    turn = Turn(
        guild_id=GUILD,
        surface="cli",
        person=DEFAULT_USER,
        conversation_id=f"gallery-{request.number}",
        text=request.words,
        intent="generate",
        random_seed=request.number,
    )
    events = await events_of(assistant, turn, progress)
    return next(event.take for event in events if isinstance(event, TakeReady))


def _small(png: bytes) -> bytes:
    """The same picture in 64 colours."""
    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(64).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def page(wanted: Sequence[Request], takes: Sequence[Take]) -> str:
    lines = [
        f"# {len(takes)} takes",
        "",
        f"Made by `{_COMMAND}` and chosen by rule, not by hand: every third or fourth",
        "built-in style, the moods in turn, the number of the take as random seed, the first answer. CC0.",
        "`cadenza replay CODE -o take.mid` makes any of them again with the same weights",
        f"(`{takes[0].model_digest}`).",
    ]
    for request, take in zip(wanted, takes, strict=True):
        lines += [
            "",
            f"## {request.number}. “{request.words}”",
            "",
            f"![piano roll]({request.stem}.png)",
            "",
            f"[MIDI]({request.stem}.mid) · {_one_line(take)}",
            "",
            "```",
            take.code,
            "```",
        ]
    return "\n".join(lines) + "\n"


def _one_line(take: Take) -> str:
    kept = take.controls.to_json() | {"seconds": None, "bars": take.bars}
    made = describe_controls(type(take.controls).from_json(kept))
    said = [f"{take.title}: {made}; {duration(take.seconds)}, {take.notes} notes.", *take.adjustments]
    if take.originality:
        said.append(take.originality.sentence)
    return " ".join(said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--takes", type=int, default=TAKES)
    parser.add_argument("--data", type=Path, help="a data folder whose catalogue stands; else a new one")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="cadenza-takes-") as own:
        settings = load_settings(data_dir=options.data or Path(own))
        for take in write_gallery(options.folder, requests(options.takes), settings):
            print(f"{take.title}: {take.notes} notes, {take.seconds:.0f} s")


if __name__ == "__main__":
    main()
