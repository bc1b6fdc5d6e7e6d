"""What a message points at: "#2", "that one", or the card whose button was pressed."""

from dataclasses import replace

from bot.assistant.inquiry import Inquiry
from bot.understanding.returning import likest
from music.controls import Controls


def all_pointed_at(inquiry: Inquiry) -> list[str]:
    """The ids of all Tracks and Takes that a message points at by number or order, in its order; of a
    command or a button, its target and what was chosen beside it."""
    if inquiry.turn.target:
        return [inquiry.turn.target, *inquiry.turn.seed_tracks]
    found = []
    for reference in inquiry.request.references:
        alone = replace(inquiry.request, references=(reference,))
        found.append(pointed_at(replace(inquiry, request=alone)))
    return [subject for subject in found if subject]


def pointed_at(inquiry: Inquiry) -> str:
    """The id of the Track or Take meant; "" when the message points at nothing that is here.

    A number counts the newest recommendations, or the takes where there were none.
    """
    if inquiry.turn.target:
        return inquiry.turn.target
    memory = inquiry.memory
    numbered = [t.id for t in memory.tracks] or [t.id for t in memory.takes]
    for reference in inquiry.request.references:
        if reference.kind == "number" and reference.number is not None:
            if 1 <= reference.number <= len(numbered):
                return numbered[reference.number - 1]
        elif reference.kind == "first" and numbered:
            return numbered[0]
        elif reference.kind == "described" and (meant := _described(inquiry, reference.text)):
            return meant
        elif reference.kind in ("last", "this", "described"):
            if memory.take is not None and (memory.take_is_newest or not memory.tracks):
                return memory.take.id
            if memory.tracks:
                return memory.tracks[0 if reference.kind == "this" else -1].id
    return ""


def _described(inquiry: Inquiry, words: str) -> str:
    """The take that is like the state that the message goes back to, or else like its words; "" for none."""
    takes = inquiry.memory.takes
    wished = inquiry.request.controls
    if takes and wished != Controls():
        return max(reversed(takes), key=lambda take: _shared(take.controls, wished)).id
    place = likest(words, [take.controls for take in takes])
    return "" if place is None else takes[place].id


def _shared(made: Controls, wished: Controls) -> int:
    """In how many things two pieces are the same."""
    was, now = made.to_json(), wished.to_json()
    return sum(was[name] == now[name] for name in now if now[name] not in (None, []))
