"""A program that is killed while it saves the index leaves one that the next start can use."""

from pathlib import Path

from benchmarks.index_kills import kill_many


def test_killed_while_saving(tmp_path: Path) -> None:
    """A few kills; `python -m benchmarks.index_kills` does two hundred."""
    ways, faults = kill_many(tmp_path, 4, 1_500)
    assert faults == []
    assert sum(ways.values()) == 4
    assert set(ways) <= {"loaded", "missing"}  # a file is never half written
