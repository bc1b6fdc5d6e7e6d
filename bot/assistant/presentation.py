"""The shared words of every surface: what was understood, how far the work is, what a take is."""

from bot.assistant.events import (
    Asked,
    Event,
    Failed,
    Finished,
    Recommended,
    RecommendedTrack,
    Said,
    TakeReady,
    Understood,
    Working,
)
from music.controls import Controls
from music.job import Stage, Take

_STAGE_WORDS: dict[Stage, str] = {
    "queued": "Waiting",
    "composing": "Composing",
    "checking": "Checking",
    "rendering": "Playing it into a file",
    "drawing": "Drawing the notes",
    "done": "Done",
}


def plain_text(event: Event) -> str:
    """An event as plain text; "" for those that say nothing by themselves."""
    match event:
        case Understood():
            heard = f"Understood: {event.summary}." if event.summary else ""
            return "\n".join(filter(None, (heard, *event.notes)))
        case Recommended():
            lines = [event.text, *(describe_track(i, t) for i, t in enumerate(event.tracks, 1))]
            return "\n".join(filter(None, lines))
        case Working() | TakeReady() | Said() | Failed() | Asked():
            return event.text
        case Finished():
            return ""


def describe_controls(controls: Controls) -> str:
    """What is asked or was made, for instance "calm, waltz, tempo 96, G minor, 3/4, 16 bars"."""
    parts: list[str] = list(controls.mood)
    if not controls.mood:
        parts += _mood_words(controls.valence, controls.arousal)
    if controls.style:
        parts.append(controls.style)
    if controls.tempo_bpm is not None:
        parts.append(f"tempo {controls.tempo_bpm:.0f}")
    if controls.key:
        parts.append(controls.key)
    if controls.metre:
        parts.append(controls.metre)
    if controls.instruments:
        parts.append(_listed(controls.instruments))
    if controls.exclude_instruments:
        parts.append(f"without {_listed(controls.exclude_instruments)}")
    if controls.bars is not None:
        parts.append(f"{controls.bars} bar{'s' if controls.bars != 1 else ''}")
    if controls.seconds is not None:
        parts.append(f"about {duration(controls.seconds)}")
    if controls.density:
        parts.append(controls.density)
    return ", ".join(parts)


def describe_track(place: int, track: RecommendedTrack) -> str:
    """One recommended track with its reasons, on one line."""
    by = f" by {track.composer}" if track.composer else ""
    reasons = f": {'; '.join(track.reasons)}" if track.reasons else ""
    return f"{place}. {track.title}{by} [{track.id}]{reasons}"


def describe_take(take: Take) -> str:
    """A take with what was adjusted, its seeds and the SoundFont that plays it."""
    made = f"{take.title}: {describe_controls(_resolved(take))}; {duration(take.seconds)}."
    lines = [made]
    if take.seeds:
        names = _listed(tuple(seed_name(s.title, s.composer) for s in take.seeds))
        lines.append(f"Made from {names}." if take.operation else f"In the spirit of {names}.")
    lines += take.adjustments
    if take.originality:
        lines.append(take.originality.sentence)
    if take.soundfont:
        lines.append(f"Played with the SoundFont {take.soundfont}.")
    return "\n".join(lines)


def describe_work(stage: Stage, done: int, total: int) -> str:
    """How far a job is."""
    words = _STAGE_WORDS[stage]
    if stage == "queued":
        if total <= 0:
            return "Waiting to begin"
        return f"Waiting; {total} piece{'s' if total != 1 else ''} before this one"
    if total <= 0:
        return words
    unit = {"composing": "bar", "rendering": "second"}.get(stage, "step")
    return f"{words}: {unit} {min(done, total)} of {total}"


def seed_name(title: str, composer: str) -> str:
    return f"{title} ({composer})" if composer else title


def duration(seconds: float) -> str:
    """ "42 s" or "1 min 30 s"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"


def _resolved(take: Take) -> Controls:
    """The controls of a take without what its length says already."""
    data = take.controls.to_json()
    return Controls.from_json({**data, "seconds": None, "bars": take.bars or None})


def _mood_words(valence: float | None, arousal: float | None) -> list[str]:
    words = []
    if arousal is not None and abs(arousal) > 0.15:
        words.append("lively" if arousal > 0 else "calm")
    if valence is not None and abs(valence) > 0.15:
        words.append("bright" if valence > 0 else "dark")
    return words


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
