"""A real assistant (engine child, SQLite, weights) on a small catalogue of its own."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.assistant.assistant import Assistant
from bot.settings import Settings, load_settings
from tests.assistant.talk import MUSIC


def settings_for(folder: Path) -> Settings:
    return load_settings(data_dir=folder, device="cpu")


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a small catalogue; to be copied, not used."""
    folder = tmp_path_factory.mktemp("library")
    music = folder / "music"
    music.mkdir()
    for name, data in MUSIC.items():
        (music / name).write_bytes(data)
    async with Assistant.open(settings_for(folder / "data"), background=False, starter=False) as assistant:
        await assistant.catalogue.add_paths([music])
    return folder / "data"


@pytest.fixture
def settings(library: Path, tmp_path: Path) -> Settings:
    """Settings with a data folder that holds the small catalogue, for this test alone."""
    shutil.copytree(library, tmp_path / "data")
    return settings_for(tmp_path / "data")


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def assistant(library: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Assistant]:
    """One assistant for the tests that leave it whole; each talks in a conversation of its own."""
    folder = tmp_path_factory.mktemp("shared") / "data"
    shutil.copytree(library, folder)
    async with Assistant.open(settings_for(folder), starter=False) as opened:
        yield opened
