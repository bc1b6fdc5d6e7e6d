"""Continuous batching: pieces that are made at once share each pass through the network.

A piece joins between two notes and leaves when it is done; nobody waits for anybody (G.-I. Yu et al., "Orca",
OSDI 2022). Every piece's notes are those that it would have alone: see `exact` and `stepping`.
"""

from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

import torch

from generator.decoding.piece import Piece
from generator.decoding.stepping import Reader
from generator.vocabulary import BAR, FIELDS, MAX_BAR_STEP

P = ParamSpec("P")
T = TypeVar("T")


def step_together(reader: Reader, pieces: Sequence[Piece]) -> dict[Piece, Exception]:
    """Gives every piece its next note, or a theme that returns.

    What fails within one piece is returned with it and concerns no other; what fails in the network is
    raised.
    """
    failed: dict[Piece, Exception] = {}

    def attempt(piece: Piece, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return work(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - whatever it is: that piece's own thread raises it
            failed[piece] = error
            return None

    chunks = [chunk for p in pieces if (chunk := attempt(p, p.chunk)) is not None]
    live = [p for p in pieces if p not in failed]
    if not live:
        return failed
    stepper = reader.stepper
    hidden = reader.read(chunks)
    guidance = torch.tensor([[p.sampling.guidance] for p in live], device=hidden.device)
    for field in range(len(FIELDS)):
        options = [attempt(p, p.option, field) for p in live]
        asking = [i for i, option in enumerate(options) if isinstance(option, tuple)]
        values = [option if isinstance(option, int) else None for option in options]
        if asking:
            rows = slice(None) if len(asking) == len(live) else asking
            logits = stepper.logits(field, hidden[rows], guidance[rows]).cpu().numpy()
            for i, z in zip(asking, logits, strict=True):
                option = options[i]
                assert isinstance(option, tuple)
                values[i] = attempt(live[i], live[i].choose, field, z, option)
        staying, known = [], []
        for i, value in enumerate(values):
            if value is not None and attempt(live[i], live[i].take, field, value):
                staying.append(i)
                known.append(min(value, MAX_BAR_STEP) if field == BAR else value)
        if not staying:
            break
        if len(staying) < len(live):
            live = [live[i] for i in staying]
            hidden, guidance = hidden[staying], guidance[staying]
        stepper.extend(field, hidden, torch.tensor(known, device=hidden.device))
    return failed
