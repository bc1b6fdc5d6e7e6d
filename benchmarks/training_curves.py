"""Training curves as small pictures: bits per note on the valid split over the notes learned from.

    python -m benchmarks.training_curves OUT.png CURVE.jsonl ... [--title TEXT]

The curves are what `cadenza train` writes beside its weights (NAME.curve.jsonl).
"""

import argparse
import json
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 48, 130, 30, 36
COLOURS = ("#1b6ca8", "#d1495b", "#2e8b57", "#a05fc2", "#d98c1f", "#444444", "#118f9c", "#8c6d46")


def points(path: Path) -> list[tuple[float, float]]:
    """(million notes, bits per note) of every examination."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [(r["notes"] / 1e6, r["bits_per_note"]) for r in rows if r.get("split") == "valid"]


def picture(curves: dict[str, list[tuple[float, float]]], title: str) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(12)
    everything = [p for curve in curves.values() for p in curve]
    most = max(x for x, _ in everything)
    low, high = min(y for _, y in everything), max(y for _, y in everything)
    low, high = int(low), int(high) + 1

    def place(x: float, y: float) -> tuple[float, float]:
        across = LEFT + (WIDTH - LEFT - RIGHT) * x / most
        return across, TOP + (HEIGHT - TOP - BOTTOM) * (high - y) / (high - low)

    for y in range(low, high + 1, max(1, (high - low) // 8)):
        draw.line([place(0, y), place(most, y)], "#dddddd")
        draw.text((LEFT - 8, place(0, y)[1]), str(y), "#444444", font, "rm")
    for k in range(6):
        x = most * k / 5
        draw.text((place(x, low)[0], HEIGHT - BOTTOM + 6), f"{x:.2g}", "#444444", font, "ma")
    draw.text((LEFT, 8), title, "black", font)
    draw.text((WIDTH - RIGHT, HEIGHT - 16), "million notes", "#444444", font)
    for i, (name, curve) in enumerate(curves.items()):
        colour = COLOURS[i % len(COLOURS)]
        draw.line([place(x, y) for x, y in curve], colour, 2, "curve")
        draw.line([(WIDTH - RIGHT + 10, TOP + 8 + 18 * i), (WIDTH - RIGHT + 26, TOP + 8 + 18 * i)], colour, 3)
        draw.text((WIDTH - RIGHT + 32, TOP + 8 + 18 * i), name, "black", font, "lm")
    return image.quantize(32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("curves", type=Path, nargs="+")
    parser.add_argument("--title", default="bits per note on the valid split")
    options = parser.parse_args()
    curves = {p.name.partition(".")[0]: points(p) for p in options.curves}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    picture({n: c for n, c in curves.items() if len(c) > 1}, options.title).save(options.out, optimize=True)


if __name__ == "__main__":
    main()
