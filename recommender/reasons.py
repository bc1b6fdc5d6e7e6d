"""Why a Track is recommended: short lines that a listener understands, made from the terms that decided."""

from collections.abc import Mapping, Sequence

from music.controls import Controls
from music.track import Track
from recommender.music_words import listed, mood_in_words, spoken, tempo_word
from recommender.ranking_names import surname_of, words_of
from recommender.ranking_terms import Query, instrument_shares
from recommender.taste_reasons import TasteReason

#: a fit from here on is what was asked; below, the line says what it is instead
MET = 0.3
#: points that a vague term must bring before it is named as a reason
_WORTH_SAYING = 0.35
_TASTE_WORTH_SAYING = {"taste": 0.1, "neighbours": 0.08}
_LIKED_BY_NEIGHBOURS = "liked by members who like what you like"
#: from a misfit of the mood on this scale, saying "close in mood" would be untrue
_MOOD_CLOSE, _MOOD_NEAR = 0.45, 0.1

_CONTROL_OF_TERM = {
    "instruments": "instruments",
    "unwanted instruments": "exclude_instruments",
    "tempo": "tempo_bpm",
    "metre": "metre",
    "key": "key",
    "style": "style",
    "mood": "mood",
    "density": "density",
    "length": "seconds",
}
_DANCES = {"3/4": ("waltz", "minuet", "mazurka"), "6/8": ("jig",), "2/4": ("polka", "march")}


def not_met(fits: Mapping[str, float]) -> tuple[str, ...]:
    """Names of the Controls whose fit (by term, in [-1, 1]) is less than what was asked."""
    missed = []
    for term, control in _CONTROL_OF_TERM.items():
        enough = 0.0 if term == "unwanted instruments" else MET
        if fits.get(term, 1.0) < enough:
            missed.append(control)
    return tuple(missed)


def reasons_for(
    query: Query,
    track: Track,
    fits: Mapping[str, float],
    points: Mapping[str, float],
    by_taste: TasteReason | None = None,
) -> tuple[str, ...]:
    """Short lines, the strongest reasons first and misfits last. `fits` in [-1, 1] and `points` by term;
    `by_taste`: what speaks for the Track in the Taste of who asks."""
    good: list[tuple[float, str]] = []
    bad: list[str] = []
    for term, fit in fits.items():
        if term in ("taste", "neighbours"):
            line = _LIKED_BY_NEIGHBOURS if term == "neighbours" else by_taste.line if by_taste else ""
            if line and points[term] >= _TASTE_WORTH_SAYING[term]:
                good.append((points[term], line))
            continue
        line = _line(term, fit, query.controls, track, query)
        if not line:
            continue
        if fit >= MET or term in ("description", "likeness", "name"):
            if term not in ("description", "likeness") or points[term] >= _WORTH_SAYING:
                good.append((points[term], line))
        elif term == "mood" and fit >= _MOOD_NEAR:
            good.append((points[term], line))
        else:
            bad.append(line)
    lines = [line for _, line in sorted(good, key=lambda item: -item[0])]
    if "mood" in fits:
        lines += _bearing_on_mood(query.controls, track, fits)
    if not lines and not bad:
        lines = [f"{_feel(track)}, {listed(map(spoken, track.instruments[:3]))}"]
    return (*lines, *bad)


def _line(term: str, fit: float, asked: Controls, track: Track, query: Query) -> str:
    met = fit >= MET
    match term:
        case "tempo":
            return _tempo_line(met, asked.tempo_bpm or 0.0, track)
        case "metre":
            if fit == 1:
                return f"in {track.metre}, as you asked"
            dance = next(
                (d for d in _DANCES.get(asked.metre or "", ()) if d in query.text.lower()), asked.metre
            )
            return f"in {track.metre}, not the {dance} you asked for"
        case "key":
            return f"in {track.key}, as you asked" if met else f"in {track.key}, not {asked.key}"
        case "instruments":
            return _instruments_line(asked.instruments, track)
        case "unwanted instruments":
            unwanted = [name for name in asked.exclude_instruments if name in track.instruments]
            return f"with {listed(map(spoken, unwanted))}, which you did not want" if unwanted else ""
        case "mood":
            return _mood_line(fit, asked, track)
        case "mode":
            return ""  # said with the mood
        case "density":
            return f"{track.density} texture" + (", as you asked" if met else f", not {asked.density}")
        case "length":
            return _length_line(met, asked, track)
        case "style":
            if not track.style:
                return "its style is not known"
            return f"{track.style}, " + ("the style you asked for" if met else f"not {asked.style}")
        case "occasion":
            if not fit or not track.style:
                return ""  # nothing is known of it
            return f"{track.style}, " + ("which suits the occasion" if met else "unusual for the occasion")
        case "likeness":
            return "sounds close to your example" if fit >= 0.6 else "related in sound to your example"
        case "description":
            return "sounds like what you described"
        case "name":
            if fit <= 0:
                return ""
            return f"by {track.composer}" if _names_composer(query, track) else f"its title: {track.title}"
        case "heard lately":
            return "you heard it lately" if fit < 0 else ""
    raise AssertionError(f"no words for the term {term!r}")


def _names_composer(query: Query, track: Track) -> bool:
    return surname_of(track.composer) in words_of(query.text)


def _feel(track: Track) -> str:
    bpm = f"{round(track.tempo_bpm)} bpm"
    return f"{tempo_word(track.tempo_bpm)}, {bpm}" if track.tempo_known else f"about {bpm} (tempo not given)"


def _tempo_line(met: bool, asked_bpm: float, track: Track) -> str:
    if not track.tempo_known:
        played = f"played at {round(track.tempo_bpm)} bpm; its source gives no tempo"
        return f"{tempo_word(track.tempo_bpm)}, {played}" if met else played
    octave = abs(track.tempo_bpm / asked_bpm - 1) > 0.3
    if met:
        return _feel(track)
    if octave and _near(track.tempo_bpm, 2 * asked_bpm):
        return f"{round(track.tempo_bpm)} bpm, which can be felt at half that"
    if octave and _near(2 * track.tempo_bpm, asked_bpm):
        return f"{round(track.tempo_bpm)} bpm, which can be felt at double that"
    return f"{round(track.tempo_bpm)} bpm, not {asked_bpm:g}"


def _near(a: float, b: float) -> bool:
    return abs(a / b - 1) < 0.12


def _instruments_line(wanted: tuple[str, ...], track: Track) -> str:
    present = [name for name in wanted if name in track.instruments]
    missing = [name for name in wanted if name not in track.instruments]
    others = [name for name in track.instruments if name not in wanted]
    playing = listed(map(spoken, track.instruments[:4])) or "no instrument"
    if not present:
        return f"for {playing}, without {listed(map(spoken, missing))}"
    heard = listed(map(spoken, present))
    if missing:
        return f"has {heard}, but no {listed(map(spoken, missing))}"
    if not others:
        return f"{heard} alone, as you asked" if len(present) == 1 else f"for {heard}, as you asked"
    share = sum(instrument_shares(track)[name] for name in present)
    return f"{heard} {'leading' if share > 0.5 else 'along'} with {listed(map(spoken, others[:3]))}"


def _mood_line(fit: float, asked: Controls, track: Track) -> str:
    wanted = listed(asked.mood) or mood_in_words(asked.valence, asked.arousal)
    if fit >= _MOOD_CLOSE:
        return f"close in mood to {wanted}"
    if fit >= _MOOD_NEAR:
        return f"near in mood to {wanted}"
    brighter, livelier = (
        track.mood.valence - (asked.valence or 0.0),
        track.mood.arousal - (asked.arousal or 0.0),
    )
    if asked.arousal is None or (asked.valence is not None and abs(brighter) > abs(livelier)):
        return f"{'brighter' if brighter > 0 else 'sadder'} than you asked"
    return f"{'livelier' if livelier > 0 else 'calmer'} than you asked"


def _length_line(met: bool, asked: Controls, track: Track) -> str:
    if asked.seconds is not None:
        return f"{_clock(track.seconds)} long" + ("" if met else f", not {_clock(asked.seconds)}")
    return f"{track.bars} bars" + ("" if met else f", not {asked.bars}")


def _clock(seconds: float) -> str:
    return f"{int(seconds + 0.5) // 60}:{int(seconds + 0.5) % 60:02d}"


def _bearing_on_mood(asked: Controls, track: Track, fits: Mapping[str, float]) -> list[str]:
    """What in the music carries the mood that was asked: its tempo and its mode, when they point there."""
    lines = []
    if "tempo" not in fits and track.tempo_known and asked.arousal is not None:
        calm, lively = asked.arousal < -0.15, asked.arousal > 0.15
        if (calm and track.tempo_bpm < 84) or (lively and track.tempo_bpm > 116):
            lines.append(_feel(track))
    if "key" not in fits and asked.valence is not None:
        mode = track.key.rpartition(" ")[2]
        if (asked.valence < -0.15 and mode == "minor") or (asked.valence > 0.15 and mode == "major"):
            lines.append(mode)
    return lines


def what_was_relaxed(asked: Controls, relaxed: Sequence[Sequence[str]]) -> str:
    """One sentence on the wishes that nothing shown meets, from what each recommendation `relaxed`; "" when
    one of them meets every wish."""
    if not relaxed:
        return "The catalogue holds nothing yet that I may show here."
    words = {
        "instruments": f"with {listed(map(spoken, asked.instruments))}",
        "exclude_instruments": f"without {listed(map(spoken, asked.exclude_instruments))}",
        "tempo_bpm": f"near {asked.tempo_bpm or 0:g} bpm",
        "metre": f"in {asked.metre}",
        "key": f"in {asked.key}",
        "style": f"in the style {asked.style}",
        "mood": f"as {listed(asked.mood) or mood_in_words(asked.valence, asked.arousal)} as you asked",
        "density": f"as {asked.density} as you asked",
        "seconds": "of that length",
    }
    never = [name for name in words if all(name in of_one for of_one in relaxed)]
    if never:
        nothing = ", nothing ".join(words[name] for name in never)
        return f"I found nothing {nothing}; these come closest otherwise."
    if all(relaxed):
        return "Nothing fits every wish at once; these come closest."
    return ""
