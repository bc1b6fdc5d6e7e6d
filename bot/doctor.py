"""What `cadenza doctor` looks at: every part that Cadenza needs, each with what to do about it."""

import asyncio
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import file_digest
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.settings import BadSetting, Settings, load_settings
from music.errors import CadenzaError, MissingPart, StorageUnavailable

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

#: below this, the data folder cannot hold what a normal day brings
LEAST_FREE_MB = 500
ASKING_SECONDS = 10
REINSTALL = "run `make run` again, or reinstall the packages with constraints.txt"

State = Literal["ok", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table. "bad" keeps Cadenza from working; a "note" only says what could be better."""

    part: str
    state: State
    text: str


#: a check says what it found, and whether that is worth a remark; it raises CadenzaError for what is bad
Check = Callable[[Settings], tuple[State, str]]


def examine() -> Iterator[Finding]:
    """Every finding, as it is made. Nothing is changed: no folder, no file, no migration."""
    try:
        settings = load_settings()
    except BadSetting as error:
        yield Finding("settings", "bad", str(error))
        return
    for part, check in CHECKS.items():
        try:
            state, text = check(settings)
        except CadenzaError as error:
            state, text = "bad", str(error)
        except (ImportError, OSError) as error:
            state, text = "bad", f"does not load ({error}); {REINSTALL}"
        yield Finding(part, state, text)


def _python(settings: Settings) -> tuple[State, str]:
    return "ok", f"{sys.version.split()[0]} in {sys.prefix}"


def _torch(settings: Settings) -> tuple[State, str]:
    import torch

    build = f"CUDA {torch.version.cuda}" if torch.version.cuda else "CPU"
    device = settings.device
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cuda" and not torch.cuda.is_available():
        raise MissingPart(
            f"CADENZA_DEVICE is cuda, but torch {torch.__version__} ({build} build) finds no CUDA device; "
            "use CADENZA_DEVICE=cpu or install a CUDA build of torch and a driver."
        )
    name = torch.cuda.get_device_name() if device == "cuda" else f"{torch.get_num_threads()} threads"
    return "ok", f"{torch.__version__} ({build} build), computing on {device} ({name})"


def _faiss(settings: Settings) -> tuple[State, str]:
    from recommender.index_library import faiss, installed_distributions

    module = faiss()
    return "ok", f"{installed_distributions()[0]} {module.__version__}"


def _fluidsynth(settings: Settings) -> tuple[State, str]:
    from music.fluidsynth_library import open_synthesiser
    from music.soundfont import find_soundfont

    with open_synthesiser(find_soundfont(settings.soundfont), channels=16, chorus=False):
        return "ok", f"libfluidsynth plays (pyfluidsynth {version('pyfluidsynth')})"


def _soundfont(settings: Settings) -> tuple[State, str]:
    from music.soundfont import find_soundfont

    soundfont = find_soundfont(settings.soundfont)
    if soundfont.is_fallback:
        return "note", f"{soundfont.path}. {soundfont.advice}"
    return "ok", f"{soundfont.name} ({soundfont.path})"


def _text_encoder(settings: Settings) -> tuple[State, str]:
    from recommender.text_encoder import TextEncoder, installed_folder

    folder = Path(settings.text_encoder).expanduser() if settings.text_encoder else None
    encoder = TextEncoder(folder)  # the installed one is checked against its SHA-256 on the way
    where = folder or installed_folder()
    return "ok", f"{encoder.dimension} dimensions, {_digest(where / 'model.safetensors')}"


def _music_encoder(settings: Settings) -> tuple[State, str]:
    from recommender.encoder import WEIGHTS, MusicEncoder
    from recommender.space import EMBEDDING_VERSION
    from recommender.text_tower import TextTower

    MusicEncoder.load()
    TextTower.load()
    return "ok", f"embedding version {EMBEDDING_VERSION}, {_digest(WEIGHTS)}"


def _generator(settings: Settings) -> tuple[State, str]:
    from generator.compose import Composer

    composer = Composer(settings.generator_weights, "cpu")
    return "ok", f"digest {composer.model_digest[:12]}"


def _data_folder(settings: Settings) -> tuple[State, str]:
    folder = settings.folder
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        raise StorageUnavailable(
            f"{existing} cannot be written; make it writable or set CADENZA_DATA_DIR to a folder that is."
        )
    return "ok", f"{folder}" + ("" if folder.exists() else " (made at the first start)")


def _disk(settings: Settings) -> tuple[State, str]:
    existing = next(path for path in (settings.folder, *settings.folder.parents) if path.exists())
    free_mb = shutil.disk_usage(existing).free // 2**20
    text = f"{free_mb:,} MB free, quota {settings.disk_quota_mb:,} MB"
    if free_mb < LEAST_FREE_MB:
        raise StorageUnavailable(f"{text}; free at least {LEAST_FREE_MB} MB or move CADENZA_DATA_DIR.")
    return "ok", text


def _database(settings: Settings) -> tuple[State, str]:
    from alembic.script import ScriptDirectory

    import storage
    from storage.address import name_for_people, parse_address

    address = parse_address(settings.resolved_database_url)
    name = name_for_people(address)
    if address.drivername.startswith("sqlite") and not Path(name).exists():
        return "ok", f"{name} (made at the first start)"
    migrations = ScriptDirectory(str(Path(storage.__file__).parent / "migrations"))
    current, newest = asyncio.run(_schema(address)), migrations.get_current_head()
    if current != newest:
        return "note", f"{name} has schema {current or 'none'}; the next start brings it to {newest}"
    return "ok", f"{name}, schema {current}"


async def _schema(address: "URL") -> str | None:
    """The schema version that the database records. Raises StorageUnavailable when it does not answer."""
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.ext.asyncio import create_async_engine
    from sqlalchemy.pool import NullPool

    from storage.address import name_for_people

    try:
        async with create_async_engine(address, poolclass=NullPool).connect() as connection:
            return await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())
    except (DBAPIError, OSError) as error:
        reason = getattr(error, "orig", None) or error
        raise StorageUnavailable(f"{name_for_people(address)} does not answer: {reason}.") from error


def _discord(settings: Settings) -> tuple[State, str]:
    import json
    import urllib.error
    import urllib.request

    from bot.discord.permissions import invite_link

    token = settings.discord_token.get_secret_value()
    if not token:
        return "note", "no DISCORD_TOKEN, so `cadenza run` serves the local page"
    request = urllib.request.Request(
        f"{settings.discord_api_base.rstrip('/')}/v10/applications/@me",
        headers={"Authorization": f"Bot {token}", "User-Agent": "DiscordBot (cadenza, 0)"},
    )
    try:
        with urllib.request.urlopen(request, timeout=ASKING_SECONDS) as answer:
            application = json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code == 401:
            raise BadSetting(
                "Discord does not know this DISCORD_TOKEN; copy the bot's token anew from the Portal."
            ) from None
        return "note", f"Discord answers {error.code}; try again later"
    except (OSError, ValueError) as error:
        return "note", f"Discord cannot be reached now ({error})"
    return "ok", f"{application['name']}; invite it with {invite_link(int(application['id']))}"


def _language_model(settings: Settings) -> tuple[State, str]:
    import urllib.error
    import urllib.request

    from bot.assistant.second_reader import endpoint

    if not settings.llm_url and not settings.llm_model:
        return "ok", "none is asked (CADENZA_LLM_URL is not set); messages are read here"
    if not settings.llm_url or not settings.llm_model:
        missing = "CADENZA_LLM_MODEL" if settings.llm_url else "CADENZA_LLM_URL"
        return "note", f"off, because {missing} is not set; both are needed"
    address = endpoint(settings.llm_url).removesuffix("/chat/completions")
    key = settings.llm_key.get_secret_value()
    headers = {"User-Agent": "cadenza"} | ({"Authorization": f"Bearer {key}"} if key else {})
    named = f"{settings.llm_model} at {address}"
    try:
        request = urllib.request.Request(f"{address}/models", headers=headers)
        with urllib.request.urlopen(request, timeout=ASKING_SECONDS):
            pass
    except urllib.error.HTTPError as error:
        if error.code in (401, 403):
            raise BadSetting(f"{named} refuses the key ({error.code}); look at CADENZA_LLM_KEY.") from None
        return "note", f"{named} answers {error.code} to a question for its models"
    except (OSError, ValueError) as error:
        return "note", f"{named} cannot be reached now ({error}); messages are read here alone"
    return "ok", f"{named} is asked about messages that are unclear; their text goes there"


def _voice(settings: Settings) -> tuple[State, str]:
    from bot.discord.joining import NOT_INSTALLED, missing_parts

    if missing_parts():
        return "note", NOT_INSTALLED
    return "ok", f"PyNaCl {version('PyNaCl')}, davey {version('davey')}, libopus: voice channels work"


def _chromium(settings: Settings) -> tuple[State, str]:
    try:
        version("playwright")
    except PackageNotFoundError:
        return "note", "not needed; only the tests of the page use it"
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        return "note", "not installed; only the tests of the page need it (apt-get install chromium)"
    return "ok", f"{path} (for the tests of the page alone)"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return f"SHA-256 {file_digest(file, 'sha256').hexdigest()[:12]}…"


CHECKS: dict[str, Check] = {
    "Python": _python,
    "torch": _torch,
    "FAISS": _faiss,
    "FluidSynth": _fluidsynth,
    "SoundFont": _soundfont,
    "sentence encoder": _text_encoder,
    "music encoder": _music_encoder,
    "generator": _generator,
    "data folder": _data_folder,
    "disk": _disk,
    "database": _database,
    "Discord": _discord,
    "language model": _language_model,
    "voice": _voice,
    "Chromium": _chromium,
}
