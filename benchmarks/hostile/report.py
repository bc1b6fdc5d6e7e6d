"""The figures as Markdown, and whether all is well."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from benchmarks.hostile.watching import Memory

if TYPE_CHECKING:
    from benchmarks.hostile.__main__ import Trial

#: memory is compared with what it is after so many minutes, when models, caches and the catalogues of all
#: languages are warm
WARM = 3
#: growth at rest that is none
MOST_GROWTH = 0.05
#: no interaction may wait longer
MOST_MS = 3000.0
_TOLD = 25


def report(trials: Sequence["Trial"], title: str) -> tuple[str, bool]:
    lines, good = [f"{title}.", ""], True
    lines += [
        "| surface | input | sent | answered | refused or told in a sentence | faults | slowest answer |"
    ]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for trial in trials:
        for kind, sent in sorted(trial.ledger.inputs.items()):
            ends, waits = trial.ledger.ends[kind], trial.ledger.waits[kind]
            good &= max(waits, default=0.0) < MOST_MS
            slowest = f"{max(waits):.0f} ms" if waits else ""
            lines.append(
                f"| {trial.surface} | {kind} | {sent} | {ends['more than words']} "
                f"| {ends['a sentence']} | {ends['fault']} | {slowest} |"
            )
        ends = {
            how: sum(e[how] for e in trial.ledger.ends.values())
            for how in ("more than words", "a sentence", "fault")
        }
        lines.append(
            f"| {trial.surface} | **all** | {sum(trial.ledger.inputs.values())} | {ends['more than words']} "
            f"| {ends['a sentence']} | {ends['fault']} | |"
        )
    lines += [
        "",
        "| what | " + " | ".join(t.surface for t in trials) + " |",
        "| --- |" + " --- |" * len(trials),
    ]
    rows: list[tuple[str, list[str]]] = [
        ("seconds of attack", [f"{t.seconds:.0f}" for t in trials]),
        ("program died", ["yes" if t.died else "no" for t in trials]),
        ("exit code when asked to stop", [str(t.exit_code) for t in trials]),
        ("tracebacks in the log", [str(len(t.log.tracebacks)) for t in trials]),
        ("engine ended and was replaced", [str(len(t.log.engine_ends)) for t in trials]),
        ("inputs refused as taking too long to read", [str(too_long(t)) for t in trials]),
        (
            "memory of the program, fourth minute, last minute",
            [growth(t.program, t.seconds)[0] for t in trials],
        ),
        (
            "memory of the engine, fourth minute, last minute",
            [growth(t.engine, t.seconds)[0] for t in trials],
        ),
        ("memory of the program at rest, when warm, at the end", [rest(t, 0)[0] for t in trials]),
        ("memory of the engine at rest, when warm, at the end", [rest(t, 1)[0] for t in trials]),
        ("an ordinary piece afterwards", ["yes" if t.composes_afterwards else "no" for t in trials]),
    ]
    lines += [f"| {what} | {' | '.join(values)} |" for what, values in rows]
    lines += curves(trials)
    for trial in trials:
        good &= not (
            trial.died or trial.log.tracebacks or trial.log.other or trial.ledger.faults or trial.left
        )
        good &= trial.composes_afterwards and trial.exit_code == 0
        good &= rest(trial, 0)[1] < MOST_GROWTH
        good &= rest(trial, 1)[1] < MOST_GROWTH
        lines += troubles(trial)
    return "\n".join(lines), good


def curves(trials: Sequence["Trial"]) -> list[str]:
    """Memory of each process minute by minute, which tells a leak from a part that was loaded late."""
    minutes = range(1, max((int(t.seconds // 60) for t in trials), default=0) + 1)
    if not minutes:
        return []
    lines = ["", "| MB, median of minute | " + " | ".join(map(str, minutes)) + " |"]
    lines.append("| --- |" + " --- |" * len(minutes))
    for trial in trials:
        for process, memory in (("program", trial.program), ("engine", trial.engine)):
            medians = (f"{memory.median(60 * m - 60, 60 * m):.0f}" for m in minutes)
            lines.append(f"| {trial.surface}, {process} | {' | '.join(medians)} |")
    return lines


def growth(memory: Memory, seconds: float) -> tuple[str, float]:
    """In words, and as a share: the median of the last minute beside that of the fourth."""
    begin = warm_seconds(seconds)
    length = min(60.0, seconds / 6)
    before, after = memory.median(begin, begin + length), memory.median(seconds - length, seconds + 1)
    share = after / before - 1 if before else 0.0
    return f"{before:.0f} MB, {after:.0f} MB ({share:+.1%}; at most {memory.most:.0f} MB)", share


def rest(trial: "Trial", process: int) -> tuple[str, float]:
    """In words, and as a share: what stays when nothing is left to do. Under fire a process also holds what
    it works on, 23 MB for each minute of sound: the minutes alone do not tell a leak."""
    if len(trial.at_rest) < 2:
        return "not measured", 0.0
    before, after = (mb[process] for mb in trial.at_rest)
    share = after / before - 1 if before else 0.0
    return f"{before:.0f} MB, {after:.0f} MB ({share:+.1%})", share


def warm_seconds(seconds: float) -> float:
    """How much of an attack comes before memory is compared."""
    return WARM * 60.0 if seconds > (WARM + 2) * 60 else seconds / 3


def too_long(trial: "Trial") -> int:
    return sum(n for said, n in trial.ledger.refusals.items() if "too long to read" in said)


def troubles(trial: "Trial") -> list[str]:
    """Whatever is wrong, one after the other."""
    lines: list[str] = []
    lines += [
        f"- {trial.surface} input {fault.number} ({fault.kind}): {fault.what}; sent {fault.sent}"
        for fault in trial.ledger.faults[:_TOLD]
    ]
    lines += [f"- {trial.surface}: {one}" for one in trial.left[:_TOLD]]
    lines += [f"- {trial.surface} log: {one}" for one in trial.log.tracebacks[:_TOLD]]
    lines += [f"- {trial.surface} standard error: {one}" for one in trial.log.other[:_TOLD]]
    lines += [f"- {trial.surface} log, {n} times: {one}" for one, n in trial.log.errors.most_common(_TOLD)]
    lines += [f"- {trial.surface}: {one}" for one in trial.log.engine_ends[:_TOLD]]
    return ["", *lines] if lines else []
