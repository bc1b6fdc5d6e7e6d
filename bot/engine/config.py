"""What an engine needs to know; crosses to the child as plain data."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class EngineConfig:
    """`files` is the folder of the FileStore. The rest is as in Settings; empty text means the default.

    `read_seconds` bounds the reading of one uploaded file.
    """

    files: Path
    device: str = "auto"
    generator: str = ""
    soundfont: str = ""
    text_encoder: str = ""
    read_seconds: float = 20.0

    @classmethod
    def from_settings(cls, settings: Settings) -> "EngineConfig":
        return cls(
            files=settings.folder / "files",
            device=settings.device,
            generator=settings.generator,
            soundfont=settings.soundfont,
            text_encoder=settings.text_encoder,
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "files": str(self.files),
            "device": self.device,
            "generator": self.generator,
            "soundfont": self.soundfont,
            "text_encoder": self.text_encoder,
            "read_seconds": self.read_seconds,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "EngineConfig":
        return cls(**{**data, "files": Path(data["files"])})
