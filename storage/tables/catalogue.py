"""The catalogue: Tracks and their embeddings."""

from datetime import datetime

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
    added: Mapped[datetime] = mapped_column(default=utc_now)


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
