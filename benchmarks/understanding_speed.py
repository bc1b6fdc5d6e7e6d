"""How long one message takes to be understood: `python -m benchmarks.understanding_speed`.

Every labelled message of tests/understanding and every step of its dialogues, after a warm-up, on one core:
by words alone, with the sentence encoder, and with the network that hears refinements as well (as the
assistant has them, though there they answer from the engine).
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).parents[1] / "tests" / "understanding"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=2, help="times each message is read (default: %(default)s)"
    )
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    from bot.listening.impression import Hear
    from bot.listening.network import Listener
    from bot.understanding import Request, read, warm
    from bot.understanding.mood import Encode
    from music.errors import CadenzaError
    from recommender.text_encoder import TextEncoder

    encoder = TextEncoder()
    warm(encoder.encode)
    hear = Listener(encoder).hear
    conversations = _conversations()

    def timed(encode: Encode | None, hear: Hear | None) -> list[float]:
        took: list[float] = []
        for messages in conversations:
            earlier: list[Request] = []
            for message in messages:
                start = time.perf_counter()
                with suppress(CadenzaError):
                    earlier.append(read(message, earlier, encode, hear))
                took.append((time.perf_counter() - start) * 1000)
        return took

    timed(None, None)  # the tables and lexicons are read once, at the start
    print("| | messages | median ms | p99 ms | longest ms |\n| --- | ---: | ---: | ---: | ---: |")
    readers: tuple[tuple[str, Encode | None, Hear | None], ...] = (
        ("words alone", None, None),
        ("with the sentence encoder", encoder.encode, None),
        ("with the network that hears as well", encoder.encode, hear),
    )
    for name, *reader in readers:
        took = [t for _ in range(options.rounds) for t in timed(*reader)]
        print(
            f"| {name} | {len(took)} | {statistics.median(took):.2f} | {_p99(took):.2f} | {max(took):.2f} |"
        )
    longest = "something calm for piano and strings, but not too sad, " * 40
    _say_of("a message of 2,000 characters", lambda: read(longest[:2000], (), encoder.encode))
    piece = [read("a calm piano piece", (), encoder.encode)]
    _say_of("the same behind a piece", lambda: read(longest[:2000], piece, encoder.encode, hear))
    _say_of("600 characters behind a piece", lambda: read(longest[:590], piece, encoder.encode, hear))


def _conversations() -> list[Sequence[str]]:
    messages = (
        json.loads(line) for line in (HERE / "utterances.jsonl").read_text(encoding="utf-8").splitlines()
    )
    found: list[Sequence[str]] = [(*row.get("after", ()), row["text"]) for row in messages]
    dialogues = (HERE / "dialogues.jsonl").read_text(encoding="utf-8").splitlines()
    return found + [[turn["text"] for turn in json.loads(line)["turns"]] for line in dialogues]


def _say_of(name: str, work: Callable[[], object]) -> None:
    took = []
    for _ in range(20):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    print(f"| {name} | {len(took)} | {statistics.median(took):.2f} | {_p99(took):.2f} | {max(took):.2f} |")


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


if __name__ == "__main__":
    main()
