"""Which earlier state a message goes back to: "back to the first one", "undo that", "that sad one before"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.understanding import return_words as said_so
from bot.understanding.instrument_names import meant_by, spoken_names
from bot.understanding.mood import wanted_words
from bot.understanding.names import find_names
from bot.understanding.request import MUSICAL, Request
from bot.understanding.slots import read_slots
from bot.understanding.text import Text
from music.controls import Controls
from music.errors import ImpossibleControls
from music.lexicon import combine, find_mood_words


@dataclass(frozen=True, slots=True)
class Return:
    """The earlier `request` that a message goes back to, and how it said so. `is_whole`: all of it, not one
    thing such as the tempo."""

    request: Request
    said: str
    is_whole: bool = True


#: says what shall be otherwise than in what is gone back to
_WISHED_TOO = re.compile(
    r"\b(?:add|with|without|more|less|but|make|remove|drop|only|keep|[a-z]{3,}er)\b|更|再|一点|加|去|换|不要"
)


#: says why it goes back: "less relaxed than that, go back one"
_COMPLAINED = re.compile(
    r"\b(?:(?:way\s+|a\s+(?:bit|little)\s+)?too\s+(?:much\s+)?\w+|(?:\w{3,}er|(?:more"
    r"|less)\s+\w+)\s+than\s+(?:that|this|it\s+was"
    r"|before|i\s+\w+)|(?:that|it|this|now)(?:'s|\s+is|\s+was)?\s+(?:even\s+|way\s+|much\s+|just\s+)*"
    r"(?:worse|bad|awful|wrong"
    r"|terrible|weird|less\s+\w+|more\s+\w+)|(?:worse|ew+|yuck|ugh|meh|oof|yikes|bleh))\b"
)


def state_to_return_to(text: Text, earlier: Sequence[Request]) -> Return | None:
    """As `_state_said`; what is told before all of it is asked for changes nothing (
    "5/4 was a mistake, undo it")."""
    found = _state_said(text, earlier)
    if found is not None and found.is_whole:
        start = text.lower.find(found.said)
        if start > 0 and not _WISHED_TOO.search(_COMPLAINED.sub(" ", text.lower[:start])):
            text.take(0, start)
    return found


def _state_said(text: Text, earlier: Sequence[Request]) -> Return | None:
    """What the message goes back to, its words marked as read; "undo" is the one before the last."""
    states = [r for r in earlier if r.intent in MUSICAL]
    if not states:
        return None
    event = said_so.TO_BEFORE.search(text.lower)
    if event and (before := _before_event(event, states)) is not None:
        text.take(*event.span())
        return Return(before, event.group())
    player = said_so.PLAYER_BETTER.search(text.lower)
    if said_so.VERSION_BETTER.search(text.lower):
        player = None
    if player and (swapped := _with_player(player, states)) is not None:
        text.take(*player.span())
        return Return(swapped, player.group(), is_whole=False)
    step = said_so.STEP_UNDONE.search(text.lower)
    what = next(filter(None, step.groups()), "") if step else ""
    if step and (undone := _without_step(what, states)) is not None:
        text.take(*step.span())
        return Return(undone, step.group(), is_whole=False)
    if step and find_mood_words(what) and (calmed := _without_mood_step(states)) is not None:
        text.take(*step.span())
        return Return(calmed, step.group(), is_whole=False)
    left = said_so.JUST_LEFT.search(text.lower)
    all_back = None if left else said_so.ALL_BACK.search(text.lower)
    if (found := left or all_back) and (whole := _with_who_left(states, everyone=left is None)) is not None:
        text.take(*found.span())
        return Return(whole, found.group(), is_whole=False)
    came = said_so.JUST_CAME.search(text.lower)
    if came and len(states) > 1:
        text.take(*came.span())
        players = {s: getattr(states[-2].controls, s) for s in ("instruments", "exclude_instruments")}
        back = replace(states[-1], controls=replace(states[-1].controls, **players))
        return Return(back, came.group(), is_whole=False)
    aspect = said_so.ASPECT_BACK.search(text.lower)
    if aspect:
        text.take(*aspect.span())
        return Return(_with_aspect(states, aspect), aspect.group(), is_whole=False)
    by = said_so.BACK_BY.search(text.lower)
    if by:
        text.take(*by.span())
        steps = _number(by["n"] or by["n2"] or by["z"] or "two")
        place = _place_of(states[-1], earlier)
        for _ in range(steps):
            place = _before(place, earlier)
        return Return(earlier[place], by.group())
    numbered = said_so.TO_NUMBER.search(text.lower)
    if numbered:
        said = next(group for group in numbered.groups() if group)
        if (place := _number(said)) <= len(states):
            text.take(*numbered.span())
            return Return(states[place - 1], numbered.group())
    first = said_so.TO_FIRST.search(text.lower)
    if first:
        text.take(*first.span())
        return Return(states[0], first.group())
    described = said_so.TO_DESCRIBED.search(text.lower)
    if described:
        words = next(group for group in described.groups() if group)
        if not said_so.ORDINAL.match(words) and (meant := _like(words, states)) is not None:
            text.take(*described.span())  # "that sad one" does not make the next one sadder
            return Return(meant, described.group())
    previous = said_so.TO_PREVIOUS.search(text.lower)
    if previous:
        text.take(*previous.span())
        return Return(earlier[_before(_place_of(states[-1], earlier), earlier)], previous.group())
    return None


def _named_players(what: str, states: Sequence[Request]) -> set[str]:
    """Whom the words name, and who of those that played is called so."""
    played = [i for state in states for i in state.controls.instruments]
    named = [n.word for n in find_names(Text(what)) if n.kind == "instrument"]
    return {i for w in named for i in (*spoken_names()[w], *(i for i in meant_by(w, played) if i in played))}


def _before_event(event: re.Match[str], states: Sequence[Request]) -> Request | None:
    """The newest of `states` from before an instrument came or went, or from before a thing was changed."""
    what = event["what"] or event["zh"]
    players = _named_players(what, states)
    aspect = next((slots for words, slots in said_so.ASPECTS.items() if re.fullmatch(words, what)), ())
    if any(name.kind == "style" for name in find_names(Text(what))):
        aspect = ("style",)
    now = states[-1].controls

    def differs(state: Request) -> bool:
        there = bool(players & set(state.controls.instruments)) != bool(players & set(now.instruments))
        return there or any(getattr(state.controls, s) != getattr(now, s) for s in aspect)

    return next(filter(differs, reversed(states)), None)


def _with_player(said: re.Match[str], states: Sequence[Request]) -> Request | None:
    """The newest state with a player back who went, and without who came for it:
    "nope, violin was better"."""
    what = next(group for group in said.groups() if group)
    players = _named_players(what, states)
    now = states[-1].controls
    if not players and len(what) > 3:  # "acoustic was better"
        known = {i for state in states for i in state.controls.instruments}
        players = {i for i in known if re.search(rf"\b{re.escape(what)}\b", i.lower())}
    if not players or players & set(now.instruments):
        return None
    for before, after in reversed(list(pairwise(states))):
        left = [i for i in before.controls.instruments if i in players]
        if left and not players & set(after.controls.instruments):
            came = set(after.controls.instruments) - set(before.controls.instruments)
            return _with_players(states[-1], before.controls, came, left)
    return None


def _with_players(state: Request, before: Controls, came: set[str], left: Sequence[str]) -> Request:
    """`state` without those who `came` and with those who `left`, in the order of the band `before`."""
    now = state.controls
    stays = [i for i in now.instruments if i not in came]
    back = [i for i in before.instruments if i in stays or i in left]
    excluded = tuple(e for e in now.exclude_instruments if e not in left)
    players = (*back, *(i for i in stays if i not in back))
    return replace(state, controls=replace(now, instruments=players, exclude_instruments=excluded))


def _without_step(what: str, states: Sequence[Request]) -> Request | None:
    """The newest state without the step in which a player came or went: "undo the cello thing"."""
    players = _named_players(what, states)
    for before, after in reversed(list(pairwise(states))):
        one, other = before.controls.instruments, after.controls.instruments
        if players & (set(one) ^ set(other)):
            came, left = set(other) - set(one), [i for i in one if i not in other]
            return _with_players(states[-1], before.controls, came, left)
    return None


def _without_mood_step(states: Sequence[Request]) -> Request | None:
    """The newest state with the mood from before it last changed: "undo the sadder thing"."""
    now = states[-1].controls
    before = next((s.controls for s in reversed(states) if _feel(s.controls) != _feel(now)), None)
    if before is None:
        return None
    calm = replace(now, valence=before.valence, arousal=before.arousal, mood=before.mood)
    return replace(states[-1], controls=calm)


def _feel(controls: Controls) -> tuple[float | None, float | None]:
    return controls.valence, controls.arousal


def _with_who_left(states: Sequence[Request], *, everyone: bool) -> Request | None:
    """The newest state with those who left last, or with `everyone` who played where most did."""
    if everyone:
        before = max(states, key=lambda state: len(state.controls.instruments))
        left = [i for i in before.controls.instruments if i not in states[-1].controls.instruments]
        return _with_players(states[-1], before.controls, set(), left) if left else None
    for one, other in reversed(list(pairwise(states))):
        left = [i for i in one.controls.instruments if i not in other.controls.instruments]
        if left:
            return _with_players(states[-1], one.controls, set(), left)
    return None


def _place_of(request: Request, earlier: Sequence[Request]) -> int:
    return next(i for i, other in enumerate(earlier) if other is request)


def _before(place: int, earlier: Sequence[Request]) -> int:
    """Where one step back from `earlier[place]` leads; from a step back it leads one further."""
    request = earlier[place]
    stepped = any(
        said_so.TO_PREVIOUS.search(r.text) or said_so.BACK_BY.search(r.text) for r in request.references
    )
    if request.back_to is not None and stepped:
        return _before(request.back_to, earlier)
    return next((i for i in range(place - 1, -1, -1) if earlier[i].intent in MUSICAL), place)


def _number(said: str) -> int:
    return int(said) if said.isdecimal() else said_so.NUMBERS[said]


def _with_aspect(states: Sequence[Request], said: re.Match[str]) -> Request:
    """The newest of `states` with one thing as it was at first, or as it was before it last changed."""
    word = next(said[group] for group in ("a", "b", "c", "d", "e", "f", "za", "zb", "zc") if said[group])
    slots = next(slots for words, slots in said_so.ASPECTS.items() if re.fullmatch(words, word))
    now = states[-1].controls

    def differs(state: Request) -> bool:
        return any(getattr(state.controls, s) != getattr(now, s) for s in slots)

    source = (
        states[0]
        if said["first"] or said["first2"] or said["zfirst"]
        else next(filter(differs, reversed(states)), states[-1])
    )
    return replace(states[-1], controls=replace(now, **{s: getattr(source.controls, s) for s in slots}))


def _like(words: str, states: Sequence[Request]) -> Request | None:
    place = likest(words, [request.controls for request in states])
    return None if place is None else states[place]


def likest(words: str, states: Sequence[Controls]) -> int | None:
    """The place of the newest of `states` that the words describe best; None where they describe none."""
    described = Text(words)
    mood = combine(wanted_words(described.lower))
    try:
        slots = read_slots(Text(words))
    except ImpossibleControls:
        return None
    names = {n.word for n in find_names(Text(words)) if n.kind == "style"}
    best: int | None = None
    most = 0.0
    for place, state in enumerate(states):
        likeness = 0.0
        if mood is not None:
            likeness += _same_side(mood.valence, state.valence) + _same_side(mood.arousal, state.arousal)
        likeness += 2 * bool(state.style and state.style in names)
        likeness += 2 * len(set(slots.instruments.wanted) & set(state.instruments))
        likeness += sum(i not in state.instruments for i in slots.instruments.unwanted[:1])
        likeness += 2 * bool(slots.key and slots.key == state.key)
        likeness += _near_tempo(slots.tempo.bpm, state)
        if likeness >= most and likeness > 0:
            best, most = place, likeness
    return best


def _same_side(said: float | None, state: float | None) -> float:
    if said is None or state is None:
        return 0.0
    return 1.0 - abs(said - state) if said * state > 0 else -1.0


def _near_tempo(said: float | None, state: Controls) -> float:
    return 1.0 if said and state.tempo_bpm and abs(said - state.tempo_bpm) < 0.2 * said else 0.0
