"""Opening the house: its parts in the order in which they need each other, and closing it in reverse."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.assistant.catalogue import Catalogue
from bot.assistant.conversation import ConversationLog
from bot.assistant.folder import DataFolder
from bot.assistant.guild_settings import RulesMemory
from bot.assistant.housekeeping import Housekeeping
from bot.assistant.inquiry import House
from bot.assistant.jobs import JobRunner
from bot.assistant.leaving import Leaving
from bot.assistant.meaning import prepare_understanding
from bot.assistant.posting import Interrupted
from bot.assistant.quotas import Quotas
from bot.assistant.second_reader import SecondReader
from bot.assistant.subjects import Subjects
from bot.assistant.tastes import Tastes
from bot.engine.child import ChildEngine
from bot.engine.config import EngineConfig
from bot.engine.protocol import Engine
from bot.settings import BadSetting, Settings
from storage.database import Database
from storage.files import LocalFileStore


@asynccontextmanager
async def open_house(
    settings: Settings, in_process: bool, background: bool, starter: bool
) -> AsyncIterator[tuple[House, list[Interrupted]]]:
    """The parts of the data folder in `settings`, working until they are left, and the turns that an earlier
    program left unanswered. Raises StorageUnavailable or BadSetting."""
    if settings.engine != "local":
        raise BadSetting("CADENZA_ENGINE=ray is not built yet; leave it out, or set it to local.")
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(DataFolder(settings.folder))
        files = LocalFileStore(folder.files)
        engine = _engine(EngineConfig.from_settings(settings), in_process)
        await engine.start()
        stack.push_async_callback(engine.stop)
        database = await Database.open(settings.resolved_database_url)
        stack.push_async_callback(database.close)
        leaving = Leaving()
        conversations = ConversationLog(database, leaving)
        interrupted = await conversations.end_interrupted()
        catalogue = Catalogue(database, files, engine, folder.path, starter=starter, device=settings.device)
        stack.push_async_callback(catalogue.stop)
        jobs = JobRunner(database, engine, conversations, folder.id)
        await jobs.start()
        stack.push_async_callback(jobs.stop)
        tastes = Tastes(database, catalogue, Subjects(database, catalogue, engine, files))
        quotas, rules = Quotas(database), RulesMemory()
        if background:
            catalogue.start()
            preparing = asyncio.create_task(prepare_understanding(engine), name="understanding")
            stack.push_async_callback(_end, preparing)
            housekeeping = Housekeeping(database, files, settings.disk_quota_mb)
            housekeeping.start()
            stack.push_async_callback(housekeeping.stop)
        reader = SecondReader.of(settings)
        if reader is not None:
            stack.push_async_callback(reader.close)
        house = House(
            database, files, engine, catalogue, jobs, quotas, conversations, tastes, rules, leaving, reader
        )
        yield house, interrupted


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


def _engine(config: EngineConfig, in_process: bool) -> Engine:
    if not in_process:
        return ChildEngine(config)
    from bot.engine.local import LocalEngine  # with everything that it imports, torch at last

    return LocalEngine(config, preload=False)
