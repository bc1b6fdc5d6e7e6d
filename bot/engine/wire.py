"""How the engine's values and errors become plain data and back."""

from dataclasses import fields
from typing import Any

import music.errors
import storage.files
from bot.engine import protocol
from bot.engine.protocol import Facts, Health, Reading, StarterReading
from bot.listening.impression import Impression
from music.errors import CadenzaError
from music.job import Progress, Take


class EngineFault(Exception):
    """Something unexpected happened inside the engine. The log has it under `error_id`."""

    def __init__(self, error_id: str) -> None:
        super().__init__(f"the engine failed; see {error_id} in the log")
        self.error_id = error_id


def _error_types() -> dict[str, type[CadenzaError]]:
    found = [v for module in (music.errors, protocol, storage.files) for v in vars(module).values()]
    return {t.__name__: t for t in found if isinstance(t, type) and issubclass(t, CadenzaError)}


_ERRORS = _error_types()


def error_to_plain(error: CadenzaError) -> dict[str, str]:
    """Type name and message; the type is looked up among the known ones on the other side."""
    known = next(t for t in type(error).__mro__ if t.__name__ in _ERRORS)
    return {"type": known.__name__, "message": str(error)}


def error_from_plain(data: dict[str, str]) -> CadenzaError:
    return _ERRORS.get(data["type"], CadenzaError)(data["message"])


def reading_to_plain(reading: Reading) -> dict[str, Any]:
    return {f.name: getattr(reading, f.name) for f in fields(reading)}


def reading_from_plain(data: dict[str, Any]) -> Reading:
    return Reading(**{**data, "start_bars": tuple(data["start_bars"])})


def impression_to_plain(impression: Impression) -> dict[str, Any]:
    return {f.name: getattr(impression, f.name) for f in fields(impression)}


def impression_from_plain(data: dict[str, Any]) -> Impression:
    return Impression(**data)


def starter_to_plain(item: StarterReading) -> dict[str, Any]:
    facts = {f.name: getattr(item.facts, f.name) for f in fields(Facts)}
    return {"reading": reading_to_plain(item.reading), "facts": facts}


def starter_from_plain(data: dict[str, Any]) -> StarterReading:
    return StarterReading(reading_from_plain(data["reading"]), Facts(**data["facts"]))


def health_to_plain(health: Health) -> dict[str, Any]:
    return {f.name: getattr(health, f.name) for f in fields(health)}


def health_from_plain(data: dict[str, Any]) -> Health:
    return Health(**{**data, "loaded": tuple(data["loaded"])})


def outcome_to_plain(outcome: Progress | Take) -> dict[str, Any]:
    if isinstance(outcome, Take):
        return {"take": outcome.to_json()}
    return {"progress": {f.name: getattr(outcome, f.name) for f in fields(outcome)}}


def outcome_from_plain(data: dict[str, Any]) -> Progress | Take:
    return Take.from_json(data["take"]) if "take" in data else Progress(**data["progress"])
