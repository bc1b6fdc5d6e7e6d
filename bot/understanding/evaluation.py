"""Measuring the understanding against labelled utterances.

A file of JSON lines, one utterance each: `text`, `after` (earlier messages, oldest first), `language`,
`split` ("development" or "report"), and either `impossible` (it must be refused with a CadenzaError) or
`intents` (any of them is right) with `expected` slots. A slot that is not expected must stay empty, unless
it is listed in `unjudged` (or `unjudged` is "all"). Moods are expected as signs: beyond 0.15 on their side;
when one axis is expected, the other is not judged. Instruments are General MIDI names, "A|B" for either,
"@family" for any of a family.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.listening.impression import Hear
from bot.understanding.mood import Encode
from bot.understanding.reading import read
from bot.understanding.request import Request
from music.errors import CadenzaError
from music.instruments import family_of, program_number
from music.theory import Key

#: how far from the centre a mood that is said must lie (contract, DESIGN section 6)
SAID = 0.15
SLOTS = (
    "intent", "language", "mood", "style", "tempo_bpm", "key", "metre", "instruments", "exclude_instruments",
    "bars", "seconds", "density", "references", "refusal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Utterance:
    """One labelled message; see the module."""

    text: str
    language: str
    split: str
    after: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    expected: dict[str, Any] = field(default_factory=dict)
    unjudged: tuple[str, ...] = ()
    impossible: bool = False
    referring: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """`slots`: whether each judged slot is right; `expected`: the slots of which the utterance speaks."""

    utterance: Utterance
    slots: dict[str, bool]
    expected: frozenset[str]
    answer: dict[str, Any]

    @property
    def right(self) -> bool:
        return all(self.slots.values())


def load(path: Path) -> list[Utterance]:
    utterances: list[Utterance] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        unjudged = row.get("unjudged", ())
        utterances.append(
            Utterance(
                text=row["text"],
                language=row["language"],
                split=row["split"],
                after=tuple(row.get("after", ())),
                intents=tuple(row.get("intents", ())),
                expected=row.get("expected", {}),
                unjudged=SLOTS[2:12] if unjudged == "all" else tuple(unjudged),
                impossible=row.get("impossible", False),
                referring=row.get("referring", False),
            )
        )
    return utterances


def read_conversation(
    text: str, after: Sequence[str], encode: Encode | None = None, hear: Hear | None = None
) -> Request:
    """`text` read after earlier messages, each of them read in turn."""
    earlier: list[Request] = []
    for message in after:
        earlier.append(read(message, earlier, encode, hear))
    return read(text, earlier, encode, hear)


def fits(name: str, label: str) -> bool:
    family = family_of(program_number(name))
    return any(name == part or part == f"@{family}" for part in label.split("|"))


def _same_instruments(names: Sequence[str], labels: Sequence[str]) -> bool:
    covered = all(any(fits(name, label) for name in names) for label in labels)
    return covered and all(any(fits(name, label) for label in labels) for name in names)


def _same_mood(controls: dict[str, Any], expected: dict[str, Any]) -> bool:
    signs = {axis: expected[axis] for axis in ("valence", "arousal") if axis in expected}
    if not signs:
        return controls["valence"] is None and controls["arousal"] is None
    for axis, sign in signs.items():
        value = controls[axis] or 0.0
        if (value if sign == "+" else -value) <= SAID:
            return False
    return True


def _same(slot: str, controls: dict[str, Any], expected: dict[str, Any]) -> bool:
    if slot == "mood":
        return _same_mood(controls, expected)
    value, label = controls[slot], expected.get(slot)
    if label is None:
        return value in (None, [])
    if slot in ("instruments", "exclude_instruments"):
        return _same_instruments(value, label)
    if value is None:
        return False
    if slot in ("tempo_bpm", "seconds", "bars"):
        return bool(label[0] <= value <= label[1])
    if slot in ("style", "density"):
        return value in label
    if slot == "key":
        return Key.parse(value) == Key.parse(label)
    return bool(value == label)


def judge(utterance: Utterance, encode: Encode | None = None, hear: Hear | None = None) -> Judgement:
    """One utterance read and compared with its labels."""
    try:
        request = read_conversation(utterance.text, utterance.after, encode, hear)
    except CadenzaError as error:
        return Judgement(
            utterance, {"refusal": utterance.impossible}, frozenset({"refusal"}), {"refused": str(error)}
        )
    answer = request.to_json()
    if utterance.impossible:
        return Judgement(utterance, {"refusal": False}, frozenset({"refusal"}), answer)
    slots = {
        "intent": request.intent in utterance.intents,
        "language": request.language == utterance.language,
    }
    for slot in SLOTS[2:12]:
        if slot not in utterance.unjudged:
            slots[slot] = _same(slot, answer["controls"], utterance.expected)
    if utterance.referring:
        slots["references"] = bool(request.references)
    said = {"mood" if slot in ("valence", "arousal") else slot for slot in utterance.expected}
    return Judgement(utterance, slots, frozenset(said | {"intent", "language"}), answer)


def _groups(judgements: Sequence[Judgement]) -> Iterator[tuple[str, list[Judgement]]]:
    for split in ("development", "report"):
        for language in sorted({j.utterance.language for j in judgements}):
            members = [
                j for j in judgements if j.utterance.split == split and j.utterance.language == language
            ]
            if members:
                yield f"{split}/{language}", members


def _filled(answer: dict[str, Any], slot: str) -> bool:
    """Whether the answer says anything in `slot`."""
    if slot == "mood":
        return answer["controls"]["valence"] is not None or answer["controls"]["arousal"] is not None
    if slot in ("intent", "language"):
        return True
    if slot == "references":
        return bool(answer["references"])
    return answer["controls"][slot] not in (None, [])


def _precision(judgements: Sequence[Judgement]) -> dict[str, float]:
    """Of the times that a slot was filled, the share in which it was filled rightly."""
    filled: dict[str, list[bool]] = defaultdict(list)
    for judgement in judgements:
        for slot, correct in judgement.slots.items():
            if slot != "refusal" and _filled(judgement.answer, slot):
                filled[slot].append(correct)
    return {slot: round(sum(filled[slot]) / len(filled[slot]), 4) for slot in SLOTS if slot in filled}


def _rates(judgements: Sequence[Judgement]) -> dict[str, Any]:
    right: dict[str, list[bool]] = defaultdict(list)
    said: dict[str, list[bool]] = defaultdict(list)
    for judgement in judgements:
        for slot, correct in judgement.slots.items():
            right[slot].append(correct)
            if slot in judgement.expected:
                said[slot].append(correct)
    refinements = [j for j in judgements if j.utterance.after]
    return {
        "utterances": len(judgements),
        "fully_right": round(sum(j.right for j in judgements) / len(judgements), 4),
        "refinements": len(refinements),
        "refinements_fully_right": (
            round(sum(j.right for j in refinements) / len(refinements), 4) if refinements else None
        ),
        "precision": _precision(judgements),
        "recall": {slot: round(sum(said[slot]) / len(said[slot]), 4) for slot in SLOTS if slot in said},
        "slots": {slot: round(sum(right[slot]) / len(right[slot]), 4) for slot in SLOTS if slot in right},
    }


def evaluate(path: Path, encode: Encode | None = None, hear: Hear | None = None) -> dict[str, Any]:
    """Fully-right and per-slot rates for each split and language, and every utterance that was misread."""
    judgements = [judge(utterance, encode, hear) for utterance in load(path)]
    wrong = [
        {
            "text": j.utterance.text,
            "after": list(j.utterance.after),
            "split": j.utterance.split,
            "wrong": sorted(slot for slot, correct in j.slots.items() if not correct),
            "answer": j.answer,
        }
        for j in judgements
        if not j.right
    ]
    return {"groups": {name: _rates(members) for name, members in _groups(judgements)}, "wrong": wrong}
