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
from bot.language import retold, say, say_many
from bot.language.keys import key_name
from bot.language.lists import listed
from bot.language.names import instrument_name, mood_name, style_name
from bot.language.titles import shown_title, title_name
from music.controls import Controls, Density
from music.job import Stage, Take


def plain_text(event: Event) -> str:
    """An event as plain text; "" for those that say nothing by themselves."""
    match event:
        case Understood():
            heard = say("Understood: {summary}.", summary=event.summary) if event.summary else ""
            if event.change:
                heard = say("Changed: {change}.", change=event.change)
            others = [say("Or did you mean: “{text}”?", text=text) for text in event.alternatives]
            return "\n".join(filter(None, (heard, *event.notes, *others)))
        case Recommended():
            lines = [event.text, *(describe_track(i, t) for i, t in enumerate(event.tracks, 1))]
            return "\n".join(filter(None, lines))
        case Working() | TakeReady() | Said() | Failed() | Asked():
            return event.text
        case Finished():
            return ""


def describe_controls(controls: Controls) -> str:
    """What is asked or was made, for instance "calm, waltz, tempo 96, G minor, 3/4, 16 bars"."""
    parts = mood_words(controls)
    if controls.style:
        parts.append(style_name(controls.style))
    if controls.tempo_bpm is not None:
        parts.append(say("tempo {bpm}", bpm=f"{controls.tempo_bpm:.0f}"))
    if controls.key:
        parts.append(key_name(controls.key))
    if controls.metre:
        parts.append(controls.metre)
    if controls.instruments:
        parts.append(_instruments(controls.instruments))
    if controls.exclude_instruments:
        parts.append(say("without {instruments}", instruments=_instruments(controls.exclude_instruments)))
    if controls.bars is not None:
        parts.append(say_many("{number} bar", "{number} bars", controls.bars))
    if controls.seconds is not None:
        parts.append(say("about {length}", length=duration(controls.seconds)))
    if controls.density:
        parts.append(density_word(controls.density))
    return say(", ").join(parts)


def describe_track(place: int, track: RecommendedTrack) -> str:
    """One recommended track with its reasons, on one line."""
    title = shown_title(track.title, track.composer)
    if track.composer:
        title = say("{title} by {composer}", title=title, composer=track.composer)
    named = f"{place}. {title} [{track.id}]"
    if not track.reasons:
        return named
    return say("{name}: {reasons}", name=named, reasons=say("; ").join(track.reasons))


def describe_take(take: Take) -> str:
    """A take with what was adjusted, its seeds and the SoundFont that plays it."""
    made = say(
        "{title}: {controls}; {length}.",
        title=title_name(take.title),
        controls=describe_controls(_resolved(take)),
        length=duration(take.seconds),
    )
    lines = [made]
    if take.seeds:
        names = listed(seed_name(s.title, s.composer) for s in take.seeds)
        made_from = say("Made from {names}.", names=names)
        lines.append(made_from if take.operation else say("In the spirit of {names}.", names=names))
    lines += [*adjustments_of(take), originality_of(take)]
    if take.soundfont:
        lines.append(say("Played with the SoundFont {soundfont}.", soundfont=take.soundfont))
    return "\n".join(filter(None, lines))


def adjustments_of(take: Take) -> tuple[str, ...]:
    """What was adjusted, sentence by sentence."""
    return tuple(retold(sentence) for sentence in take.adjustments)


def originality_of(take: Take) -> str:
    """How original it is, in a sentence; "" where nobody looked."""
    return retold(take.originality.sentence) if take.originality else ""


def take_ready(turn_id: str, take: Take) -> TakeReady:
    """The event of a finished take, in the language in use."""
    return TakeReady(
        turn_id,
        take,
        describe_take(take),
        adjustments_of(take),
        originality_of(take),
        title_name(take.title),
    )


def describe_work(stage: Stage, done: int, total: int) -> str:
    """How far a job is."""
    if stage == "queued":
        if total <= 0:
            return say("Waiting to begin")
        return say_many(
            "Waiting; {number} piece before this one", "Waiting; {number} pieces before this one", total
        )
    words = _stage_words(stage)
    if total <= 0:
        return words
    if stage == "composing":
        place = say("bar {done} of {total}", done=min(done, total), total=total)
    elif stage == "rendering":
        place = say("second {done} of {total}", done=min(done, total), total=total)
    else:
        place = say("step {done} of {total}", done=min(done, total), total=total)
    return say("{stage}: {place}", stage=words, place=place)


def _stage_words(stage: Stage) -> str:
    return {
        "queued": say("Waiting"),
        "composing": say("Composing"),
        "checking": say("Checking"),
        "rendering": say("Playing it into a file"),
        "drawing": say("Drawing the notes"),
        "done": say("Done"),
    }[stage]


def seed_name(title: str, composer: str) -> str:
    """A piece with who wrote it."""
    title = shown_title(title, composer)
    return say("{title} ({composer})", title=title, composer=composer) if composer else title


def duration(seconds: float) -> str:
    """ "42 s" or "1 min 30 s"."""
    whole = round(seconds)
    if whole < 60:
        return say("{seconds} s", seconds=whole)
    if whole % 60:
        return say("{minutes} min {seconds} s", minutes=whole // 60, seconds=whole % 60)
    return say("{minutes} min", minutes=whole // 60)


def density_word(density: Density) -> str:
    return {"sparse": say("sparse"), "medium": say("medium"), "dense": say("dense")}[density]


def _resolved(take: Take) -> Controls:
    """The controls of a take without what its length says already."""
    data = take.controls.to_json()
    return Controls.from_json({**data, "seconds": None, "bars": take.bars or None})


def mood_words(controls: Controls) -> list[str]:
    """The words in which a mood was asked for; else those of its place on the circumplex."""
    if controls.mood:
        return [mood_name(word) for word in controls.mood]
    words, valence, arousal = [], controls.valence, controls.arousal
    if arousal is not None and abs(arousal) > 0.15:
        words.append(say("lively") if arousal > 0 else say("calm"))
    if valence is not None and abs(valence) > 0.15:
        words.append(say("bright") if valence > 0 else say("dark"))
    return words


def _instruments(names: tuple[str, ...]) -> str:
    return listed(map(instrument_name, names))
