"""Composer: from Controls, a random seed and a seed vector to a piece; from a take code to the same piece."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generator.aim import aim_at, sampling_of
from generator.continuation import Continuation, join, plan_continuation
from generator.continuation_code import ContinuationCode
from generator.decoding import Cancelled, Decoder, Prefix, Sampling, Task
from generator.finishing import bridged, finish, perform
from generator.known_styles import KnownStyles
from generator.pace import expected_rate
from generator.plan import Plan, resolve
from generator.rewards import Reward, StyleReward, TheoryReward
from generator.selection import CANDIDATES, best_of
from generator.take_code import TakeCode, controls_of, notes_digest, score_digest
from generator.titles import title_of
from generator.verdict import verdict
from generator.weights import FOLDER, load_weights
from generator.with_players import Accompanied, accompanied, accompanied_again, programs_in
from music.controls import BARS_RANGE, Controls
from music.errors import CadenzaError, InvalidTakeCode
from music.grid import GridNotes, from_grid
from music.instruments import NAMES
from music.job import Seed
from music.score import Score
from music.style import Style

_OTHER_PROCESSOR = (
    "This processor rounds differently from the one that made that code, so the notes would not be the same; "
    "it plays on a processor of the other kind."
)
Embed = Callable[[Score], NDArray[np.float32]]
__all__ = ["Cancelled", "Composer", "Composition"]


@dataclass(frozen=True, slots=True, eq=False)
class Composition:
    """A composed Score with its resolved Controls and the code that makes it again.

    notes_per_second: the notes of this piece over the seconds of decoding it and all attempts beside it.
    lines: names of the parts that were composed; the others are a style's players'. None: all were.
    """

    score: Score
    controls: Controls
    code: str
    notes: int
    bars: int
    notes_per_second: float
    model_digest: str
    adjustments: tuple[str, ...] = ()
    seed_ids: tuple[str, ...] = ()
    model: str = "transformer"
    lines: frozenset[str] | None = None


class Composer:
    """Loads the weights at `weights` (a folder, or NAME.json in one; None: those that come with the program).

    Blocking, and usable from several threads: their pieces share the decoder and do not mix.
    `candidates` attempts are made at a time, and `reward` chooses. Raises MissingPart without usable weights.
    """

    def __init__(
        self,
        weights: Path | None = None,
        device: str = "cpu",
        candidates: int = CANDIDATES,
        reward: Reward | None = None,
    ) -> None:
        folder, name = _locate(weights)
        self.weights = load_weights(folder, name)
        self.styles = KnownStyles(self.weights)
        self.decoder = Decoder(self.weights.model, self.weights.registers, self.styles.leanings, device)
        self.sampling = Sampling()
        self.candidates, self.reward = candidates, reward or TheoryReward()

    @property
    def model_digest(self) -> str:
        return self.weights.digest

    def compose(
        self,
        controls: Controls,
        random_seed: int,
        seed_vector: tuple[float, ...] = (),
        seeds: tuple[Seed, ...] = (),
        style: Style | None = None,
        on_progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        embed: Embed | None = None,
    ) -> Composition:
        """The best of a few pieces that hold what was asked. Raises ImpossibleControls, Cancelled.

        With `embed`, which gives the embedding [d] of a Score in the space of `seed_vector`, one close to the
        seeds is better.
        """
        if not 0 <= random_seed < 2**32:
            raise CadenzaError(f"A seed is a whole number from 0 to {2**32 - 1}, not {random_seed}.")
        plan, resolved, said = resolve(
            controls,
            random_seed,
            style=style,
            style_names=self.weights.styles,
            seed_vector=seed_vector,
        )
        near = None
        if embed is not None and any(seed_vector):
            near = StyleReward(embed, np.asarray(seed_vector, np.float32))
        tracks = tuple(s.track_id for s in seeds if len(s.track_id) == 16)[:4]
        if style is not None and not self.styles.is_duo(controls, plan, style):
            aim = aim_at(self.reward, self.candidates, near, None)
            played = accompanied(
                controls,
                plan,
                style,
                random_seed,
                aim.reward,
                lambda sketch, attempts, on_bar: self._decode(
                    sketch, random_seed, attempts, on_bar, cancelled, by_style=False
                ),
                on_progress,
                aim.goal,
            )
            if played is not None:
                code = TakeCode(
                    plan,
                    random_seed,
                    played.attempt,
                    self.weights.digest,
                    score_digest(played.score),
                    style.name,
                    tracks,
                    played.players,
                )
                who = f"The melody is composed; {style.name} players accompany it."
                return self._with_players(played, code, resolved, who, *said)
        if style is not None and self.styles.tell_density(plan, style):
            plan = replace(plan, density=None, habit=False)
        rate = expected_rate(plan, self.styles.leanings(plan))
        aim = aim_at(self.reward, self.candidates, near, self.styles.reward(plan), rate)
        began = time.perf_counter()
        best = best_of(
            lambda attempts: self._decode(plan, random_seed, attempts, on_progress, cancelled),
            lambda notes: self._merit(notes, plan, aim.reward),
            aim.candidates,
            aim.attempts,
            aim.goal,
            aim.first,
        )
        elapsed = time.perf_counter() - began
        code = TakeCode(
            plan,
            random_seed,
            best.attempt,
            self.weights.digest,
            notes_digest(best.notes),
            style.name if style else "",
            tracks,
        )
        return self._composition(best.notes, code, resolved, said, len(best.notes) / elapsed)

    def replay(self, code: str, style: Style | None = None) -> Composition:
        """The piece of a take code, note for note; `style` where the code names one of a guild.

        Raises InvalidTakeCode when that is not possible here.
        """
        if ContinuationCode.parse(code) is not None:
            raise InvalidTakeCode("That piece goes on from another one, which is needed to make it again.")
        parsed = TakeCode.parse(code)
        self._must_be_ours(parsed.weights)
        if parsed.players:
            played = accompanied_again(
                parsed,
                lambda sketch, attempts, on_bar: self._decode(
                    sketch, parsed.random_seed, attempts, on_bar, None, by_style=False
                ),
                style,
            )
            return self._with_players(played, parsed, controls_of(parsed))
        began = time.perf_counter()
        (notes,) = self._decode(parsed.plan, parsed.random_seed, [parsed.attempt], None, None)
        elapsed = time.perf_counter() - began
        if notes_digest(notes) != parsed.notes:
            raise InvalidTakeCode(_OTHER_PROCESSOR)
        return self._composition(notes, parsed, controls_of(parsed), (), len(notes) / elapsed)

    def _with_players(self, made: Accompanied, code: TakeCode, controls: Controls, *said: str) -> Composition:
        names = tuple(NAMES[p] for p in programs_in(made.score))
        return Composition(
            made.score,
            replace(controls, instruments=names),
            str(code),
            made.score.note_count,
            code.plan.bars,
            made.speed,
            self.weights.digest,
            said,
            code.seeds,
            lines=made.lines,
        )

    def go_on(
        self,
        source: Score,
        source_hash: str,
        wishes: Controls,
        random_seed: int,
        on_progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Composition:
        """`source` (whose MIDI file has the content hash `source_hash`) with new bars behind it.

        Raises CadenzaError for a piece that cannot be gone on from, ImpossibleControls, Cancelled.
        """
        asked, said = plan_continuation(source, wishes)
        began = time.perf_counter()
        best = best_of(
            lambda attempts: self._decode(
                asked.plan, random_seed, attempts, on_progress, cancelled, asked.prefix
            ),
            lambda notes: self._merit(notes[notes[:, 0] >= asked.prefix.bars], asked.plan, self.reward),
            self.candidates,
        )
        elapsed = time.perf_counter() - began
        resolved = Controls(
            bars=asked.bars,
            key=str(asked.plan.key),
            valence=asked.plan.valence,
            arousal=asked.plan.arousal,
            density=asked.plan.density,
        )
        code = ContinuationCode(
            random_seed, best.attempt, self.weights.digest, notes_digest(best.notes), source_hash, resolved
        )
        made = int((best.notes[:, 0] >= asked.prefix.bars).sum())
        return self._continued(asked, best.notes, code, said, made / elapsed)

    def go_on_again(self, code: ContinuationCode, source: Score) -> Composition:
        """The continuation of a code, note for note. Raises InvalidTakeCode when it cannot be made here."""
        self._must_be_ours(code.weights)
        asked, _ = plan_continuation(source, code.wishes)
        began = time.perf_counter()
        (notes,) = self._decode(asked.plan, code.random_seed, [code.attempt], None, None, asked.prefix)
        elapsed = time.perf_counter() - began
        if notes_digest(notes) != code.notes:
            raise InvalidTakeCode(_OTHER_PROCESSOR)
        return self._continued(asked, notes, code, (), len(notes) / elapsed)

    def _continued(
        self,
        asked: Continuation,
        notes: GridNotes,
        code: ContinuationCode,
        said: tuple[str, ...],
        speed: float,
    ) -> Composition:
        score = join(asked, notes)
        plan = asked.plan
        bars = len(score.bar_starts())
        controls = Controls(
            valence=plan.valence,
            arousal=plan.arousal,
            tempo_bpm=round(plan.tempo_bpm, 2),
            key=str(plan.key),
            metre=str(score.metres[0]),
            instruments=tuple(NAMES[p] for p in plan.programs),
            bars=min(bars, BARS_RANGE[1]),
            density=plan.density,
        )
        new = "1 new bar follows" if asked.bars == 1 else f"{asked.bars} new bars follow"
        added = f"{new} the {bars - asked.bars} of the piece."
        return Composition(
            score, controls, str(code), score.note_count, bars, speed, self.weights.digest, (added, *said)
        )

    def _must_be_ours(self, weights: str) -> None:
        if weights != self.weights.digest:
            raise InvalidTakeCode(
                f"That code was made with the weights {weights}, these are {self.weights.digest}; "
                "it plays where those weights are installed."
            )

    def _merit(self, notes: GridNotes, plan: Plan, reward: Reward) -> tuple[bool, float]:
        return verdict(notes, plan, None if self.candidates == 1 else reward)

    def _decode(
        self,
        plan: Plan,
        random_seed: int,
        attempts: Sequence[int],
        on_progress: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool] | None,
        prefix: Prefix | None = None,
        *,
        by_style: bool = True,
    ) -> list[GridNotes]:
        """The attempts' notes."""
        tasks = [
            Task(plan, (random_seed, a), sampling_of(self.sampling, a), prefix, by_style) for a in attempts
        ]
        return self.decoder.decode_together(tasks, on_progress, cancelled)

    def _composition(
        self, notes: GridNotes, code: TakeCode, controls: Controls, said: tuple[str, ...], speed: float
    ) -> Composition:
        plan = code.plan
        score = from_grid(
            bridged(finish(notes, plan), plan),
            tempo_bpm=plan.tempo_bpm,
            metre=plan.metre,
            instruments=plan.programs,
            names=[NAMES[p] for p in plan.programs],
            title=title_of(plan, code.style_name),
        )
        score = perform(score, code.style_name, code.random_seed)
        return Composition(
            score,
            controls,
            str(code),
            score.note_count,
            plan.bars,
            speed,
            self.weights.digest,
            said,
            code.seeds,
        )


def _locate(weights: Path | None) -> tuple[Path, str]:
    if weights is None:
        return FOLDER, "small"
    if weights.suffix == ".json":
        return weights.parent, weights.stem
    return weights, "small"
