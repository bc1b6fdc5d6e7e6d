"""What an engine does, wherever it runs: in this process, in a child process, later on other machines."""

from collections.abc import AsyncGenerator, AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.listening.impression import Impression, Place
from music.errors import CadenzaError
from music.job import Job, Progress, Take

FloatArray = NDArray[np.float32]
ConvertFormat = Literal["ogg", "opus", "vorbis", "mp3", "flac", "wav", "musicxml", "png", "png-dark"]


class EngineUnavailable(CadenzaError):
    """The engine ended again and again, or did not start; the message says what to do."""


class JobCancelled(CadenzaError):
    """The job was stopped on purpose."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the engine read from one file of music: analysis, embedding, and the MIDI it stored.

    `error` is one clear sentence when the file could not be read; all else is empty then.
    `midi` is the content hash of the Score as MIDI in the FileStore; `track_id` is `Track.id` of the design
    (first 16 hex digits of the SHA-256 over its grid notes). `analysis` is `Analysis.to_json()`.
    `pooled` [d] and `segments` [k, d] float32, `start_bars` of the segments; empty where not asked for.
    """

    name: str
    error: str = ""
    title: str = ""
    track_id: str = ""
    midi: str = ""
    analysis: dict[str, Any] = field(default_factory=dict)
    pooled: FloatArray = field(default_factory=lambda: np.zeros(0, np.float32))
    segments: FloatArray = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    start_bars: tuple[int, ...] = ()
    embedding_version: str = ""
    #: what the file says of the piece, "" where it is silent; of files of a library alone
    composer: str = ""
    rights: str = ""
    kind: str = ""
    #: tells the tunes of a book apart
    reference: str = ""
    #: `Fingerprint.to_bytes()`; b"" where not asked for, and for music without one
    fingerprint: bytes = b""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a piece besides its notes."""

    title: str
    composer: str = ""
    licence: str = ""
    source: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class StarterReading:
    """A work of the starter catalogue."""

    reading: Reading
    facts: Facts


@dataclass(frozen=True, slots=True)
class EmbeddingSpace:
    """Vectors of one `version` have `dimension` numbers and can be compared with each other alone."""

    version: str
    dimension: int


@dataclass(frozen=True, slots=True)
class Health:
    """How the engine is. `restarts` counts crashes since the program started; `memory_mb` is resident."""

    alive: bool
    pid: int
    restarts: int = 0
    memory_mb: float = 0.0
    loaded: tuple[str, ...] = ()


class Engine(Protocol):
    """Orders and questions. Every method may raise a CadenzaError whose message is for the person."""

    async def start(self) -> None:
        """Make ready to accept; models load behind, so this returns soon."""
        ...

    async def stop(self) -> None:
        """Finish nothing more; end what runs. A stopped engine cannot be used again."""
        ...

    def submit(self, job: Job) -> AsyncIterator[Progress | Take]:
        """Carry out `job`: Progress any number of times, then exactly one Take.

        The same Job gives the same notes. Raises JobCancelled after `cancel`, EngineUnavailable when the
        engine ended during the job more often than is worth trying.
        """
        ...

    async def cancel(self, job_id: str) -> None:
        """Stop the job soon; nothing happens for a job that is not here."""
        ...

    async def encode_text(self, texts: Sequence[str]) -> FloatArray:
        """Sentence embeddings [n, 384], unit length."""
        ...

    async def hear(self, text: str, players: Sequence[Place]) -> Impression:
        """What an English message, in which `players` are named, asks of the piece before it."""
        ...

    async def embed_text(self, texts: Sequence[str]) -> FloatArray:
        """Texts in the space of the music encoder [n, d], unit length."""
        ...

    async def embed_files(self, files: Sequence[tuple[str, bytes]]) -> list[Reading]:
        """Read, analyse, store as MIDI and embed each (file name, content), bad files as `Reading.error`."""
        ...

    async def read_library(self, files: Sequence[tuple[str, bytes]]) -> list[list[Reading]]:
        """As `embed_files`, but every piece of each file, with credits and fingerprints; not on the path of
        questions."""
        ...

    async def fingerprints(self, midi_hashes: Sequence[str]) -> list[bytes]:
        """The fingerprint of each stored MIDI file, as bytes; b"" for music without one."""
        ...

    def read_starter(self, known_sources: Collection[str]) -> AsyncIterator[list[StarterReading]]:
        """Reads the starter catalogue, except works whose source is known, in batches.

        A batch may come again when the engine ended in between. Raises MissingPart.
        """
        ...

    async def embedding_space(self) -> EmbeddingSpace:
        """The space that `embed_text` and `embed_files` embed into."""
        ...

    async def analyze(self, data: bytes, filename: str) -> Reading:
        """Read, analyse and store one file, without embedding it. Raises UnreadableScore."""
        ...

    async def convert(self, midi_hash: str, format: ConvertFormat) -> str:
        """The content hash of a stored MIDI file rendered or exported as `format`; made when missing."""
        ...

    def play(self, midi_hash: str) -> AsyncGenerator[bytes, None]:
        """The sound of a stored MIDI file, made as it is taken: 16-bit little-endian stereo at 48 kHz, in
        pieces of at most half a second of whole frames of 20 ms (`music.streaming`).

        Only a few seconds are made ahead. When the engine ends in between, the sound goes on where it was,
        after a moment. Raises FileMissing for an unknown file, EngineUnavailable when it ends again and
        again. Whoever does not take everything closes the iterator.
        """
        ...

    async def health(self) -> Health: ...
