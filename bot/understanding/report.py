"""The measurements of the understanding as Markdown."""

from typing import Any

_SLOTS = (
    "intent", "mood", "style", "tempo_bpm", "key", "metre", "instruments", "exclude_instruments", "bars",
    "seconds", "density",
)  # fmt: skip


def understanding_tables(result: dict[str, Any]) -> str:
    """Tables of what `evaluate` and `evaluate_dialogues` measured: by language, by slot, of refinements."""
    tables = [_by_language(result["groups"]), _by_slot(result["groups"])]
    if "dialogues" in result:
        tables.append(_refinements(result["dialogues"]["groups"]))
    return "\n\n".join("\n".join(lines) for lines in tables) + "\n"


def _by_language(groups: dict[str, Any]) -> list[str]:
    lines = [
        "| language | development | fully right | report | fully right |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for language in sorted({name.partition("/")[2] for name in groups}):
        cells = [language]
        for split in ("development", "report"):
            rates = groups.get(f"{split}/{language}")
            cells += [str(rates["utterances"]), f"{rates['fully_right']:.1%}"] if rates else ["", ""]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _by_slot(groups: dict[str, Any]) -> list[str]:
    report = [rates for name, rates in groups.items() if name.startswith("report/")]
    lines = ["| slot | precision | recall |", "| --- | ---: | ---: |"]
    for slot in _SLOTS:
        precision = _mean([(r["precision"].get(slot), r["utterances"]) for r in report])
        recall = _mean([(r["recall"].get(slot), r["utterances"]) for r in report])
        lines.append(f"| {slot} | {precision} | {recall} |")
    return lines


def _refinements(groups: dict[str, Any]) -> list[str]:
    lines = [
        "| half | dialogues | refinements | fully right | nothing unnamed changed |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for split in ("development", "report"):
        rates = groups[split]
        rate, only_named = rates["refinements_fully_right"], rates["only_named_changed"]
        shown = f"{rates['refinements']} | {rate:.1%} | {only_named:.1%}"
        lines.append(f"| {split} | {rates['dialogues']} | {shown} |")
    return lines


def _mean(values: list[tuple[float | None, int]]) -> str:
    """The mean over the languages that say the slot, each weighted by its messages."""
    known = [(value, weight) for value, weight in values if value is not None]
    total = sum(weight for _, weight in known)
    return f"{sum(v * w for v, w in known) / total:.1%}" if total else ""
