"""Makes Cadenza's own pieces for the starter catalogue anew: `python -m bot.originals`.

By the model: two pieces a built-in style (its own mood, and another), and small ensembles over the whole
circumplex. By the arranger: five pieces a template, one in each quadrant and one as the style is. Chosen by
rule and not by hand; every row carries the code that makes the piece again with the weights of its time, or
the words that the arranger was asked with (`arranger STYLE VALENCE AROUSAL SEED`).
"""

import argparse
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from bot.engine.provenance import with_provenance
from generator.arranger.arranging import compose_arranged
from generator.arranger.loading import templates
from generator.compose import Composer
from generator.titles import title_for
from music.analysis import mood_of
from music.controls import Controls
from music.instruments import program_number
from music.midi import write_midi
from music.styles import BUILT_IN_STYLES
from recommender.starter import ORIGINALS

_ENSEMBLES = (
    ("Acoustic Grand Piano",),
    ("Acoustic Guitar (nylon)",),
    ("Violin", "Viola", "Cello"),
    ("Flute", "Orchestral Harp"),
    ("Electric Piano 1", "Acoustic Bass"),
)
_QUADRANTS = ((0.6, 0.6), (0.6, -0.6), (-0.6, -0.6), (-0.6, 0.6))
_SECONDS = 45.0
_MOODS = tuple((v / 10, a / 10) for v in (-6, 0, 6) for a in (-6, 0, 6))


@dataclass(frozen=True, slots=True)
class Order:
    number: int
    style: str
    controls: Controls
    arranged: bool = False


def orders() -> Iterator[Order]:
    number = 0
    for name, style in BUILT_IN_STYLES.items():
        for turned in (False, True):
            number += 1
            valence, arousal = style.valence or 0.0, style.arousal or 0.0
            if turned:
                valence, arousal = (
                    -valence or 0.5,
                    max(-0.8, min(0.8, arousal + (-0.4 if arousal > 0 else 0.4))),
                )
            yield Order(
                number, name, Controls(style=name, valence=valence, arousal=arousal, seconds=_SECONDS)
            )
    for instruments in _ENSEMBLES:
        for valence, arousal in _MOODS:
            number += 1
            asked = Controls(valence=valence, arousal=arousal, instruments=instruments, seconds=_SECONDS)
            yield Order(number, "", asked)
    for name in templates():
        for mood in (None, *_QUADRANTS):
            number += 1
            asked = Controls(seconds=_SECONDS)
            if mood is not None:
                asked = replace(asked, valence=mood[0], arousal=mood[1])
            yield Order(number, name, asked, arranged=True)


_composer: list[Composer] = []


def _make(order: Order) -> tuple[dict[str, object], bytes]:
    asked, style = order.controls, BUILT_IN_STYLES.get(order.style)
    if order.arranged:
        made = compose_arranged(
            order.style,
            valence=asked.valence,
            arousal=asked.arousal,
            seconds=asked.seconds,
            seed=order.number,
        )
        labels = made.labels
        code = f"arranger {order.style} {asked.valence} {asked.arousal} {order.number}"
        score, key, programs, digest = made.score, str(labels.key), [], "arranger"
        controls = replace(asked, style=order.style, key=key, instruments=tuple(labels.instruments))
    else:
        if not _composer:
            _composer.append(Composer())
        composed = _composer[0].compose(asked, order.number, style=style)
        score, code, digest = composed.score, composed.code, composed.model_digest
        controls, key = composed.controls, composed.controls.key or ""
        programs = [program_number(name) for name in controls.instruments]
    # named for what is heard in it, which is not always what was asked
    heard = mood_of(score)
    title = f"{title_for(heard.valence, heard.arousal, programs, order.style, key)}, no. {order.number}"
    row: dict[str, object] = {
        "title": title,
        "style": order.style or "solo" * (len(score.parts) == 1) or "ensemble",
        "path": f"{order.number:03d}.mid",
        "code": code,
        "controls": controls.to_json(),
    }
    return row, write_midi(with_provenance(replace(score, title=title), code, digest))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ORIGINALS)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.mid"):
        old.unlink()
    rows = []
    wanted = list(orders())
    with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn")) as pool:
        for row, midi in pool.map(_make, wanted):
            (folder / str(row["path"])).write_bytes(midi)
            rows.append(json.dumps(row, ensure_ascii=False))
            print(f"\r{len(rows)} of {len(wanted)}", end="", flush=True)
    (folder / "manifest.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
    print()


if __name__ == "__main__":
    main()
