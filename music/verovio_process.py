"""verovio, which plays MusicXML, in a process of its own.

A score that contradicts itself may end it in native code (a division by zero, a broken assertion), and with
it whatever runs beside it. The process is this file, run by its path: nothing else of ours is imported there.
"""

import os
import subprocess
import sys

#: what it may take and how long: a whole opera is read in a tenth of both
MEMORY_BYTES = 2 << 30
SECONDS = 15.0


def played(xml: str) -> str:
    """The MIDI file of a score, repeats played, in Base64; "" where verovio makes nothing of it.

    Raises ChildProcessError where it ended verovio, TimeoutError where it takes too long.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-P", __file__],
            input=xml.encode("utf-8", "replace"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    if done.returncode:
        raise ChildProcessError
    return done.stdout.decode("ascii", "replace")


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
    if toolkit.loadData(sys.stdin.buffer.read().decode()):
        with answer:
            answer.write(toolkit.renderToMIDI())


if __name__ == "__main__":
    main()
