"""Before a piece is delivered: what is too close to a known one is composed again, and the take says so."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from bot.engine.config import EngineConfig
from bot.engine.originality import ATTEMPTS, Compared, compare, original, random_seed_of
from bot.engine.parts import Parts
from generator.compose import Composition
from music.controls import Controls
from music.job import Job, Neighbour, Take
from music.midi import write_midi
from music.originality import Originality
from storage.files import LocalFileStore

ASKED = Controls(bars=8, instruments=("Flute",), metre="4/4", tempo_bpm=120, density="medium")


@pytest.fixture(scope="module")
def parts(config: EngineConfig) -> Parts:
    return Parts(config)


@pytest.fixture(scope="module")
def files(config: EngineConfig) -> LocalFileStore:
    return LocalFileStore(config.files)


@pytest.fixture(scope="module")
def made(parts: Parts) -> Composition:
    return parts.composer().compose(ASKED, 5)


@pytest.fixture(scope="module")
def twin(made: Composition, files: LocalFileStore) -> Neighbour:
    """A Track with the very notes that seed 5 becomes."""
    return Neighbour("0123456789abcdef", "The twin", "Somebody", files.put(write_midi(made.score), ".mid"))


def again(parts: Parts, job: Job, files: LocalFileStore) -> tuple[Composition, Compared, list[int]]:
    seeds: list[int] = []

    def compose(random_seed: int) -> Composition:
        seeds.append(random_seed)
        return parts.composer().compose(job.controls, random_seed)

    composition, compared = original(compose, job, parts, files, nullcontext)
    return composition, compared, seeds


def test_a_piece_that_repeats_a_track_is_composed_again_with_another_seed(
    parts: Parts, files: LocalFileStore, made: Composition, twin: Neighbour
) -> None:
    job = Job(ASKED, 5, neighbours=(twin,))
    composition, compared, seeds = again(parts, job, files)
    assert seeds == [5, random_seed_of(5, 1)]
    assert compared.random_seed == seeds[-1]
    assert compared.originality is not None
    assert not compared.originality.over_the_line
    assert composition.code != made.code
    assert "Composed again" in compared.remarks[0]


def test_an_original_piece_stands_at_once_and_tells_what_comes_closest(
    parts: Parts, files: LocalFileStore, made: Composition
) -> None:
    composition, compared, seeds = again(parts, Job(ASKED, 5), files)
    assert (seeds, compared.remarks) == ([5], ())
    assert composition.code == made.code
    assert compared.originality is not None
    assert compared.originality.compared > 9000
    assert compared.originality.sentence.startswith("Original: ")


def test_a_piece_that_stays_too_close_is_named_as_such(
    parts: Parts, files: LocalFileStore, made: Composition, twin: Neighbour
) -> None:
    asked: list[int] = []
    job = Job(ASKED, 5, neighbours=(twin,))
    _, compared = original(lambda seed: asked.append(seed) or made, job, parts, files, nullcontext)
    assert len(set(asked)) == ATTEMPTS
    assert compared.originality is not None
    assert compared.originality.over_the_line
    assert compared.originality.in_catalogue
    assert "The twin" in compared.originality.sentence
    assert compared.remarks == ()


def test_a_replay_is_not_compared(parts: Parts, files: LocalFileStore, made: Composition) -> None:
    job = Job(Controls(), 0, "replay", code=made.code)
    _, compared = original(lambda _: made, job, parts, files, nullcontext)
    assert compared.originality is None


def test_a_track_whose_file_is_lost_is_passed_over(
    parts: Parts, files: LocalFileStore, made: Composition, twin: Neighbour
) -> None:
    lost = replace(twin, midi="0" * 64)
    assert compare(made, Job(ASKED, 5, neighbours=(lost,)), parts, files) is not None


def test_the_value_crosses_to_the_conversation_and_back() -> None:
    told = Originality(12189, 18, 4.5, 0.9, "a/b", "A tune", "Nobody", always_found=13)
    take = Take("a", "b", "CZ1-x", Controls(), "c", originality=told)
    data = take.to_json()
    assert Take.from_json(data) == take
    assert data["originality"]["original"] is False
    assert "A tune" in data["originality"]["sentence"]
    assert Take.from_json({**data, "originality": ""}).originality is None
    job = Job(Controls(), 1, neighbours=(Neighbour("a", "b", "c", "d"),))
    assert Job.from_json(job.to_json()) == job
