"""verovio, which plays MusicXML, in a process of its own.

A score that contradicts itself may end it in native code (a division by zero, a broken assertion), and with
it whatever runs beside it. The process is this file, run by its path: nothing else of ours is imported there.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence

#: what it may take, and how long for each score: a whole opera is read in a tenth of both
MEMORY_BYTES = 2 << 30
SECONDS = 15.0


def played(scores: Sequence[str]) -> list[str]:
    """The MIDI file of each score, repeats played, in Base64; "" where verovio makes nothing of it.

    All of them in one process, whose start takes longer than a short score. Raises ChildProcessError where
    one ended it, TimeoutError where they take too long.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-P", __file__],
            input=json.dumps([xml.encode("utf-8", "replace").decode() for xml in scores]).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS * len(scores),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    if done.returncode:
        raise ChildProcessError
    try:
        midi: list[str] = json.loads(done.stdout)
    except ValueError:  # it ended before its answer, and said nothing of it
        raise ChildProcessError from None
    return midi


def main() -> None:
    import resource
    from importlib.resources import files

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    import verovio

    answer = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what verovio itself prints is no answer
    verovio.setDefaultResourcePath(str(files("verovio") / "data"))
    verovio.enableLog(verovio.LOG_OFF)
    toolkit = verovio.toolkit()
    toolkit.setOptions({"breaks": "none"})
    scores = json.load(sys.stdin.buffer)
    midi = [toolkit.renderToMIDI() if toolkit.loadData(xml) else "" for xml in scores]
    with answer:
        json.dump(midi, answer)


if __name__ == "__main__":
    main()
