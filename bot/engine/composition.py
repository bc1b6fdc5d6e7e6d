"""From a Job to a Take: compose, check, render, encode, draw; every file goes into the FileStore."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.engine.media import Derived, form_of
from bot.engine.originality import original
from bot.engine.parts import Parts
from bot.engine.protocol import JobCancelled
from bot.engine.provenance import audio_tags, licence_from, with_provenance
from music.analysis import analyze
from music.controls import Controls
from music.encoding import encode
from music.errors import CadenzaError, InvalidTakeCode, MissingPart
from music.job import Job, Progress, Stage, Take
from music.midi import read_midi, write_midi
from music.picture import piano_roll_png
from music.score import Score
from music.style import Style
from music.styles import find_style
from music.synthesis import render
from storage.files import FileStore

if TYPE_CHECKING:
    from generator.compose import Composer, Composition, Embed

Report = Callable[[Progress], None]


def take_id(job_id: str) -> str:
    """The id of the Take that a job ends in: known beforehand, so that a job done twice is one Take."""
    return hashlib.sha256(f"take of {job_id}".encode()).hexdigest()[:16]


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 4)


def carry_out(
    job: Job,
    parts: Parts,
    files: FileStore,
    derived: Derived,
    report: Report,
    cancelled: Callable[[], bool],
) -> Take:
    """Blocking. Raises JobCancelled once `cancelled()` is true, CadenzaError for what cannot be done."""
    clock = _Clock()

    def progress(stage: Stage) -> Callable[[int, int], None]:
        def tell(done: int, total: int) -> None:
            if cancelled():
                raise JobCancelled("The piece was cancelled.")
            report(Progress(job.id, stage, done, total))

        return tell

    progress("composing")(0, 0)
    with clock.stage("loading"):
        composer, soundfont = parts.composer(), parts.soundfont()

    def compose(random_seed: int) -> "Composition":
        with clock.stage("composing"):
            if job.kind == "replay":
                return _again(job.code, composer, files)
            mine = replace(job, random_seed=random_seed)
            return _composed(mine, composer, parts, files, progress("composing"), cancelled)

    made, compared = original(compose, job, parts, files, lambda: clock.stage("checking"))
    if cancelled():
        raise JobCancelled("The piece was cancelled.")
    progress("checking")(0, 0)
    with clock.stage("checking"):
        remarks = check(made, job.controls)
    licence = licence_from([read_midi(files.get(source)) for source in sources_of(made.code)])
    score = with_provenance(made.score, made.code, made.model_digest, licence)
    midi = files.put(write_midi(score), ".mid")
    with clock.stage("waiting"):
        parts.rendering.acquire()
    try:
        with clock.stage("rendering"):
            audio = render(score, soundfont, on_progress=progress("rendering"), cancelled=cancelled)
        with clock.stage("encoding"):
            ogg = files.put(encode(audio, "ogg", audio_tags(score, job.seeds)), ".ogg")
    except CadenzaError:
        if cancelled():
            raise JobCancelled("The piece was cancelled.") from None
        raise
    finally:
        parts.rendering.release()
    title = job.title or score.title
    progress("drawing")(0, 0)
    with clock.stage("drawing"):
        picture = files.put(piano_roll_png(score, title=title), ".png")
    derived.remember(midi, form_of("ogg", parts), ogg)
    derived.remember(midi, form_of("png", parts), picture)
    return Take(
        id=take_id(job.id),
        job_id=job.id,
        code=made.code,
        controls=made.controls,
        midi=midi,
        seeds=job.seeds,
        picture=picture,
        audio={"ogg": ogg},
        title=title,
        model=made.model,
        model_digest=made.model_digest,
        random_seed=compared.random_seed,
        notes=made.notes,
        bars=made.bars,
        seconds=score.seconds,
        audio_seconds=audio.seconds,
        notes_per_second=made.notes_per_second,
        soundfont=soundfont.name,
        originality=compared.originality,
        adjustments=(*made.adjustments, *remarks, *compared.remarks),
        operation=job.operation.kind if job.operation else "",
        licence=licence,
        timings=clock.seconds,
    )


def _composed(
    job: Job,
    composer: "Composer",
    parts: Parts,
    files: FileStore,
    on_progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> "Composition":
    from generator.compose import Cancelled

    try:
        if job.kind == "compose" and job.model != "transformer":
            from generator.baselines.composing import compose_with

            return compose_with(job.model, job.controls, job.random_seed, _style(job))
        if job.operation is not None:
            from generator.operations.operating import operate

            return operate(
                job.operation,
                job.controls,
                [read_midi(files.get(source)) for source in job.sources],
                job.sources,
                job.random_seed,
                composer,
                on_progress=on_progress,
                cancelled=cancelled,
                style=job.style,
            )
        return composer.compose(
            job.controls,
            job.random_seed,
            seed_vector=job.seed_vector,
            seeds=job.seeds,
            style=_style(job),
            on_progress=on_progress,
            cancelled=cancelled,
            embed=_embedding(parts) if job.seed_vector else None,
        )
    except Cancelled:
        raise JobCancelled("The piece was cancelled.") from None


def _style(job: Job) -> Style | None:
    """A guild's own style, or the one that everybody has. Raises UnknownStyle."""
    return job.style or (find_style(job.controls.style) if job.controls.style else None)


def _embedding(parts: Parts) -> "Embed | None":
    """Where a piece lies among music; None without the encoder, when seeds only condition the model."""
    try:
        encoder = parts.music_encoder()
    except MissingPart:
        return None
    return lambda score: encoder.embed([score])[0].pooled


def _again(code: str, composer: "Composer", files: FileStore) -> "Composition":
    """The piece of a take code. Raises InvalidTakeCode."""
    from generator.continuation_code import ContinuationCode
    from generator.operations.operating import operate_again
    from generator.operations.operation_code import OperationCode

    continued = ContinuationCode.parse(code)
    if continued is not None:
        return composer.go_on_again(continued, _source(continued.source, files))
    operated = OperationCode.parse(code)
    if operated is not None:
        sources = [_source(source, files) for source in operated.sources]
        return operate_again(operated, sources, composer)
    from generator.baselines.composing import replay_with_baseline

    return replay_with_baseline(code) or composer.replay(code)


def sources_of(code: str) -> tuple[str, ...]:
    """The content hashes of the pieces that the piece of a take code is made from."""
    from generator.continuation_code import ContinuationCode
    from generator.operations.operation_code import OperationCode

    continued = ContinuationCode.parse(code)
    if continued is not None:
        return (continued.source,)
    operated = OperationCode.parse(code)
    return () if operated is None else operated.sources


def _source(content_hash: str, files: FileStore) -> Score:
    """The piece that an operation was done to. Raises InvalidTakeCode."""
    if not files.exists(content_hash):
        raise InvalidTakeCode(
            "That piece was made from a file that is not here; its code plays where that file was uploaded."
        )
    return read_midi(files.get(content_hash))


def check(made: "Composition", asked: Controls) -> tuple[str, ...]:
    """What the piece does not hold of what was asked, as sentences; what must hold is an error.

    Bars and metre are guaranteed by masks while decoding, so a breach is a fault of ours. The key is
    learned, and may drift.
    """
    _must_hold(made)
    analysis = analyze(made.score)
    if (
        asked.key
        and made.controls.key
        and analysis.key
        and analysis.key != made.controls.key
        and analysis.key_confidence > 0.6
    ):
        return (f"By its notes it leans towards {analysis.key} more than {made.controls.key}.",)
    return ()


def _must_hold(made: "Composition") -> None:
    score: Score = made.score
    if not score.note_count:
        raise ValueError("the composition has no notes")
    if len(score.bar_starts()) != made.bars:
        raise ValueError(f"the composition has {len(score.bar_starts())} bars, not {made.bars}")
    if made.controls.metre and str(score.metres[0]) != made.controls.metre:
        raise ValueError(f"the composition is in {score.metres[0]}, not {made.controls.metre}")
