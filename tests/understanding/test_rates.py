"""How much of what members write is read fully right: utterances that were labelled before they were read.

The development half may be looked at while the parser is improved, the report half is only counted.
"""

import json
from pathlib import Path

import pytest

from bot.understanding.evaluation import Judgement, judge, load
from bot.understanding.lexicon import LEXICON_LANGUAGES

UTTERANCES = Path(__file__).with_name("utterances.jsonl")


@pytest.fixture(scope="module")
def judgements() -> list[Judgement]:
    return [judge(utterance) for utterance in load(UTTERANCES)]


def rate(judgements: list[Judgement]) -> float:
    return sum(j.right for j in judgements) / len(judgements)


@pytest.mark.parametrize(
    ("split", "language", "floor"),
    [
        ("development", "en", 0.98),
        ("development", "zh", 0.95),
        ("report", "en", 0.95),
        ("report", "zh", 0.92),
        *((split, code, 0.84) for split in ("development", "report") for code in LEXICON_LANGUAGES),
    ],
)
def test_fully_right(judgements: list[Judgement], split: str, language: str, floor: float) -> None:
    chosen = [j for j in judgements if j.utterance.split == split and j.utterance.language == language]
    misread = [j.utterance.text for j in chosen if not j.right]
    assert rate(chosen) >= floor, misread if split == "development" else f"{len(misread)} misread"


def test_a_refinement_changes_only_what_it_names(judgements: list[Judgement]) -> None:
    assert rate([j for j in judgements if j.utterance.after]) >= 0.95


def test_what_cannot_be_played_is_refused_and_nothing_else(judgements: list[Judgement]) -> None:
    assert rate([j for j in judgements if j.utterance.impossible]) >= 0.95
    refused = [j.utterance.text for j in judgements if "refused" in j.answer and not j.utterance.impossible]
    assert refused == []


def test_idle_talk_sets_no_control(judgements: list[Judgement]) -> None:
    for judgement in judgements:
        if judgement.answer.get("intent") in ("chat", "help", "stop"):
            controls = judgement.answer["controls"]
            assert all(value in (None, []) for value in controls.values()), judgement.utterance.text


def test_the_labels_cover_what_they_claim() -> None:
    utterances = load(UTTERANCES)
    assert len(utterances) >= 500
    assert len({(u.text, u.after) for u in utterances}) == len(utterances)
    assert sum(u.language == "zh" for u in utterances) >= 60
    assert sum(bool(u.after) for u in utterances) >= 70
    assert sum(u.impossible for u in utterances) >= 30
    assert sum(len(u.text) > 130 for u in utterances) >= 10
    assert sum(u.intents == ("chat",) for u in utterances) >= 40
    for line in UTTERANCES.read_text(encoding="utf-8").splitlines():
        assert json.loads(line)["split"] in ("development", "report")
