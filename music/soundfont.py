"""Which General MIDI SoundFont this machine plays with.

A SoundFont decides more about how a take sounds than anything else here, so the best one installed is
taken and the reply can say which. Only the operator's own files are considered: a SoundFont that a member
sends is never loaded, since the synthesiser's parser trusts it.
"""

import importlib.util
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from music.errors import MissingPart

#: The line that mends a missing or poor SoundFont on Debian and Ubuntu.
INSTALL_LINE = "apt-get install fluid-soundfont-gm"

SUFFIXES = (".sf2", ".sf3")
MAX_ENTRIES = 2_000  # a folder is listed up to here, so that a mistaken path does not stall the start

# General MIDI banks by how good they sound, best first: file names without case, spaces and punctuation
# begin with the left side. Banks that are not listed come after the listed and before the fallback.
_RANKING: tuple[tuple[str, str], ...] = (
    ("musescoregeneralhq", "MuseScore General HQ"),
    ("musescoregeneral", "MuseScore General"),
    ("fluidr3gm", "FluidR3 GM"),
    ("fluidr3", "FluidR3"),
    ("generaluser", "GeneralUser GS"),
    ("arachno", "Arachno"),
    ("timbresofheaven", "Timbres of Heaven"),
    ("sgmv2", "SGM"),
    ("sgm", "SGM"),
    ("airfont", "Airfont"),
    ("msbasic", "MuseScore Basic"),
)
_FALLBACK = ("timgm6mb", "TimGM6mb")
# Files in the usual folders that are no General MIDI bank: drum kits alone, game chips, FluidR3's GS extras.
_NOT_GENERAL_MIDI = ("avldrums", "opl3", "fluidr3gs", "blackpearl", "redzep", "vintagedreams")


@dataclass(frozen=True, slots=True)
class SoundFont:
    """A SoundFont file that can be played.

    `name` is for people. `is_fallback` is true for the small bank that only serves when no better one is
    installed; `advice` then says in one sentence how to get a better one, and is empty otherwise.
    """

    path: Path
    name: str
    is_fallback: bool = False
    advice: str = ""


def find_soundfont(configured: str = "") -> SoundFont:
    """The SoundFont at `configured`, or without one the best General MIDI bank on this machine.

    Raises MissingPart when `configured` is not a SoundFont file, or when none is installed.
    """
    if configured:
        path = Path(configured).expanduser()
        if not path.is_file():
            raise MissingPart(f"There is no SoundFont at {path}; name an .sf2 or .sf3 file that exists.")
        if not is_soundfont(path):
            raise MissingPart(
                f"{path} is not a SoundFont; name an .sf2 or .sf3 file, or leave CADENZA_SOUNDFONT empty."
            )
        return SoundFont(path, _name_of(path.resolve()))
    found = [path for folder in soundfont_folders() for path in _soundfonts_in(folder)]
    if not found:
        raise MissingPart(f"No General MIDI SoundFont is installed; run: {INSTALL_LINE}")
    best = min(found, key=_rank)  # the first of equals: folders come in order of preference
    if _key_of(best).startswith(_FALLBACK[0]):
        advice = f"This is the small fallback SoundFont; for better sound run: {INSTALL_LINE}"
        return SoundFont(best, _FALLBACK[1], True, advice)
    return SoundFont(best, _name_of(best))


def is_soundfont(path: Path) -> bool:
    """Whether the file begins as a SoundFont 2 does: a RIFF chunk of form "sfbk" (SoundFont 2.04, 3)."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return False
    return head[:4] == b"RIFF" and head[8:12] == b"sfbk"


def soundfont_folders() -> tuple[Path, ...]:
    """Folders where SoundFonts are installed, the person's own first; pretty_midi's TimGM6mb comes last."""
    data_home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    data_dirs = (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    roots = [data_home, *(Path(folder) for folder in data_dirs if folder), Path("/usr/share")]
    if sys.platform == "darwin":
        roots.append(Path("/opt/homebrew/share"))
    below = ("sounds/sf2", "sounds/sf3", "soundfonts", "sounds/soundfonts")
    folders = [root / name for root in roots for name in below]
    # found without importing the package, which would cost a fifth of a second at start
    pretty_midi = importlib.util.find_spec("pretty_midi")
    if pretty_midi is not None and pretty_midi.origin:
        folders.append(Path(pretty_midi.origin).parent)
    return tuple(dict.fromkeys(folders))


def _soundfonts_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry, _ in zip(entries, range(MAX_ENTRIES), strict=False))
    except OSError:  # absent or not ours to read: then nothing is installed there
        return []
    paths = [folder / name for name in names if name.lower().endswith(SUFFIXES)]
    # an alternatives link such as default-GM.sf2 is followed, so that the name is the bank's own
    real = [path.resolve() for path in paths if is_soundfont(path)]
    return [path for path in real if not _key_of(path).startswith(_NOT_GENERAL_MIDI)]


def _key_of(path: Path) -> str:
    return re.sub(r"[^a-z0-9]", "", path.stem.lower())


def _rank(path: Path) -> int:
    key = _key_of(path)
    for place, (start, _) in enumerate(_RANKING):
        if key.startswith(start):
            return place
    return len(_RANKING) + key.startswith(_FALLBACK[0])


def _name_of(path: Path) -> str:
    key = _key_of(path)
    for start, name in (*_RANKING, _FALLBACK):
        if key.startswith(start):
            return name
    return path.stem.replace("_", " ")
