"""Dialogues of two to four messages: a refinement changes what it names, and only that."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.listening.impression import Hear
from bot.understanding.dialogues import evaluate_dialogues, judge_turn, unnamed_changes

DIALOGUES = Path(__file__).with_name("dialogues.jsonl")


def every(nth: int, source: Path, folder: Path) -> Path:
    """The report half of a file of dialogues, and every `nth` of the others."""
    rows = [line for line in source.read_text("utf-8").splitlines() if line]
    kept = [row for i, row in enumerate(rows) if i % nth == 0 or json.loads(row)["split"] == "report"]
    (folder / source.name).write_text("\n".join(kept), "utf-8")
    return folder / source.name


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """By words alone. Of all dialogues: `cadenza evaluate understanding`."""
    return evaluate_dialogues(every(4, DIALOGUES, tmp_path_factory.mktemp("dialogues")))


def test_refinements_are_read_fully_right(measured: dict[str, Any]) -> None:
    groups = measured["groups"]
    assert groups["development"]["refinements_fully_right"] >= 0.98
    assert groups["report"]["refinements_fully_right"] >= 0.95
    assert groups["all"]["refinements_fully_right"] >= 0.98
    assert groups["development"]["only_named_changed"] >= 0.99
    assert groups["report"]["only_named_changed"] >= 0.98
    assert groups["development"]["refinements"] >= 2400
    assert groups["all"]["dialogues"] >= 500
    assert groups["report"]["refinements"] >= 230


def test_dialogues_as_freely_as_people_talk(hear: Hear, tmp_path: Path) -> None:
    """Of seven sets that were learned, of the manner in which the readers are weakest."""
    free = every(4, DIALOGUES.with_name("free_dialogues.jsonl"), tmp_path)
    groups = evaluate_dialogues(free, hear=hear)["groups"]
    assert groups["development"]["refinements"] >= 700
    assert groups["development"]["refinements_fully_right"] >= 0.9
    assert groups["development"]["only_named_changed"] >= 0.975


def test_the_network_that_hears_forgets_nothing(hear: Hear, tmp_path: Path) -> None:
    groups = evaluate_dialogues(every(12, DIALOGUES, tmp_path), hear=hear)["groups"]
    assert groups["report"]["refinements"] >= 230
    assert groups["report"]["only_named_changed"] >= 0.98
    assert groups["report"]["refinements_fully_right"] >= 0.95
    assert groups["development"]["refinements"] >= 800
    assert groups["development"]["refinements_fully_right"] >= 0.98
    assert groups["development"]["only_named_changed"] >= 0.99


def test_the_judge_sees_what_changed_without_being_named() -> None:
    before = {"tempo_bpm": 100.0, "key": "C major", "instruments": ["Flute"], "exclude_instruments": []}
    assert judge_turn(before, before | {"tempo_bpm": 80.0}, {"tempo_bpm": "<"}) == ()
    assert judge_turn(before, before | {"tempo_bpm": 120.0}, {"tempo_bpm": "<"}) == ("tempo_bpm",)
    assert judge_turn(before, before | {"tempo_bpm": 80.0, "key": None}, {"tempo_bpm": "<"}) == ("key",)
    more = {"instruments": {"more": ["Cello"]}}
    assert judge_turn(before, before | {"instruments": ["Flute", "Cello"]}, more) == ()
    assert judge_turn(before, before | {"instruments": ["Cello"]}, more) == ("instruments",)


def test_a_wish_that_was_missed_changed_nothing_unnamed() -> None:
    before = {"tempo_bpm": 100.0, "key": "C major", "instruments": ["Flute"], "exclude_instruments": []}
    slower, swapped = {"tempo_bpm": "<"}, {"instruments": {"more": ["Cello"], "fewer": ["Flute"]}}
    assert unnamed_changes(before, before, slower) == ()
    assert unnamed_changes(before, before | {"tempo_bpm": 120.0}, slower) == ()
    assert unnamed_changes(before, before | {"tempo_bpm": 80.0, "key": "D major"}, slower) == ("key",)
    assert unnamed_changes(before, before | {"instruments": ["Cello"]}, swapped) == ()
    assert unnamed_changes(before, before | {"instruments": ["Flute", "Oboe"]}, swapped) == ("instruments",)
    only = {"instruments": {"are": ["Flute"]}}
    assert unnamed_changes(before, before | {"instruments": []}, only) == ("instruments",)
