"""The decoder: takes tasks from any threads, makes up to `slots` at once, and gives each its own end."""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue

import torch

from generator.decoding.batch import step_together
from generator.decoding.piece import Piece, Prefix, Task
from generator.decoding.sampling import Sampling
from generator.decoding.static import StaticReader
from generator.decoding.stepping import Reader, Stepper
from generator.model import Composer
from generator.plan import Plan
from generator.style_ngrams import Leanings
from music.grid import GridNotes

#: pieces at once; the cache of one holds 13 MB in the small model
SLOTS = 10
#: how often somebody who waits looks whether the piece is still wanted, in seconds
_LOOK = 0.1

OnBar = Callable[[int, int], None]


class Cancelled(Exception):
    """The person no longer wants the piece."""


class _Order:
    """A task of one caller, and the mailbox in which the caller hears of it."""

    def __init__(self, task: Task, mailbox: "SimpleQueue[_Order]") -> None:
        self.task = task
        self.mailbox = mailbox
        self.piece: Piece | None = None
        self.bar = -1
        self.notes: GridNotes | None = None
        self.error: Exception | None = None
        self.abandoned = False

    @property
    def over(self) -> bool:
        return self.notes is not None or self.error is not None


class Decoder:
    """Decodes pieces on `device`; the same Task gives the same notes, alone or beside others.

    `leanings`: what the style of a Plan does, which Tasks follow that are `by_style`.

    A thread of its own steps all pieces in progress and ends when there are none. `static` chooses steps of
    one shape, which CUDA replays as one graph (None: where there is CUDA).
    """

    def __init__(
        self,
        model: Composer,
        registers: Mapping[int, tuple[float, float]],
        leanings: Callable[[Plan], Leanings | None] | None = None,
        device: str = "cpu",
        slots: int = SLOTS,
        static: bool | None = None,
    ) -> None:
        self.model = model.to(device).eval()
        self.registers = registers
        self.leanings = leanings
        self.stepper = Stepper(self.model)
        fixed = torch.device(device).type == "cuda" if static is None else static
        self.reader = StaticReader(self.stepper, slots) if fixed else Reader(self.stepper)
        self.slots = slots
        self._lock = threading.Lock()
        self._waiting: deque[_Order] = deque()
        self._thread: threading.Thread | None = None

    def decode(
        self,
        plan: Plan,
        random_seed: tuple[int, ...],
        sampling: Sampling,
        on_bar: OnBar | None = None,
        cancelled: Callable[[], bool] | None = None,
        prefix: Prefix | None = None,
    ) -> GridNotes:
        """Grid notes of a piece of exactly plan.bars bars; raises Cancelled when asked to stop.

        With a `prefix` the piece begins with its notes, and only what follows them is chosen.
        """
        return self.decode_together([Task(plan, random_seed, sampling, prefix)], on_bar, cancelled)[0]

    def decode_together(
        self,
        tasks: Sequence[Task],
        on_bar: OnBar | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> list[GridNotes]:
        """Several pieces at once, which costs less than one after the other.

        `on_bar` hears of the bar that all have reached. Both callbacks are called on the caller's thread;
        what they raise ends the pieces.
        """
        mailbox: SimpleQueue[_Order] = SimpleQueue()
        orders = [_Order(task, mailbox) for task in tasks]
        self._submit(orders)
        told = -1
        try:
            while not all(o.over for o in orders):
                with suppress(Empty):
                    mailbox.get(timeout=_LOOK)
                if cancelled and cancelled():
                    raise Cancelled
                bar = min(o.bar for o in orders)
                if on_bar and bar > told:
                    told = bar
                    on_bar(bar, orders[0].task.plan.bars)
        finally:
            for order in orders:
                order.abandoned = True
        for order in orders:
            if order.error:
                raise order.error
        return [o.notes for o in orders if o.notes is not None]

    def _submit(self, orders: Sequence[_Order]) -> None:
        with self._lock:
            self._waiting.extend(orders)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._drive, args=(torch.get_num_threads(),), name="decoding", daemon=True
                )
                self._thread.start()

    @torch.inference_mode()
    def _drive(self, threads: int) -> None:
        """Until nobody is left; then torch has `threads` again, which it had when this began."""
        torch.set_num_threads(1)  # products are exact however many share them, other sums are not
        playing: list[_Order] = []
        while playing := self._admit(playing, threads):
            self._step(playing)

    def _admit(self, playing: list[_Order], threads: int) -> list[_Order]:
        """Those who go on, and those who come in; with nobody left the thread is no longer the decoder's."""
        still = []
        for order in playing:
            if not order.over and not order.abandoned:
                still.append(order)
            elif order.piece is not None:
                self.reader.give_back(order.piece.cache)
                order.piece = None  # an error that somebody keeps holds the order: not its cache too
        with self._lock:
            while self._waiting and len(still) < self.slots:
                order = self._waiting.popleft()
                if not order.abandoned:
                    still.append(order)
            if not still:
                torch.set_num_threads(threads)  # before another thread may begin
                self._thread = None
        return still

    def _step(self, playing: list[_Order]) -> None:
        for order in playing:
            if order.piece is None:
                self._begin(order)
        pieces = {o.piece: o for o in playing if o.piece is not None}
        try:
            failed = step_together(self.reader, list(pieces))
        except Exception as error:  # noqa: BLE001 - the network itself: nobody's piece goes on from here
            failed = dict.fromkeys(pieces, error)
        for piece, order in pieces.items():
            if piece in failed:
                order.error = failed[piece]
            elif piece.finished:
                order.notes = piece.notes()
            elif piece.state.bar == order.bar:
                continue
            order.bar = piece.state.bar
            order.mailbox.put(order)

    def _begin(self, order: _Order) -> None:
        try:
            task = order.task
            leanings = self.leanings(task.plan) if self.leanings and task.by_style else None
            order.piece = Piece(task, self.stepper, self.registers, self.reader.take_cache, leanings)
        except Exception as error:  # noqa: BLE001 - the caller's thread raises it
            order.error = error
            order.mailbox.put(order)
