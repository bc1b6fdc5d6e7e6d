"""Any operation on any piece: several attempts, the best of them, and the code that makes it again."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from generator.compose import Composer, Composition
from generator.finishing import humanise
from generator.operations.adding import add_instrument
from generator.operations.blending import blend
from generator.operations.model import Model
from generator.operations.operation_code import NO_WEIGHTS, OperationCode, coarse
from generator.operations.removing import remove_instruments
from generator.operations.restyling import restyle
from generator.operations.rewriting import Rewritten, rewrite
from generator.operations.varying import vary
from generator.take_code import score_digest
from music.analysis import analyze
from music.controls import BARS_RANGE, METRE_DENOMINATORS, SECONDS_RANGE, TEMPO_RANGE, Controls
from music.errors import CadenzaError, InvalidTakeCode
from music.instruments import NAMES
from music.operation import Operation, OperationKind
from music.score import Score
from music.style import Style

__all__ = ["operate", "operate_again"]


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """What is to be done: the operation with its Controls, on `sources` (two for a blend, else one)."""

    operation: Operation
    controls: Controls
    sources: tuple[Score, ...]
    random_seed: int
    model: Model
    style: Style | None = None

    @property
    def source(self) -> Score:
        return self.sources[0]


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """One attempt: `holds` what was asked, `merit` among several, `said` for the person; `composed` notes."""

    score: Score
    said: tuple[str, ...] = ()
    holds: bool = True
    merit: float = 0.0
    composed: int = 0
    style: str = ""
    title: str = ""


def operate(
    operation: Operation,
    controls: Controls,
    sources: Sequence[Score],
    hashes: Sequence[str],
    random_seed: int,
    composer: Composer,
    on_progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    style: Style | None = None,
) -> Composition:
    """The piece that `operation` makes of `sources`, whose MIDI files have the content hashes `hashes`.
    `style`: what the Controls' style means where it is a guild's own.

    Raises CadenzaError for what cannot be done with these pieces, Cancelled.
    """
    operation.checked()
    controls.checked()
    for source in sources:
        if not source.note_count:
            raise CadenzaError("There are no notes in this piece; a file with some works.")
    if operation.kind == "continue":
        return composer.go_on(sources[0], hashes[0], controls, random_seed, on_progress, cancelled)
    operation, controls = coarse(operation, controls)
    model = Model(composer, on_progress, cancelled)
    style = style if operation.kind == "restyle" else None
    order = Order(operation, controls, tuple(sources), random_seed, model, style)
    began = time.perf_counter()
    best, composed = (0, _make(order, 0)), 0
    for attempt in range(_ATTEMPTS[operation.kind]):
        made = best[1] if attempt == 0 else _make(order, attempt)
        composed += made.composed
        if (made.holds, made.merit) > (best[1].holds, best[1].merit):
            best = (attempt, made)
        if made.holds and operation.kind in _FIRST_THAT_HOLDS:
            break
    elapsed = time.perf_counter() - began
    attempt, made = best
    code = OperationCode(
        operation,
        controls,
        random_seed,
        attempt,
        composer.model_digest if operation.kind in _BY_MODEL else NO_WEIGHTS,
        score_digest(made.score),
        tuple(hashes),
        style,
    )
    return _composition(made, str(code), order, composed / elapsed)


def operate_again(code: OperationCode, sources: Sequence[Score], composer: Composer) -> Composition:
    """The piece of `code`, note for note. Raises InvalidTakeCode when it cannot be made here."""
    if code.weights not in (NO_WEIGHTS, composer.model_digest):
        raise InvalidTakeCode(
            f"That code was made with the weights {code.weights}, these are {composer.model_digest}; "
            "it plays where those weights are installed."
        )
    model = Model(composer)
    order = Order(code.operation, code.controls, tuple(sources), code.random_seed, model, code.style)
    began = time.perf_counter()
    made = _make(order, code.attempt)
    elapsed = time.perf_counter() - began
    if score_digest(made.score) != code.result:
        raise InvalidTakeCode(
            "Another version of the program or another kind of processor made that code, so the notes would "
            "not be the same; it plays there."
        )
    return _composition(made, str(code), order, made.composed / elapsed)


def _make(order: Order, attempt: int) -> Made:
    return replace(_MAKERS[order.operation.kind](order, (order.random_seed, attempt)))


def _restyle(order: Order, seed: tuple[int, int]) -> Made:
    made = restyle(order.source, order.controls, seed[0] + 101 * seed[1], order.style)
    return Made(
        made.score,
        made.said,
        made.chroma_similarity >= 0.9,
        -float(made.shared),
        0,
        made.style,
        made.score.title,
    )


def _rewrite(order: Order, seed: tuple[int, int]) -> Made:
    o = order.operation
    made = rewrite(order.source, o.first_bar, o.last_bar, order.controls, seed, order.model, o.instruments)
    bars = f"Bar {o.first_bar} is" if o.first_bar == o.last_bar else f"Bars {o.first_bar} to {o.last_bar} are"
    return _of(made, f"{bars} new, everything else is as it was.", order.source, "rewritten")


def _add(order: Order, seed: tuple[int, int]) -> Made:
    made = Rewritten(order.source, True, 0.0, 0)
    for name in order.operation.instruments:
        one = add_instrument(made.score, name, order.controls, seed, order.model)
        made = replace(one, holds=made.holds and one.holds, notes=made.notes + one.notes)
    names = " and ".join(order.operation.instruments)
    return _of(made, f"{names} joined; all others play as before.", order.source, f"with {names}")


def _remove(order: Order, seed: tuple[int, int]) -> Made:
    names = " and ".join(order.operation.instruments)
    left = remove_instruments(order.source, order.operation.instruments)
    said = f"{names} left; all others play as before."
    return Made(left, (said,), title=_title(order.source, f"without {names}"))


def _vary(order: Order, seed: tuple[int, int]) -> Made:
    made = vary(order.source, order.operation.amount, order.controls, seed, order.model)
    return Made(
        made.score, (made.said,), made.holds, made.merit, made.notes, title=_title(order.source, "varied")
    )


def _blend(order: Order, seed: tuple[int, int]) -> Made:
    made = blend(order.sources[0], order.sources[1], order.operation.amount)
    title = f"{order.sources[0].title or 'Untitled'} and {order.sources[1].title or 'Untitled'}"
    return Made(made.score, made.said, title=title if 0 < order.operation.amount < 1 else made.score.title)


def _humanise(order: Order, seed: tuple[int, int]) -> Made:
    played = humanise(order.source, order.random_seed, 2 * order.operation.amount)
    said = "The notes are the same; their timing and loudness are a player's."
    return Made(played, (said,), title=_title(order.source, "humanised"))


def _of(made: Rewritten, said: str, source: Score, what: str) -> Made:
    return Made(made.score, (said,), made.holds, made.merit, made.notes, title=_title(source, what))


def _title(source: Score, what: str) -> str:
    return f"{source.title or 'Untitled'}, {what}"


_MAKERS: dict[OperationKind, Callable[[Order, tuple[int, int]], Made]] = {
    "restyle": _restyle,
    "rewrite": _rewrite,
    "add": _add,
    "remove": _remove,
    "vary": _vary,
    "blend": _blend,
    "humanise": _humanise,
}
_ATTEMPTS: dict[OperationKind, int] = {
    "restyle": 3, "rewrite": 4, "add": 2, "remove": 1, "vary": 3, "blend": 1, "humanise": 1,
}  # fmt: skip
#: what takes long, and where one attempt is as good as another
_FIRST_THAT_HOLDS: frozenset[OperationKind] = frozenset({"vary", "add"})
#: what follows from the weights too
_BY_MODEL: frozenset[OperationKind] = frozenset({"rewrite", "add", "vary"})
#: where a few new notes, or fewer of them, do not make it a piece in another key
_IN_ITS_KEY: frozenset[OperationKind] = frozenset({"rewrite", "add", "remove", "vary", "humanise"})


def _composition(made: Made, code: str, order: Order, speed: float) -> Composition:
    score = replace(made.score, title=made.title or made.score.title)
    digest = order.model.digest
    controls = controls_of_score(score, made.style)
    if order.operation.kind in _IN_ITS_KEY:
        controls = replace(controls, key=order.controls.key or analyze(order.source).key)
    bars = len(score.bar_starts())
    return Composition(score, controls, code, score.note_count, bars, speed, digest, made.said)


def controls_of_score(score: Score, style: str = "") -> Controls:
    """What a piece is, in the words of a request; nothing where it lies beyond what can be asked for."""
    known = analyze(score)
    metre = score.metres[0]
    quarters = 4 * metre.numerator / metre.denominator
    plays = {n for p in score.parts if len(p.notes) for n in (128 if p.is_drum else p.program,)}
    return Controls(
        valence=round(known.mood.valence, 3),
        arousal=round(known.mood.arousal, 3),
        style=style or None,
        tempo_bpm=round(min(max(score.tempos[0].bpm, TEMPO_RANGE[0]), TEMPO_RANGE[1]), 2),
        key=known.key,
        metre=str(metre) if metre.denominator in METRE_DENOMINATORS and 1 <= quarters <= 8 else None,
        instruments=tuple(NAMES[p] for p in sorted(plays)),
        bars=min(len(score.bar_starts()), BARS_RANGE[1]),
        seconds=round(min(max(score.seconds, SECONDS_RANGE[0]), SECONDS_RANGE[1]), 2),
        density=known.density,
    )
