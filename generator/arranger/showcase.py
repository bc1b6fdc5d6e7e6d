"""One new piece a style, with its picture: `python -m generator.arranger.showcase docs/styles`.

Chosen by rule and not by hand: the seed is the same for all, and the length is about 36 seconds.
"""

import argparse
import io
from pathlib import Path

from PIL import Image

from generator.arranger.arranging import compose_arranged
from generator.arranger.loading import templates
from generator.arranger.sheet import Labels
from generator.arranger.template import StyleTemplate
from music.controls import parse_metre
from music.midi import write_midi
from music.picture import piano_roll_png

SEED = 20
SECONDS = 36.0
_COMMAND = "python -m generator.arranger.showcase docs/styles"


def write_showcase(folder: Path, seed: int = SEED) -> list[Labels]:
    """A .mid and a .png a style in `folder`, and a README.md with a table of them."""
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Labels] = []
    for name, template in templates().items():
        piece = compose_arranged(template, bars=_bars(template), seed=seed)
        stem = name.replace(" ", "-")
        (folder / f"{stem}.mid").write_bytes(write_midi(piece.score))
        (folder / f"{stem}.png").write_bytes(_small(piano_roll_png(piece.score)))
        made.append(piece.labels)
    (folder / "README.md").write_text(_page(made, seed), "utf-8")
    return made


def _small(png: bytes) -> bytes:
    """The same picture in 64 colours."""
    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(64).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _bars(template: StyleTemplate) -> int:
    """An even number of groups of four bars, near SECONDS at the middle of the style's tempo."""
    top, bottom = parse_metre(str(template.metre))
    beats = SECONDS * sum(template.tempo_bpm) / 2 / 60
    return max(8, 4 * round(beats * template.metre.beat / (480 * 4 * top / bottom) / 4))


def _page(pieces: list[Labels], seed: int) -> str:
    lines = [
        f"# {len(pieces)} styles",
        "",
        f"One new piece a style, made by `{_COMMAND}` (seed {seed}; mood and tempo as chance falls).",
        "Melody, harmony and all parts come from the arranger and its templates in",
        "[generator/arranger/styles](../../generator/arranger/styles); no model has a hand in them. CC0-1.0.",
        "",
        "| style | key | tempo | metre | bars | seconds | form | instruments |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for labels in pieces:
        stem = labels.style.replace(" ", "-")
        form = " ".join(section.label for section in labels.form)
        lines.append(
            f"| [{labels.style}]({stem}.mid) ([picture]({stem}.png)) | {labels.key} | {labels.tempo_bpm:g} | "
            f"{labels.metre} | {labels.bars} | {labels.seconds:.0f} | {form} | "
            f"{', '.join(labels.instruments)} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    for labels in write_showcase(options.folder, options.seed):
        print(f"{labels.style}: {labels.key}, {labels.tempo_bpm:g} bpm, {labels.seconds:.0f} s")


if __name__ == "__main__":
    main()
