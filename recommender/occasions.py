"""What is played at an occasion: which styles suit a funeral or a fight, and which are out of place there.

The mood of a request says how its music feels, which is not all: a sombre rag is sombre, but no music for a
funeral. occasions.toml holds the occasions, by the words of mood that name them (`Controls.mood`).
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any


def occasion_fit(words: Sequence[str]) -> Callable[[str], float] | None:
    """How well a style suits the occasions that `words` name, in [-1, 1], 0 where nothing is known of it; the
    mean over several. None when no occasion is named."""
    named = {id(fits): fits for word in words if (fits := _occasions().get(word.casefold())) is not None}
    if not named:
        return None
    return lambda style: sum(fits.get(style, 0.0) for fits in named.values()) / len(named)


@lru_cache(1)
def _occasions() -> dict[str, Mapping[str, float]]:
    """By each word that names an occasion, the fit of every style that its file speaks of."""
    said = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    lists = said.pop("styles")
    found: dict[str, Mapping[str, float]] = {}
    for name, occasion in said.items():
        fits = {
            style: fit
            for fit, side in ((1.0, "suits"), (-1.0, "out_of_place"))
            for style in _styles(occasion[side], lists)
        }
        if len(fits) < sum(len(set(_styles(occasion[side], lists))) for side in ("suits", "out_of_place")):
            raise ValueError(f"{name}: a style both suits it and is out of place")
        for word in occasion["words"]:
            if word in found:
                raise ValueError(f"{name}: {word!r} names another occasion already")
            found[word] = fits
    return found


def _styles(names: Sequence[str], lists: Mapping[str, Any]) -> list[str]:
    return [style for name in names for style in lists.get(name, (name,))]
