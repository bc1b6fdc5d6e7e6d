"""The report of an import: how much came in, what was left out and why."""

import csv
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.output import answer, answer_json
from music.errors import CadenzaError

if TYPE_CHECKING:
    from bot.assistant.importing import ImportSummary

#: different reasons that are printed; the rest is in --report and --json
REASONS = 12
EXAMPLES = 5


def report_import(summary: "ImportSummary", as_json: bool) -> None:
    """Prints it, in words or as JSON."""
    if as_json:
        answer_json(
            {
                "added": summary.added,
                "known": summary.known,
                "recognised": summary.recognised,
                "ignored": summary.ignored,
                "skipped": summary.skipped,
                "same": summary.same,
            }
        )
        return
    answer(f"{summary.added} added, {summary.known} already there, {len(summary.skipped)} skipped")
    if summary.recognised:
        answer(f"{summary.recognised} files were read before and not read again")
    reasons = Counter(_general(reason) for _, reason in summary.skipped)
    for reason, count in reasons.most_common(REASONS):
        answer(f"  {count} × {reason}")
    if len(reasons) > REASONS:
        answer(f"  … and {len(reasons) - REASONS} more reasons; --report FILE writes them all")
    for path, title in summary.same[:EXAMPLES]:
        answer(f"  known: {path} is the same music as {title}")
    if len(summary.same) > EXAMPLES:
        answer(f"  known: … and {len(summary.same) - EXAMPLES} more of the same music as other tracks")
    if summary.ignored:
        kinds = ", ".join(f"{n} {kind}" for kind, n in summary.ignored_kinds.most_common(EXAMPLES))
        answer(f"{summary.ignored} files of other kinds were not looked at ({kinds})")


def write_report(summary: "ImportSummary", path: Path) -> None:
    """Every file that was skipped or known under another title: path, what became of it, why. Raises
    CadenzaError."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, delimiter="\t")
            table.writerow(("path", "outcome", "why"))
            table.writerows((where, "skipped", why) for where, why in summary.skipped)
            table.writerows((where, "known", f"same music as {title}") for where, title in summary.same)
    except OSError as error:
        raise CadenzaError(f"{path} could not be written: {error.strerror}.") from error


def _general(reason: str) -> str:
    """A reason without the name of the file it is about, so that alike ones can be counted."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "…", reason, count=1)
