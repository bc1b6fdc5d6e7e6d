"""The measurements of the understanding as Markdown."""

from typing import Any

_SLOTS = (
    "intent", "mood", "style", "tempo_bpm", "key", "metre", "instruments", "exclude_instruments", "bars",
    "seconds", "density",
)  # fmt: skip


def understanding_tables(result: dict[str, Any]) -> str:
    """Tables of what `evaluate` and `evaluate_dialogues` measured: by language, by slot, of refinements."""
    lines = ["| language | half | messages | fully right |", "| --- | --- | ---: | ---: |"]
    for name, rates in result["groups"].items():
        split, _, language = name.partition("/")
        lines.append(f"| {language} | {split} | {rates['utterances']} | {rates['fully_right']:.1%} |")
    report = [rates for name, rates in result["groups"].items() if name.startswith("report/")]
    lines += ["", "| slot, report half | precision | recall |", "| --- | ---: | ---: |"]
    for slot in _SLOTS:
        precision = _mean([(r["precision"].get(slot), r["utterances"]) for r in report])
        recall = _mean([(r["recall"].get(slot), r["utterances"]) for r in report])
        lines.append(f"| {slot} | {precision} | {recall} |")
    if "dialogues" in result:
        lines += [
            "",
            "| dialogues | dialogues | refinements | refinements fully right |",
            "| --- | ---: | ---: | ---: |",
        ]
        for name, rates in result["dialogues"]["groups"].items():
            shown = f"{rates['refinements']} | {rates['refinements_fully_right']:.1%}"
            lines.append(f"| {name} | {rates['dialogues']} | {shown} |")
    return "\n".join(lines) + "\n"


def _mean(values: list[tuple[float | None, int]]) -> str:
    """The mean over the languages that say the slot, each weighted by its messages."""
    known = [(value, weight) for value, weight in values if value is not None]
    total = sum(weight for _, weight in known)
    return f"{sum(v * w for v, w in known) / total:.1%}" if total else ""
