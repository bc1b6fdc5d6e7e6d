"""What commands write: answers on standard output, progress on standard error."""

import json
import math
import sys
from pathlib import Path
from typing import Any

from bot.commands.arguments import write_file


class CommandFailed(Exception):
    """The command did not succeed, and not because the request was bad (exit code 1)."""


def answer(text: str) -> None:
    """One line of the answer, out at once (a reader may wait for it)."""
    assert sys.__stdout__ is not None
    print(text, file=sys.__stdout__, flush=True)


def answer_json(value: Any) -> None:
    """`value` as one line of strict JSON; NaN and infinities become null."""
    answer(json.dumps(_strict(value), ensure_ascii=False, allow_nan=False))


def give_out(data: Any, path: Path | None, user: str, json_wanted: bool, sentence: str) -> None:
    """`data` as JSON: on standard output, or into `path`, which `sentence` then tells."""
    if path is None:
        answer_json(data)
        return
    write_file(path, (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())
    if json_wanted:
        answer_json({"file": str(path), "user": user})
    else:
        answer(sentence)


def _strict(value: Any) -> Any:
    match value:
        case float():
            return round(value, 6) if math.isfinite(value) else None
        case dict():
            return {str(k): _strict(v) for k, v in value.items()}
        case list() | tuple():
            return [_strict(v) for v in value]
        case _:
            return value


class ProgressLine:
    """A bar that redraws itself on a terminal; on anything else, one line a tenth of the way.

    Used as a context manager, so that the cursor stands on a fresh line afterwards.
    """

    WIDTH = 30

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._shown = ""

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(self, *_: object) -> None:
        if self._live and self._shown:
            print(file=sys.stderr)

    def show(self, text: str, done: int = 0, total: int = 0, *, stage: str = "") -> None:
        """`done` of `total` steps of what `text` says (no bar when `total` is 0).

        Where lines cannot be redrawn, `stage` stands for a `text` that counts the steps itself.
        """
        share = min(done, total) / total if total else 0.0
        if self._live:
            filled = round(self.WIDTH * share)
            bar = f"{'█' * filled}{'░' * (self.WIDTH - filled)} " if total else ""
            self._print(f"{bar}{text}", start="\r\033[K", end="")
        else:
            percent = f" {10 * math.floor(10 * share)} %" if total else ""
            self._print(f"{stage or text}{percent}", start="", end="\n")

    def _print(self, line: str, start: str, end: str) -> None:
        if line != self._shown:
            print(f"{start}{line}", end=end, file=sys.stderr, flush=True)
        self._shown = line
