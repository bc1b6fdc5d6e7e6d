"""What a use case works with: the parts of the house, and the turn it answers."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.assistant.conversation import ConversationLog, Place
from bot.assistant.events import Intent, ReplyEvent, Turn
from bot.assistant.leaving import Leaving
from bot.assistant.memory import Memory
from bot.assistant.quotas import Quotas
from bot.engine.protocol import Engine
from bot.understanding import Request
from music.controls import Controls
from music.errors import CadenzaError
from music.operation import Operation
from storage.database import Database
from storage.files import LocalFileStore
from storage.repositories.job_records import JobContext

if TYPE_CHECKING:
    from bot.assistant.catalogue import Catalogue
    from bot.assistant.guild_settings import RulesMemory
    from bot.assistant.jobs import JobRunner
    from bot.assistant.second_reader import SecondReader
    from bot.assistant.tastes import Tastes


class UnknownItem(CadenzaError):
    """A Track or Take that is not here."""


@dataclass(frozen=True, slots=True)
class House:
    """The parts that use cases share."""

    database: Database
    files: LocalFileStore
    engine: Engine
    catalogue: "Catalogue"
    jobs: "JobRunner"
    quotas: Quotas
    conversations: ConversationLog
    tastes: "Tastes"
    rules: "RulesMemory"
    leaving: Leaving
    second_reader: "SecondReader | None" = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One turn, understood. `intent` and `controls` are those of the request with what a button or an
    option fixed over them; `memory` is what came before. `operation` is what a command, a button or the words
    name outright."""

    turn: Turn
    place: Place
    request: Request
    intent: Intent
    controls: Controls
    memory: Memory
    operation: Operation | None = None

    @property
    def language(self) -> str:
        return self.request.language

    @property
    def turn_id(self) -> str:
        return self.place.turn_id

    @property
    def job_context(self) -> JobContext:
        return JobContext(
            surface=self.turn.surface,
            guild_id=self.turn.guild_id,
            person_id=self.place.person_id,
            conversation_id=self.place.conversation_id,
            turn_id=self.place.turn_id,
            address=self.turn.address,
        )


#: A use case yields the events of its reply. One that ends in a job yields nothing more after enqueueing it:
#: the job runner ends the turn.
UseCase = Callable[[House, Inquiry], AsyncIterator[ReplyEvent]]
