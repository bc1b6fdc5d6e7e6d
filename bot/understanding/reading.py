"""One message becomes one Request."""

from collections.abc import Sequence
from dataclasses import replace

from bot.listening.impression import Hear
from bot.understanding.alternatives import alternative, is_offered
from bot.understanding.anew import purpose
from bot.understanding.certainty import unread_words
from bot.understanding.continuing import earlier_state, is_refinement, refines_outright
from bot.understanding.correcting import correction_of
from bot.understanding.intent import Evidence, IntentReading, asks_to_make, read_intent, wishes_something
from bot.understanding.language import strange_language_note
from bot.understanding.limits import limits_at_first, limits_of
from bot.understanding.mood import BARE_SCENE, SIMILARITY, Encode, read_mood_of, wanted_words
from bot.understanding.operations import take_bars_told_of, take_operation
from bot.understanding.phrasing.of_earlier import with_what_is_known, without_complaints
from bot.understanding.references import read_references
from bot.understanding.refinement import refined
from bot.understanding.repeating import again_of
from bot.understanding.request import MUSICAL, Intent, Reference, Request
from bot.understanding.returning import Return, state_to_return_to
from bot.understanding.slots import Slots, read_slots
from bot.understanding.stepping_back import state_meant
from bot.understanding.text import Text, plainly
from bot.understanding.weighing import Heard, heard_over
from music.controls import Controls
from music.errors import CadenzaError, ImpossibleControls

_POINTING: frozenset[Intent] = frozenset(
    {"continue", "restyle", "blend", "vary", "analyze", "play", "rate", "explain", "recommend"}
)
#: intents whose words stand in wishes for the piece as well: "put it on harpsichord", "my heart rate"
_MISTAKEN: frozenset[Intent] = frozenset({"play", "recommend", "rate"})
#: intents that the rules give to what asks for music or for none
_COMPOSING: frozenset[Intent] = frozenset({"generate", "vary", "restyle", "chat"})


def read(
    message: str,
    earlier: Sequence[Request] = (),
    encode: Encode | None = None,
    hear: Hear | None = None,
    *,
    by_rules_alone: bool = False,
) -> Request:
    """What `message` asks for, after the `earlier` requests of the conversation (oldest first).

    With `encode` (sentence vectors, English) moods are understood beyond the words of the lexicon, and with
    `hear` (English) what a message asks of the piece before, beyond the words that were learned.
    `by_rules_alone`: without what was learned, which is how it is learned. Raises CadenzaError for an empty
    message, and ImpossibleControls for wishes that cannot be played.
    """
    before = earlier_state(earlier)
    heard = None
    if before is not None and (correction := correction_of(message, earlier)) is not None:
        message, before = correction.message, correction.before or before
    elif before is not None and (again := again_of(message, earlier)) is not None:
        message = again
    elif before is not None and not by_rules_alone and not is_offered(message):
        heard = heard_over(before.controls, plainly(message, earlier[-1].language), hear)
    if before is not None:
        message = without_complaints(message)
        states = [r.controls for r in earlier if r.intent in MUSICAL]
        message = with_what_is_known(message, states)
    text = Text(message, earlier[-1].language if earlier else "", continues=before is not None)
    request = _read(text, message, earlier, encode, before, heard)
    return replace(request, unread=unread_words(text, wanted_words(text.rest)))


def _read(
    text: Text,
    message: str,
    earlier: Sequence[Request],
    encode: Encode | None,
    before: Request | None,
    heard: Heard | None,
) -> Request:
    if text.language != "en":
        encode = None  # the sentence encoder was made for English
    if not text.original and not message.strip():
        raise CadenzaError(
            "Say what you would like to hear, for example 'something calm and rainy for piano, 40 seconds'."
        )
    operates = before is not None and take_operation(text)
    if before is not None and take_bars_told_of(text) and not operates:
        text.names_a_part = True
    returning = state_to_return_to(text, earlier)
    named = read_references(text, pronouns=False)
    slots, impossible = Slots(), None
    try:
        slots = read_slots(text, continues=before is not None)
    except ImpossibleControls as error:
        impossible = error
    evidence = Evidence(
        firm=slots.firm or impossible is not None,
        mood=bool(slots.mood_words),
        length=bool(slots.length.seconds),
        references=bool(named),
        earlier=before is not None,
        number=slots.numbers,
        compares=bool(slots.changes or any(w.comparison for w in slots.mood_words)),
    )
    intent = read_intent(text, evidence)
    if operates and intent.intent not in MUSICAL:
        intent = IntentReading("vary", 0.85)
    if impossible is not None:
        heard = None  # what cannot be played is a wish, and is told so
    listened = heard
    no_other = heard is not None and intent.intent == "generate" and heard.asks_for_none
    if heard is not None and not named:
        if intent.intent == "recommend" and heard.is_talk(outright=True):
            intent = IntentReading("chat", 0.8)
        elif intent.intent in _MISTAKEN and heard.surely_asks(in_passing=True):
            intent = IntentReading("vary", 0.7)
    if operates or named or intent.intent not in _COMPOSING:
        heard = None  # what is done with a piece, or with which one, is the rules' to read
    states = [r for r in earlier if r.intent in MUSICAL]
    if returning is None and listened is not None and listened.goes_back(surely=heard is None):
        returning = Return(state_meant(text.lower, states, first=listened.goes_to_the_first), message)
    elif returning is not None and listened is not None:
        if returning.is_whole and listened.stays and not named:
            returning = None  # "the piano was a mistake, take it back out"
        elif returning.is_whole and listened.goes_to_the_first:
            returning = replace(returning, request=states[0])
    if heard is not None and intent.intent == "generate" and returning is None:
        outright = refines_outright(text, slots)
        intent = IntentReading("chat", 0.8) if heard.is_talk(outright=outright) else intent
    talks = returning is None and (text.is_remark or intent.intent == "chat")
    asks_unread = talks and heard is not None and heard.surely_asks(in_passing=text.is_remark)
    if asks_unread:
        intent = IntentReading("vary", 0.6)
    elif talks and intent.intent in MUSICAL:
        intent = IntentReading("chat", 0.8)
    language = text.language
    strange = tuple(filter(None, (strange_language_note(language),)))
    references = named or (
        read_references(text, pronouns=True) if intent.intent in _POINTING or before is not None else ()
    )
    if intent.intent not in MUSICAL and not (
        returning and intent.stars is None and intent.intent in ("chat", "rate")
    ):
        if (
            intent.intent == "chat"
            and intent.confidence < 0.6
            and not text.is_remark
            and _reads_as_mood(text, encode)
        ):
            intent = IntentReading("generate", 0.5)
        else:
            limits = limits_of(text, slots) if before is not None and intent.intent == "chat" else ()
            notes = (*strange, *limits, *(limits_at_first(text, slots) if intent.intent == "chat" else ()))
            return Request(
                intent.intent, language, Controls(), references, intent.confidence, notes, intent.stars
            )
    if impossible is not None:
        raise impossible
    if returning is not None:
        back = (Reference("described", returning.said),)
        changed = _changed(text, slots, returning.request, intent, language, back)
        if listened is not None:
            controls = listened.weighed_after_going_back(returning.request.controls, changed.controls)
            changed = replace(changed, controls=controls.checked())
        as_it_was = changed.controls == returning.request.controls
        place = next((i for i, r in enumerate(earlier) if r is returning.request), None)
        return replace(changed, back_to=place if as_it_was else None)
    goes_on = before is not None and _goes_on(intent, text, slots, references)
    if before is not None and not goes_on and intent.intent not in _POINTING:
        meant = purpose(text, slots)
        if meant == "remark":
            return Request("chat", language, Controls(), references, 0.6, strange)
        goes_on = meant == "change" or (heard is not None and heard.changes_what_is_there)
    if before is not None and goes_on:
        changed = _changed(text, slots, before, intent, language, references)
        limits = limits_of(text, slots)
        sure = listened is not None and listened.surely_asks(in_passing=True)
        if (weighing := heard or (listened if sure or not operates else None)) is not None:
            compares = any(word.comparison for word in slots.mood_words)
            outright = heard is not None and (not limits or (heard.impression is not None and sure))
            weigh = weighing.weighed if outright else weighing.only_named
            controls = weigh(before.controls, changed.controls, compares=compares)
            changed = replace(changed, controls=controls.checked())
        if asks_unread and changed.controls == before.controls:
            return Request("chat", language, Controls(), references, 0.5, (*strange, *limits))
        if limits and changed.controls == before.controls and not operates:
            return Request("chat", language, Controls(), references, 0.8, limits)
        changed = replace(changed, notes=(*changed.notes, *limits))
        # a few words without a verb might as well be a wish of their own
        unclear = changed.intent in ("vary", "restyle") and not (refines_outright(text, slots) or references)
        return replace(changed, alternatives=alternative("new", message, language)) if unclear else changed
    if no_other and intent.intent == "generate":
        return Request("chat", language, Controls(), references, 0.5, strange)
    controls, confidence = _fresh(text, slots, intent, encode)
    other: tuple[str, ...] = ()
    if intent.intent == "generate" and not asks_to_make(text.lower):
        other = alternative("find" if before is None else "same", message, language)
    return Request(
        intent.intent,
        language,
        controls.checked(),
        references,
        confidence,
        (*strange, *slots.notes, *limits_at_first(text, slots)),
        intent.stars,
        other,
    )


def _reads_as_mood(text: Text, encode: Encode | None) -> bool:
    """Whether a text without any known word still describes a mood that somebody wants to hear."""
    least = SIMILARITY if wishes_something(text.lower) else BARE_SCENE
    return encode is not None and read_mood_of(text, encode, least)[0] is not None


def _goes_on(intent: IntentReading, text: Text, slots: Slots, references: tuple[Reference, ...]) -> bool:
    if intent.intent in ("continue", "vary", "restyle"):
        return True
    if intent.intent == "play":
        return False
    if intent.intent == "blend" and not (slots.firm or slots.mood_words or slots.length.seconds):
        return False  # a blend is made of its pieces, in every language
    if intent.intent == "recommend":
        return any(reference.kind == "this" for reference in references) or bool(slots.changes)
    return is_refinement(text, slots)


def _changed(
    text: Text,
    slots: Slots,
    before: Request,
    intent: IntentReading,
    language: str,
    references: tuple[Reference, ...],
) -> Request:
    """The request after a refinement of `before`."""
    controls = refined(text, slots, before.controls).checked()
    kind = intent.intent
    if kind not in ("continue", "blend", "recommend", "play"):
        restyled = slots.style.style is not None and controls.style != before.controls.style
        kind = "restyle" if restyled else "vary"
    return Request(
        kind,
        language,
        controls,
        references or (Reference("last", ""),),
        max(0.7, intent.confidence),
        slots.notes,
        intent.stars,
    )


def _fresh(text: Text, slots: Slots, intent: IntentReading, encode: Encode | None) -> tuple[Controls, float]:
    """(Controls of a request that stands by itself, confidence)."""
    mood, words = read_mood_of(text, encode)
    confidence = intent.confidence if words or mood is None else min(intent.confidence, 0.65)
    adds = intent.intent == "continue"  # "continue this for 12 more bars"
    controls = Controls(
        valence=mood.valence if mood else None,
        arousal=mood.arousal if mood else None,
        mood=mood.words if mood else (),
        style=slots.style.style,
        tempo_bpm=slots.tempo.bpm,
        key=slots.key,
        metre=slots.metre,
        instruments=slots.instruments.wanted,
        exclude_instruments=slots.instruments.unwanted,
        bars=slots.length.bars or (max(0, slots.changes.bars_delta) if adds else 0) or None,
        seconds=slots.length.seconds or (max(0.0, slots.changes.seconds_delta) if adds else 0.0) or None,
        density=slots.density,
    )
    return controls, confidence
