from collections.abc import Sequence

import pytest

from benchmarks.arranged_styles import pieces
from generator.arranger.sheet import Arranged


@pytest.fixture(scope="session")
def arranged() -> Sequence[Arranged]:
    """400 new pieces, the styles in turn."""
    return pieces(400)
