"""The written table, and the column of what is shared with known pieces."""

import numpy as np

from generator.evaluation.borrowing import borrowing, score_of
from generator.evaluation.measures import Piece
from generator.evaluation.table import markdown
from generator.originality.fingerprints import Known, fingerprints_of
from generator.originality.lines import lines_of

CHANCE = np.random.default_rng(4)


def tune(pitches: list[int], up: int = 0) -> Piece:
    """Quarters and eighths in 4/4, eight bars."""
    onset = np.cumsum(np.resize([12, 6, 6, 12, 12], 40)) - 12
    rows = [onset // 48, onset % 48, np.full(40, 40), np.array(pitches) + up, np.full(40, 6), np.full(40, 80)]
    return Piece(np.stack(rows, 1).astype(np.int32), 8, 48)


def test_a_copy_in_another_key_is_over_the_line_and_a_new_tune_is_not() -> None:
    ours, other = (CHANCE.integers(55, 80, 40).tolist() for _ in range(2))
    known = fingerprints_of([(Known("a", "Air", "A"), lines_of(score_of(tune(ours))))])
    found = borrowing([tune(ours, up=3), tune(other)], known)
    assert found["over_the_line"]["value"] == 0.5
    assert found["longest_run"]["most"] >= 30
    assert borrowing([tune(other)], known)["over_the_line"]["value"] == 0


def share(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.1, "high": value + 0.1}


def test_a_learned_control_stands_beside_the_shuffled_requests_and_the_judges_own_score() -> None:
    masked = {name: share(0.9) for name in ("bars", "metre", "tempo", "instruments")}
    heard = {"key": {**share(0.72), "shuffled": 0.05}, "density": {**share(0.45), "shuffled": 0.3}}
    row = {
        "likelihood": "exact",
        "pieces": 8,
        "masked_controls": masked,
        "learned_controls": heard,
        "notes_per_second": {"median": 200.0},
        "peak_memory_mb": 300.0,
    }
    table = markdown(
        {"weights": "abc", "human": {"judges": {"key": share(0.8)}}, "models": {"transformer": row}}
    )
    line = next(x for x in table.splitlines() if x.startswith("| transformer") and "0.050" in x)
    assert "0.720 [0.620, 0.820] (0.050); 90%" in line
    assert "0.450 [0.350, 0.550] (0.300); 45%" in line  # density is counted: its judge is never wrong
