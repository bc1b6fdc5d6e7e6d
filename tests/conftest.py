"""What holds for every test: nobody's settings, nobody's data folder."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

OURS = ("CADENZA_", "DISCORD_")
ROOT = Path(__file__).parent
WHOLE_ROOMS = ("assistant", "cli", "discord", "engine", "storage", "web")


@pytest.hookimpl(tryfirst=True)  # before the marks are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes share the tests (`-n 2 --dist loadgroup`), what shares a costly fixture stays
    together: the folders with a program or a server of their own, and elsewhere the file."""
    for item in items:
        room = item.path.relative_to(ROOT).parts[0]
        item.add_marker(pytest.mark.xdist_group(room if room in WHOLE_ROOMS else str(item.path)))


@pytest.fixture(scope="session", autouse=True)
def _settings_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Takes the developer's settings out of the environment and puts the data folder in a temporary place."""
    with pytest.MonkeyPatch.context() as environment:
        for name in [name for name in os.environ if name.startswith(OURS)]:
            environment.delenv(name)
        environment.setenv("CADENZA_DATA_DIR", str(tmp_path_factory.mktemp("data-of-no-test")))
        yield


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the settings name, for this test alone."""
    folder = tmp_path / "data"
    monkeypatch.setenv("CADENZA_DATA_DIR", str(folder))
    return folder
