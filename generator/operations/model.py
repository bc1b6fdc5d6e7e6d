"""The composer as operations use it: it goes on from notes, fills in between notes, and judges notes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch

from generator.compose import Composer
from generator.decoding import Prefix
from generator.operations.filling import Gap, fill
from generator.operations.likelihood import mean_log_likelihood
from generator.plan import Plan
from music.grid import GridNotes


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """`on_bar` is told of bars done and bars in all; `cancelled` is asked at every bar."""

    composer: Composer
    on_bar: Callable[[int, int], None] | None = None
    cancelled: Callable[[], bool] | None = None

    @property
    def digest(self) -> str:
        return self.composer.model_digest

    def decode(self, plan: Plan, seed: tuple[int, ...], prefix: Prefix | None) -> GridNotes:
        """Notes of plan.bars bars, those of `prefix` first. Raises Cancelled."""
        begun = prefix.bars if prefix is not None else 0

        def tell(bar: int, bars: int) -> None:
            if self.on_bar:
                self.on_bar(max(0, bar - begun), bars - begun)

        with _one_thread():
            return self.composer.decoder.decode(
                plan, seed, self.composer.sampling, tell, self.cancelled, prefix
            )

    def fill(self, plan: Plan, gap: Gap, seed: tuple[int, ...]) -> GridNotes:
        """The notes of the free instruments alone. Raises Cancelled."""
        with _one_thread():
            return fill(
                self.composer.weights,
                plan,
                gap,
                seed,
                self.composer.sampling,
                self.on_bar,
                self.cancelled,
            )

    def likelihood(self, plan: Plan, notes: GridNotes, from_bar: int) -> float:
        """See `likelihood.mean_log_likelihood`."""
        with _one_thread():
            return mean_log_likelihood(self.composer.weights.model, plan, notes, from_bar)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Sums split over threads differ in their last bits between machines with other numbers of cores."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
