"""What was tried and what came of it."""

import itertools
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

#: what no answer may look like: code that shows through
_INSIDES = re.compile(
    r"Traceback|\b[A-Z]\w*(Error|Exception)\b|File \"|<[\w.]+ object at|\bNoneType\b|asyncpg|sqlite3"
)
#: what an answer says when nobody had thought of the case
_UNEXPECTED = ("Something went wrong", "There is nothing to say to that")


@dataclass(frozen=True, slots=True)
class Fault:
    """An input that was not answered as it should be; `number` makes the same input again."""

    number: int
    kind: str
    what: str
    sent: str


@dataclass
class Ledger:
    """Inputs are numbered; each is made from the seed and its number alone."""

    seed: int
    only: tuple[int, ...] = ()
    began: float = field(default_factory=time.monotonic)
    inputs: Counter[str] = field(default_factory=Counter)
    ends: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    waits: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[Fault] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)
    #: of each refusal, one whole with what was sent, to be read by a person
    sentences: dict[str, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def next(self) -> int | None:
        """The number of the next input; None when only some were asked for and there are no more."""
        number = next(self._numbers)
        if not self.only:
            return number
        return self.only[number] if number < len(self.only) else None

    def random(self, number: int) -> Random:
        return Random(f"{self.seed} {number}")

    def ended(self, kind: str, how: str, acknowledged_ms: float | None = None) -> None:
        self.inputs[kind] += 1
        self.ends[kind][how] += 1
        if acknowledged_ms is not None:
            self.waits[kind].append(acknowledged_ms)

    def fault(self, number: int, kind: str, what: str, sent: object) -> None:
        self.ended(kind, "fault")
        self.faults.append(Fault(number, kind, what, repr(sent)[:300]))

    def judge(
        self, number: int, kind: str, said: str, rich: bool, sent: object, ms: float | None = None
    ) -> None:
        """`said`: every word of an answer; `rich`: it brought more than words (a card, a file, choices)."""
        wrong = unfit(said, rich)
        if wrong:
            self.fault(number, kind, wrong, sent)
        else:
            self.ended(kind, "more than words" if rich else "a sentence", ms)
            if not rich:
                pattern = re.sub(r"[“'\"].*[”'\"]|\d+", "…", said)[:60]
                self.refusals[pattern] += 1
                self.sentences.setdefault(pattern, f"{kind}: {said}\n    sent: {sent!r:.300}")


def unfit(said: str, rich: bool) -> str:
    """Why an answer is none; "" for one that is."""
    if not said.strip() and not rich:
        return "an empty answer"
    if found := _INSIDES.search(said):
        return f"its insides show: {said[max(0, found.start() - 60) : found.end() + 100]!r}"
    if words := next((words for words in _UNEXPECTED if words in said), ""):
        return f"no reason given: {said[said.index(words) :][:200]!r}"
    if not rich and (len(said.split()) < 2 and not re.search(r"[\u3040-\u30ff\u3400-\u9fff]{4}", said)):
        return f"no sentence: {said[:100]!r}"
    return ""
