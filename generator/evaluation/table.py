"""The table of `evaluate generator` in Markdown."""

from collections.abc import Callable
from math import isnan
from typing import Any

Row = dict[str, Any]
_HUMAN = "human pieces"


def markdown(result: Row) -> str:
    """Five tables: likelihood and cost, music beside human pieces, what is shared with known ones, masked
    controls, learned controls."""
    models: dict[str, Row] = result["models"]
    parts = [f"Weights of the transformer: `{result['weights']}`. 95 % intervals in brackets."]
    if any(row.get("test_split") is not None for row in models.values()):
        parts.append(_table(models, {
            "notes learned from": _notes_seen,
            "parameters": lambda r: _count(r.get("parameters")),
            "bits per note": _bits,
            "bits per second": lambda r: _interval(r.get("test_split", {}).get("bits_per_second")),
            "notes/s": lambda r: str(r["notes_per_second"]["median"]),
            "pieces composed": lambda r: str(r["pieces"]),
            "memory, MB": lambda r: str(round(r["peak_memory_mb"])),
        }))  # fmt: skip
        measures = result["human"].get("measures", {})
        columns: dict[str, Callable[[Row], str]] = {
            name.replace("_", " "): lambda r, n=name: _signed(r, n)  # type: ignore[misc]
            for name in measures
        }
        columns["overlap"] = lambda r: _mean_of(r, "overlap")
        columns["KLD"] = lambda r: _mean_of(r, "kld")
        human = [_interval(measures[n]) for n in measures]
        human += [_mean_of(result["human"], "overlap"), _mean_of(result["human"], "kld")]
        parts.append("Mean of human test pieces, and each model's difference from it:")
        parts.append(_table(models, columns, human))
        parts.append("What is shared with pieces of the train split, at the first attempt:")
        parts.append(_table(models, _BORROWING, [cell(result["human"]) for cell in _BORROWING.values()]))
    parts.append("Share of pieces of 4 to 128 bars that hold what masks promise:")
    parts.append(_table(models, {
        name: lambda r, n=name: _interval(r["masked_controls"][n])  # type: ignore[misc]
        for name in ("bars", "metre", "tempo", "instruments")
    }))  # fmt: skip
    told = {name: row for name, row in models.items() if row["learned_controls"]}
    if told:
        judges = result["human"].get("judges", {})
        names = ("key", "density", "valence", "arousal", "style", "style_alone")
        parts.append(
            "Share in which the judge finds what was asked (the requests shuffled, for comparison), and that "
            "share of the judge's own score on human pieces with known labels. Density is counted, without "
            "error. Style: asked with the instruments of a human piece of it, as the judge knows it; style "
            "alone: with the instruments that a member gets who names none; every style counts alike, of "
            "human pieces too:"
        )
        judges |= {"style_alone": judges["style"]} if "style" in judges else {}
        score = {n: judges[n]["value"] for n in names if n in judges} | {"density": 1.0}
        human = [_interval(judges.get(n)) if n != "density" else "1" for n in names]
        columns = {
            n.replace("_", " "): lambda r, n=n: _beside(r, n, score.get(n))  # type: ignore[misc]
            for n in names
        }
        parts.append(_table(told, columns, human))
    return "\n\n".join(parts) + "\n"


def _table(
    models: dict[str, Row], columns: dict[str, Callable[[Row], str]], human: list[str] | None = None
) -> str:
    lines = [f"| model | {' | '.join(columns)} |", "| --- |" + " --- |" * len(columns)]
    if human and any(cell != "–" for cell in human):
        lines.append(f"| {_HUMAN} | {' | '.join(human)} |")
    for name, row in models.items():
        lines.append(f"| {name} | {' | '.join(cell(row) for cell in columns.values())} |")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 1 else f"{value:.2f}"


def _interval(found: Row | None) -> str:
    if not found or isnan(found["value"]):
        return "–"
    return f"{_number(found['value'])} [{_number(found['low'])}, {_number(found['high'])}]"


def _bits(row: Row) -> str:
    if row["likelihood"] == "none":
        return "has none"
    found = row.get("test_split", {})
    bound = "at most " if row["likelihood"] == "bound" else ""
    text = bound + _interval(found.get("bits_per_note"))
    if plain := found.get("without_controls"):
        text += f"; told nothing {_interval(plain)}"
    return text


def _notes_seen(row: Row) -> str:
    return _count(row.get("notes_seen"))


def _count(value: int | None) -> str:
    return "–" if not value else f"{value / 1e6:.2f} M"


def _signed(row: Row, name: str) -> str:
    found = row.get("gap_to_human", {}).get(name)
    if not found or isnan(found["value"]):
        return "–"
    return f"{found['value']:+.3f} [{found['low']:+.3f}, {found['high']:+.3f}]"


def _mean_of(row: Row, key: str) -> str:
    found = row.get("feature_distributions")
    return _number(found["mean"][key]) if found else "–"


def _beside(row: Row, name: str, judge: float | None) -> str:
    found = row.get(name) if name.startswith("style") else row["learned_controls"].get(name)
    if not found:
        return "–"
    text = f"{_interval(found)} ({_number(found['shuffled'])})"
    return f"{text}; {found['value'] / judge:.0%}" if judge and not isnan(judge) else text


def _over(row: Row) -> str:
    return _interval(row.get("borrowing", {}).get("over_the_line"))


def _runs(row: Row) -> str:
    found = row.get("borrowing")
    if not found:
        return "–"
    return " · ".join(f"{found['longest_run'][key]:.0f}" for key in ("median", "p90", "most"))


_BORROWING: dict[str, Callable[[Row], str]] = {
    "over the line of originality": _over,
    "longest shared run, notes: median · p90 · most": _runs,
}
