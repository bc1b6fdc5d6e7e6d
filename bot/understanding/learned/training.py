"""Learns from labelled dialogues what a message that follows a piece asks for, and what becomes of the
players that it names.

    python -m bot.understanding.learned.training tests/understanding [--without FILE] [--folds 5]

Reads the development half of all dialogues, and of utterances.jsonl what asks for a piece or is talk.
Writes asked.npz, directions.npz and fates.npz beside this file; with --folds prints instead how often each
answer is right in dialogues that were left out. `--without` leaves out the dialogues of another file.
"""

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from bot.understanding.continuing import earlier_state
from bot.understanding.evaluation import fits
from bot.understanding.instrument_names import meant_by, silenced_by, spoken_names
from bot.understanding.learned.asked import ANSWERS, SIDE_OF, SIDES
from bot.understanding.learned.directions import DIRECTIONS, MOVED
from bot.understanding.learned.fates import FATES, POSSIBLE, named_players
from bot.understanding.learned.features import features_around, features_of, name_plays
from bot.understanding.learned.frames import made_messages, made_wishes
from bot.understanding.learned.regression import Case, fitted
from bot.understanding.learned.weights import Weights, write_weights
from bot.understanding.names import Name
from bot.understanding.reading import read
from bot.understanding.request import Request
from bot.understanding.text import Plain, plainly
from music.controls import Controls
from music.errors import CadenzaError

_JOINTS = (". ", ", ", "! ", " ", ", and ", ". also ", " but ", "... ")
#: intents that leave a piece as it is
_ORDERS = frozenset({"play", "rate", "explain", "analyze"})
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Example:
    """What was `said` over the state `before`; `turn`: its labels, None for a piece that is asked for
    (`is_new`) and what else is asked of the program; `is_order`: such that leaves a piece as it is.

    `group`: its dialogue, -1 for a single message; `to_first`: whether it goes back to the first state, None
    where that is the one before the last change.
    """

    group: int
    language: str
    said: Plain
    before: Controls
    turn: dict[str, Any] | None
    is_new: bool = True
    is_order: bool = False
    to_first: bool | None = None

    @property
    def is_wish(self) -> bool:
        return self.turn is not None and "as" not in self.turn and bool(self.turn["changes"])

    @property
    def is_talk(self) -> bool:
        return self.turn is not None and "as" not in self.turn and not self.turn["changes"]


def _of_dialogue(group: int, dialogue: dict[str, Any], other: Controls) -> Iterator[Example]:
    """Examples of one dialogue; its first message comes as if it followed the state `other`."""
    earlier: list[Request] = []
    for number, turn in enumerate(dialogue["turns"]):
        state = earlier_state(earlier) if earlier else None
        said = plainly(turn["text"], earlier[-1].language if earlier else "")
        labels = None if turn.get("anew") or "changes" not in turn else turn
        yield Example(
            group,
            dialogue["language"],
            said,
            state.controls if state else other,
            labels,
            to_first=_to_first(dialogue["turns"], number),
        )
        try:
            earlier.append(read(turn["text"], earlier, by_rules_alone=True))
        except CadenzaError:
            if not earlier:
                return
            earlier.append(earlier[-1])


def _to_first(turns: Sequence[dict[str, Any]], number: int) -> bool | None:
    """Whether turn `number` goes back to the first state; None where there is no other, or it does not."""
    if "as" not in turns[number]:
        return None
    changed = [i for i in range(1, number) if turns[i].get("changes") or "as" in turns[i]]
    if len(changed) < 2:
        return None
    return not any(i <= turns[number]["as"] for i in changed)


def texts_in(path: Path) -> frozenset[str]:
    """What the dialogues of a file say after their first messages."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return frozenset(turn["text"] for row in rows for turn in row["turns"][1:])


def examples(folder: Path, without: frozenset[str] = frozenset()) -> list[Example]:
    """Every labelled message of the development half in `folder`, but for dialogues with texts `without`."""
    draw = random.Random(0)
    paths = sorted(folder.glob("*dialogues.jsonl"))
    dialogues = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    dialogues = [d for d in dialogues if d["split"] == "development"]
    dialogues = [d for d in dialogues if not any(t["text"] in without for t in d["turns"][1:])]
    states = [Controls()]
    found: list[Example] = []
    for group, dialogue in enumerate(dialogues):
        found += _of_dialogue(group, dialogue, draw.choice(states))
        if len(states) < 500:
            states.append(read(dialogue["turns"][0]["text"]).controls)
    rows = [json.loads(line) for line in (folder / "utterances.jsonl").read_text("utf-8").splitlines()]
    for row in rows:
        if row["split"] == "development" and not row.get("after"):
            intents = row.get("intents", ())
            labels: dict[str, Any] | None = {"changes": {}} if intents == ["chat"] else None
            said, before = plainly(row["text"]), draw.choice(states)
            is_order = bool(intents) and _ORDERS.issuperset(intents)
            found.append(Example(-1, row["language"], said, before, labels, "generate" in intents, is_order))
    return found


def joined(found: Sequence[Example]) -> list[Example]:
    """Two messages in one, as people write them: talk and a wish, or wishes for two things."""
    draw = random.Random(1)
    wishes, talk = [e for e in found if e.is_wish], [e for e in found if e.is_talk]
    made: list[Example] = []
    for wish in wishes:
        other = draw.choice(draw.choice((talk, talk, wishes)))
        changes, more = (e.turn["changes"] for e in (wish, other) if e.turn)
        if wish.language != other.language or {SIDE_OF[s] for s in changes} & {SIDE_OF[s] for s in more}:
            continue
        one, two = draw.choice(((wish, other), (other, wish)))
        joint = draw.choice(_JOINTS)
        said = Plain(one.said.text + joint + two.said.text, one.said.written + joint + two.said.written)
        before = wish.before if "instruments" in changes else other.before
        made.append(Example(wish.group, wish.language, said, before, {"changes": changes | more}))
    return made


def asked_cases(example: Example) -> list[Case]:
    """What the message asks for, as one case."""
    rows = features_of(example.said, example.before)
    if example.turn is None:
        named_side = False if example.is_order else None
        return [Case(rows, (False, False, example.is_new or None, *(named_side for _ in SIDES), None))]
    sides = {SIDE_OF[slot] for slot in example.turn["changes"]}
    back = "as" in example.turn
    named = (side in sides for side in SIDES)
    return [Case(rows, (not sides and not back, back, False, *named, example.to_first))]


def fate_cases(example: Example) -> list[Case]:
    """What becomes of each player that the message names, a case each."""
    if example.turn is None or "as" in example.turn:
        return []
    said, before = example.said, example.before
    return [
        Case(features_around(said, name, before), _fate(name, before, example.turn["changes"]))
        for name in named_players(said)
    ]


def _fate(name: Name, before: Controls, changes: dict[str, Any]) -> tuple[bool | None, ...]:
    """Whether the player comes, leaves, plays with none but those named, or is banned."""
    players, banned = changes.get("instruments", {}), changes.get("exclude_instruments", {})
    there = [i for i in meant_by(name.word, before.instruments) if i in before.instruments]
    called = list(there or spoken_names()[name.word] or silenced_by(name.word))

    def is_among(labels: Sequence[str]) -> bool:
        return any(fits(i, label) for i in called for label in labels)

    only = is_among(players.get("are", ()))
    happened = (
        is_among(players.get("more", ())),
        is_among(players.get("fewer", ())),
        only,
        is_among(banned.get("more", ())),
    )
    possible = POSSIBLE[name_plays(name, before.instruments)]
    return tuple(h if p else None for h, p in zip(happened, possible, strict=True))


def direction_cases(example: Example) -> list[Case]:
    """Which way the message moves what it names, as one case; none where nothing that it names is moved."""
    if example.turn is None or "as" in example.turn:
        return []
    changes, before = example.turn["changes"], example.before
    lengths = [changes[slot] for slot in ("seconds", "bars") if slot in changes]
    was = {"tempo_bpm": before.tempo_bpm, "length": None}
    labels = {
        "tempo_bpm": changes.get("tempo_bpm"),
        "length": lengths[0] if lengths else None,
        "density": changes.get("density"),
        "valence": changes.get("valence"),
        "arousal": changes.get("arousal"),
    }
    ups = [_goes_up(labels[side], was.get(side)) for side in MOVED]
    axes = [labels[axis] for axis in ("valence", "arousal")]
    named = [None if axis == "any" or axes == [None, None] else axis is not None for axis in axes]
    if all(answer is None for answer in (*ups, *named)):
        return []
    return [Case(features_of(example.said, before), (*ups, *named))]


def _goes_up(label: Any, was: float | None) -> bool | None:
    """Whether a label says more than before; None where it says nothing of that."""
    if label in (">", "<"):
        return bool(label == ">")
    if isinstance(label, list) and all(isinstance(n, int | float) for n in label):
        return None if was is None or label[0] <= was <= label[1] else bool(label[0] > was)
    named = set(label or ()) if isinstance(label, list) else {label}
    return None if len(named & {"sparse", "dense"}) != 1 else "dense" in named


def wish_cases() -> list[Case]:
    """What messages made from frames ask for."""
    cases = [
        Case(
            features_of(made.said, made.before),
            (made.named == ("nothing",), False, False, *(side in made.named for side in SIDES), None),
        )
        for made in made_wishes()
    ]
    for made in made_messages():
        if any(fate is not None for fate in made.fates):
            rows = features_of(made.said, made.before)
            cases.append(Case(rows, (False, False, False, *(side == "players" for side in SIDES), None)))
    return cases


def made_cases() -> list[Case]:
    """The fates of players in messages made from frames."""
    cases: list[Case] = []
    for made in made_messages():
        named = named_players(made.said)
        if len(named) != len(made.fates):
            continue  # two names that together are a third one
        for name, fate in zip(named, made.fates, strict=True):
            possible = POSSIBLE[name_plays(name, made.before.instruments)]
            answers = tuple(i == fate if p else None for i, p in enumerate(possible))
            if fate is None or possible[fate]:
                cases.append(Case(features_around(made.said, name, made.before), answers))
    return cases


@dataclass(frozen=True, slots=True)
class Task:
    """What is learned, from which `cases` of an example, and from which others."""

    file: str
    answers: tuple[str, ...]
    cases: Callable[[Example], list[Case]]
    others: Callable[[], list[Case]] = list


TASKS = (
    Task("asked.npz", ANSWERS, asked_cases, wish_cases),
    Task("directions.npz", DIRECTIONS, direction_cases),
    Task("fates.npz", FATES, fate_cases, made_cases),
)


def _cases(task: Task, found: Sequence[Example]) -> list[Case]:
    return [case for example in found for case in task.cases(example)]


def _learned(task: Task, found: Sequence[Example]) -> Weights:
    return fitted([*_cases(task, [*found, *joined(found)]), *task.others()])


def cross_validated(task: Task, found: Sequence[Example], folds: int) -> None:
    """Prints precision and recall of each answer at one half, in dialogues that were not learned."""
    counts = np.zeros((len(task.answers), 3), int)
    for fold in range(folds):
        learned = [e for e in found if e.group < 0 or e.group % folds != fold]
        weights = _learned(task, learned)
        for case in _cases(task, [e for e in found if e.group >= 0 and e.group % folds == fold]):
            said = weights.chances(case.rows) > 0.5
            for i, answer in enumerate(case.answers):
                if answer is not None:
                    counts[i] += (answer and said[i], said[i] and not answer, answer and not said[i])
    print("| answer | messages | precision | recall |\n| --- | ---: | ---: | ---: |")
    for name, (right, extra, missed) in zip(task.answers, counts.tolist(), strict=True):
        share = [right / max(right + other, 1) for other in (extra, missed)]
        print(f"| {name} | {right + missed} | {share[0]:.1%} | {share[1]:.1%} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--out", type=Path, default=_HERE)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    without = texts_in(arguments.without) if arguments.without else frozenset[str]()
    found = examples(arguments.folder, without)
    print(f"{len(found)} messages")
    for task in TASKS:
        if arguments.folds:
            cross_validated(task, found, arguments.folds)
        else:
            write_weights(arguments.out / task.file, _learned(task, found))


if __name__ == "__main__":
    main()
