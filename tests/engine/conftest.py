"""A real engine child for the tests of its room, shared by those that do not kill it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.engine.child import ChildEngine
from bot.engine.config import EngineConfig
from tests.engine.pieces import tune


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> EngineConfig:
    return EngineConfig(tmp_path_factory.mktemp("engine") / "files", device="cpu")


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def engine(config: EngineConfig) -> AsyncIterator[ChildEngine]:
    """One child for the session."""
    child = ChildEngine(config)
    await child.start()
    yield child
    await child.stop()


@pytest.fixture(scope="session")
def midi() -> bytes:
    return tune()
