"""Staging: where the instruments sit and how much room is around them."""

from dataclasses import replace

import numpy as np

from music.instruments import DRUMS, family_of
from music.score import PITCH, Part, Score

PAN, REVERB = 10, 91  # controllers
CENTRE = 64
#: how much room a style has (reverb send) and how wide it is (pan of the outermost seat); what is not named
#: plays in a room of middle size
_ROOMS: dict[str, tuple[int, int]] = {
    "ambient": (92, 46), "cinematic": (80, 44), "hymn": (84, 34),
    "classical": (64, 40), "orchestral": (76, 46), "baroque": (60, 36), "romantic": (64, 36),
    "new age": (84, 42), "lo-fi": (36, 24), "hip hop": (20, 28), "trap": (28, 32), "funk": (18, 32),
    "techno": (32, 36), "house": (32, 38), "drum and bass": (34, 40), "synthwave": (62, 44),
    "metal": (26, 48), "string quartet": (56, 30), "chorale": (88, 40), "opera": (70, 44),
    "rock": (28, 44), "punk": (16, 44), "folk": (32, 28), "country": (30, 34), "bossa nova": (38, 28),
    "jazz": (40, 32), "swing": (42, 34), "blues": (34, 28), "reggae": (44, 34), "chiptune": (6, 40),
    "march": (48, 40), "waltz": (56, 36),
}  # fmt: skip
_ROOM = (48, 34)
#: seats that the orchestra gives, as parts of the width; left is negative
_SEATS = {40: -0.7, 41: 0.35, 42: 0.6, 43: 0.8, 46: -0.6, 48: -0.3, 60: -0.35, 56: 0.3, 57: 0.55, 58: 0.6,
          68: 0.15, 71: 0.25, 70: 0.4, 73: -0.2}  # fmt: skip
_FREE = (0.0, -0.55, 0.55, -0.9, 0.9, -0.3, 0.3, -0.75, 0.75)


def staged(score: Score, style: str = "") -> Score:
    """`score` with pan and reverb at the start of every part that has none: drums, basses and a single
    instrument in the middle, orchestral instruments where they sit, the others spread from the middle
    outwards, the leading part first; room and width by the style."""
    reverb, width = _ROOMS.get(style.casefold(), _ROOM)
    playing = [k for k, part in enumerate(score.parts) if len(part.notes)]
    seats = dict.fromkeys(playing, 0.0)
    if len(playing) > 1:
        free = [k for k in playing if _seat(score.parts[k]) is None]
        # who plays highest leads; the sum and not the mean, so that no rounding decides
        free.sort(key=lambda k: (-float(np.median(score.parts[k].notes[:, PITCH])), k))
        given = {k: seat for k in playing if (seat := _seat(score.parts[k])) is not None}
        lead_is_seated = any(seat not in (0.0,) for seat in given.values())
        places = _FREE[1:] if lead_is_seated else _FREE
        seats |= given | {k: places[i % len(places)] for i, k in enumerate(free)}
    parts = list(score.parts)
    for k, seat in seats.items():
        dry = 0.5 if parts[k].is_drum or _is_bass(parts[k]) else 1.0
        parts[k] = _with(parts[k], {PAN: CENTRE + round(seat * width), REVERB: round(reverb * dry)})
    return replace(score, parts=tuple(parts))


def _is_bass(part: Part) -> bool:
    return not part.is_drum and family_of(part.program) == "bass"


def _seat(part: Part) -> float | None:
    """Where a part sits by its kind; None where that is free."""
    if part.is_drum or _is_bass(part):
        return 0.0
    return _SEATS.get(part.program)


def _with(part: Part, wanted: dict[int, int]) -> Part:
    has = set(part.controllers[:, 1].tolist())
    new = [[0, number, value] for number, value in sorted(wanted.items()) if number not in has]
    if not new:
        return part
    return replace(part, controllers=np.concatenate([np.array(new, np.int32), part.controllers]))


assert DRUMS not in _SEATS
