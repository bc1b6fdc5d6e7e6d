"""Measuring refinements: dialogues of which every message after the first says what it may change.

A file of JSON lines: `language`, `split`, `turns`. A turn has a `text` and `changes`, by slot: "<" and ">"
(less and more than before, on an axis of mood also as far as the sign), "any" for an axis of mood that may
change, a range [low, high] for numbers, names that fit for the others; for instruments `more`, `fewer` or
`are`. What is not in `changes` must be as it was, apart from what follows from it: mood words from a mood,
the length in the other unit from a length, `exclude_instruments` from instruments that were banned or came
back. What is read as talk leaves everything as it was. `as`: the state is that after the turn of this number
(from 0), with the changes over it. `anew`: a request of its own, not judged.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.listening.impression import Hear
from bot.understanding.continuing import earlier_state
from bot.understanding.evaluation import fits
from bot.understanding.mood import Encode
from bot.understanding.reading import read
from bot.understanding.request import Request
from music.errors import CadenzaError
from music.theory import Key

#: what may change along with a slot that is named
_FOLLOWS = {
    "valence": ("mood",), "arousal": ("mood",), "seconds": ("bars",), "bars": ("seconds",), "style": (),
    "instruments": ("exclude_instruments",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One judged message: `wrong` names the slots that are not as they must be, `unnamed` those that changed
    without being named, by themselves or by an instrument of which nothing was said."""

    text: str
    language: str
    split: str
    wrong: tuple[str, ...]
    unnamed: tuple[str, ...]
    state: dict[str, Any]


def _only_named(before: list[str], after: list[str], label: dict[str, list[str]]) -> bool:
    """Whether nobody came or left but those of whom something is said."""
    gained, lost = [n for n in after if n not in before], [n for n in before if n not in after]
    if "are" in label:
        left = [n for n in lost if _fits_any(n, [want for want in label["are"] if not _plays(want, after)])]
        return _all_fit(gained, label["are"]) and not left
    return _all_fit(gained, label.get("more", [])) and _all_fit(lost, label.get("fewer", []))


def _fits_any(name: str, labels: list[str]) -> bool:
    return any(fits(name, label) for label in labels)


def _all_fit(names: list[str], labels: list[str]) -> bool:
    return all(_fits_any(name, labels) for name in names)


def _plays(label: str, names: list[str]) -> bool:
    return any(fits(name, label) for name in names)


def _instruments(before: list[str], after: list[str], label: dict[str, list[str]]) -> bool:
    if "are" in label:
        return _all_fit(after, label["are"]) and all(_plays(want, after) for want in label["are"])
    return (
        all(_plays(want, after) for want in label.get("more", []))
        and not any(_plays(gone, after) for gone in label.get("fewer", []))
        and _only_named(before, after, label)
    )


def _changed(slot: str, before: Any, after: Any, label: Any) -> bool:
    if label == "any":
        return True
    if label in ("<", ">"):
        if after is None:
            return False
        if slot in ("valence", "arousal") and before is None:
            before = 0.0
        if before is None:  # nothing was said before: "longer" than usual, "slower" than others
            return True
        return bool(after < before if label == "<" else after > before)
    if isinstance(label, dict):
        return _instruments(before, after, label)
    if slot in ("tempo_bpm", "seconds", "bars"):
        return after is not None and bool(label[0] <= after <= label[1])
    if slot == "key":
        return after is not None and Key.parse(after) == Key.parse(label)
    return bool(after in label if isinstance(label, list) else after == label)


def judge_turn(before: dict[str, Any], after: dict[str, Any], changes: dict[str, Any]) -> tuple[str, ...]:
    """The slots that changed and must not have, or must have and did not."""
    wrong = [slot for slot, label in changes.items() if not _changed(slot, before[slot], after[slot], label)]
    return tuple(dict.fromkeys([*wrong, *unnamed_changes(before, after, changes)]))


def unnamed_changes(
    before: dict[str, Any], after: dict[str, Any], changes: dict[str, Any]
) -> tuple[str, ...]:
    """The slots that changed though nothing was said of them, or of the instruments that came or left."""
    free = {slot for name in changes for slot in _FOLLOWS.get(name, ())} - set(changes)
    changed = [s for s in before if s not in changes and s not in free and before[s] != after[s]]
    players = [s for s in ("instruments", "exclude_instruments") if s in changes]
    return (*changed, *(s for s in players if not _only_named(before[s], after[s], changes[s])))


def judge_dialogue(row: dict[str, Any], encode: Encode | None = None, hear: Hear | None = None) -> list[Step]:
    """Every message after the first of one dialogue, judged."""
    earlier: list[Request] = []
    steps: list[Step] = []
    for turn in row["turns"]:
        try:
            request = read(turn["text"], earlier, encode, hear)
        except CadenzaError as error:
            steps.append(
                Step(turn["text"], row["language"], row["split"], ("refused",), (), {"error": str(error)})
            )
            request = earlier[-1]
        else:
            if "changes" in turn:
                said = earlier[: turn["as"] + 1] if "as" in turn else earlier
                base = earlier_state(said) or said[-1]
                # what is read as talk leaves the piece as it is
                after = (earlier_state([*earlier, request]) or request).controls.to_json()
                states = (base.controls.to_json(), after, turn["changes"])
                wrong, unnamed = judge_turn(*states), unnamed_changes(*states)
                steps.append(Step(turn["text"], row["language"], row["split"], wrong, unnamed, after))
        earlier.append(request)
    return steps


def evaluate_dialogues(path: Path, encode: Encode | None = None, hear: Hear | None = None) -> dict[str, Any]:
    """How many refinements, and how many whole dialogues, are read fully right, and how many refinements
    changed nothing that was not named, by split and language."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    groups: dict[str, list[Sequence[Step]]] = defaultdict(list)
    wrong: list[dict[str, Any]] = []
    for row in rows:
        steps = judge_dialogue(row, encode, hear)
        for name in (row["split"], f"{row['split']}/{row['language']}", "all"):
            groups[name].append(steps)
        wrong += [{"text": s.text, "split": s.split, "wrong": list(s.wrong)} for s in steps if s.wrong]

    def rates(dialogues: Sequence[Sequence[Step]]) -> dict[str, Any]:
        steps = [step for dialogue in dialogues for step in dialogue]
        return {
            "dialogues": len(dialogues),
            "dialogues_fully_right": round(
                sum(not any(s.wrong for s in dialogue) for dialogue in dialogues) / len(dialogues), 4
            ),
            "refinements": len(steps),
            "refinements_fully_right": round(sum(not s.wrong for s in steps) / len(steps), 4),
            "only_named_changed": round(sum(not s.unnamed for s in steps) / len(steps), 4),
        }

    return {"groups": {name: rates(members) for name, members in sorted(groups.items())}, "wrong": wrong}
