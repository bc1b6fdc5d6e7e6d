"""What holds for every test: nobody's settings, nobody's data folder."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

OURS = ("CADENZA_", "DISCORD_")
WHOLE_ROOMS = ("assistant", "discord", "engine", "storage", "web")
#: begun first: at the end there is little left for one process to wait for the other
LONGEST = ("assistant", "discord", "web", "engine", "storage", "cli")
#: half of the longest room, so that two processes can share it
SECOND_HALVES = {
    "discord": ("test_moderating.py", "test_privacy.py", "test_shards.py", "test_trouble.py", "test_voice.py")
}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where several processes share the tests (`-n 2`), what shares a costly fixture stays together: the
    rooms with a program or a server of their own, and elsewhere the file."""
    from xdist.scheduler import LoadScopeScheduling

    config.option.loadscopereorder = False  # how many tests a file holds says little of how long they take

    class ByRoom(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            _, room, *_, name = file.split("/")
            if name in SECOND_HALVES.get(room, ()):
                return f"{room}, second half"
            return room if room in WHOLE_ROOMS else file

    return ByRoom(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The order in which several processes take what there is."""
    if hasattr(config, "workerinput"):
        rooms = [*LONGEST, ""]

        def place(item: pytest.Item) -> int:
            room = item.nodeid.split("/")[1]
            return rooms.index(room if room in LONGEST else "")

        items.sort(key=place)


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
