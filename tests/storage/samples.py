"""Values that the tests of storage write down."""

from typing import Any

from music.controls import Controls
from music.job import Job, Seed, Take
from music.mood import Mood
from music.track import Track
from storage.repositories.job_records import JobContext


def a_track(track_id: str = "00112233aabbccdd", **facts: Any) -> Track:
    values: dict[str, Any] = {
        "id": track_id,
        "title": "The Rainy Window",
        "composer": "Anon.",
        "licence": "CC0-1.0",
        "source": "a test",
        "midi": "ab" * 32,
        "style": "folk",
        "tempo_bpm": 92.5,
        "tempo_known": True,
        "key": "A minor",
        "metre": "3/4",
        "bars": 32,
        "seconds": 62.27,
        "instruments": ("Violin", "Acoustic Guitar (nylon)"),
        "density": "medium",
        "notes_per_second": 3.25,
        "mood": Mood(-0.25, 0.1, ("rainy", "calm"), (0.2, 0.3)),
    }
    return Track(**(values | facts))


def a_job(number: int = 0, **facts: Any) -> Job:
    values: dict[str, Any] = {
        "controls": Controls(valence=-0.2, mood=("rainy",), instruments=("Violin",), bars=16),
        "random_seed": 2**32 - 1 - number,
        "seeds": (Seed("00112233aabbccdd", "The Rainy Window", "Anon.", 0.7),),
        "seed_vector": (0.6, -0.8),
        "created": 1_700_000_000.0 + number,
    }
    return Job(**(values | facts))


def a_take(job: Job, take_id: str = "", **facts: Any) -> Take:
    values: dict[str, Any] = {
        "id": take_id or f"take-{job.id}",
        "job_id": job.id,
        "code": f"CAD1-{job.id}",
        "controls": job.controls,
        "seeds": job.seeds,
        "midi": "cd" * 32,
        "audio": {"ogg": "ef" * 32},
        "adjustments": ("I chose A minor.",),
        "timings": {"composing": 1.5},
        "seconds": 40.0,
    }
    return Take(**(values | facts))


WEB = JobContext("web", address={"page": "/"})
