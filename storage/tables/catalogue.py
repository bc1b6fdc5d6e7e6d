"""The catalogue: Tracks, their embeddings and fingerprints, the files they were read from, and blocks."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, FreeText, Names, utc_now


class TrackRow(Base):
    """One Track (music.track), a column a fact, so that it can be filtered."""

    __tablename__ = "tracks"

    id: Mapped[str] = mapped_column(primary_key=True)
    guild_id: Mapped[str | None] = mapped_column(ForeignKey("guilds.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(FreeText)
    composer: Mapped[str] = mapped_column(FreeText)
    licence: Mapped[str] = mapped_column(FreeText)
    source: Mapped[str] = mapped_column(FreeText)
    midi: Mapped[str] = mapped_column(index=True)
    style: Mapped[str] = mapped_column(index=True)
    tempo_bpm: Mapped[float]
    tempo_known: Mapped[bool]
    key: Mapped[str]
    metre: Mapped[str]
    bars: Mapped[int]
    seconds: Mapped[float]
    instruments: Mapped[tuple[str, ...]] = mapped_column(Names)
    density: Mapped[str]
    notes_per_second: Mapped[float]
    valence: Mapped[float]
    arousal: Mapped[float]
    mood_words: Mapped[tuple[str, ...]] = mapped_column(Names)
    valence_uncertainty: Mapped[float]
    arousal_uncertainty: Mapped[float]
    #: of the analysis that the facts come from (music.analysis)
    analysis_version: Mapped[int] = mapped_column(server_default="1")
    added: Mapped[datetime] = mapped_column(default=utc_now)
    #: the Take that this Track was made from; it goes with it, whoever deletes that
    take_id: Mapped[str | None] = mapped_column(ForeignKey("takes.id", ondelete="CASCADE"), index=True)


class EmbeddingRow(Base):
    """One vector of a Track: a segment by its start bar, or the pooled one with `start_bar` -1."""

    __tablename__ = "embeddings"
    __table_args__ = (Index(None, "version", "track_id", "start_bar"),)

    track_id: Mapped[str] = mapped_column(ForeignKey("tracks.id", ondelete="CASCADE"), primary_key=True)
    start_bar: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[str] = mapped_column(primary_key=True)
    #: float32, little-endian
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class CatalogueChangeRow(Base):
    """The revision in which a Track or its vectors changed last. Removed Tracks keep their row."""

    __tablename__ = "catalogue_changes"

    track_id: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger, index=True)


class CatalogueRevisionRow(Base):
    """The catalogue's newest revision, in one row. Whoever changes the catalogue holds it until the end of
    the transaction, so that revisions are committed in their order."""

    __tablename__ = "catalogue_revision"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(BigInteger)


class FingerprintRow(Base):
    """By what the same music is known again (music.fingerprint)."""

    __tablename__ = "track_fingerprints"

    track_id: Mapped[str] = mapped_column(ForeignKey("tracks.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(index=True)
    #: `Fingerprint.to_bytes()`; empty for music without a fingerprint
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ImportedFileRow(Base):
    """A file that an import has read: what it led to, so that it is not read again."""

    __tablename__ = "imported_files"

    #: where the file is, as in `Track.source`
    source: Mapped[str] = mapped_column(primary_key=True)
    #: changes when the file, or how files are read, does
    stamp: Mapped[str]
    #: SHA-256 of the content, by which a file is known under another name; "" where nothing was read
    digest: Mapped[str] = mapped_column(index=True)
    #: ids of the Tracks with its music
    tracks: Mapped[list[Any]]
    #: one sentence why it was left out, else ""
    error: Mapped[str] = mapped_column(FreeText)


class BlockedTrackRow(Base):
    """A Track that a guild does not want to hear; outlives the Track, so that it does not come back."""

    __tablename__ = "blocked_tracks"

    guild_id: Mapped[str] = mapped_column(ForeignKey("guilds.id", ondelete="CASCADE"), primary_key=True)
    track_id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(FreeText)
    #: as in `track_fingerprints`
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    blocked: Mapped[datetime] = mapped_column(default=utc_now)
