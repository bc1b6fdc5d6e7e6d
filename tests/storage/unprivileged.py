"""Running a piece of Python that file permissions bind, even where the tests run as root."""

import os
import subprocess
import sys


def bound_by_permissions(code: str, *arguments: str) -> str:
    """What `code` prints. Root runs it without the capabilities by which it ignores permissions."""
    drop = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.getuid() == 0 else []
    done = subprocess.run([*drop, sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
