"""All tables; importing this package fills `Base.metadata`."""

from storage.tables import catalogue, conversations, listening, making, oversight, people, styles
from storage.tables.base import Base

__all__ = ["Base", "catalogue", "conversations", "listening", "making", "oversight", "people", "styles"]
