"""What the rules read of a message that follows a piece, weighed against what was learned of such messages
(bot/understanding/learned): a change that nobody seems to have named is not made."""

import re
from dataclasses import dataclass, replace

from bot.listening.impression import Hear, Impression
from bot.understanding.learned.asked import SIDE_OF, Asked, asked_in
from bot.understanding.learned.directions import directions_in
from bot.understanding.learned.fates import band_after, places_of, surest_fate
from bot.understanding.moving import moved
from bot.understanding.text import LONGEST_REMARK, Plain
from music.controls import Controls

#: from this chance on a message is talk, whatever words of music are in it
_TALK = 0.35
#: the same where words such as "make it" or "slower" stand in it
_TALK_OUTRIGHT = 0.85
#: below this chance a side of the piece was not named: what words of every day may name (a mood, a style, a
#: player), and what numbers and terms of music do
_NAMED = 0.5
_NAMED_IN_TERMS = 0.15
#: the same where a network heard the message, which is surer
_HEARD_IN_TERMS = 0.3
_IN_TERMS = ("tempo_bpm", "key", "metre", "length", "density")
#: from this chance on a side was named
_SURELY = 0.6
#: below this chance another piece is not asked for
_NEW = 0.3
#: a side was named whatever the rules say where nothing else has more than the lower chance, and it more than
#: the higher; the same where the rules take a message for a remark
_OUTWEIGHS = {False: (0.2, 0.8), True: (0.05, 0.95)}
_VERY, _VERY_SURELY = 0.8, 0.9
#: below this chance what the rules would compose anew is left alone
_HARDLY_NEW = 0.15
#: characters; the network learned from messages half as long, and its time grows with them
_LONGEST_HEARD = 300


#: parts of a piece, of which the dialogues that taught say little
_PART = re.compile(
    r"\b(?:intro|outro|ending|verse|chorus|bridge|middle|beginning)\b|前奏|尾奏|结尾|开头|副歌|主歌|间奏"
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it was `said`, and what it asks for as learned; `impression`: what a network made of it,
    where one hears."""

    said: Plain
    asked: Asked
    impression: Impression | None = None

    def goes_back(self, *, surely: bool = False) -> bool:
        """Whether the message goes back to an earlier state, or even `surely` does."""
        return self.asked.back > (_VERY_SURELY if surely else _SURELY)

    @property
    def stays(self) -> bool:
        """Whether the message surely goes back to nothing, but changes what is there."""
        return self.asked.back < 1 - _VERY_SURELY and self.surely_asks(in_passing=True)

    @property
    def goes_to_the_first(self) -> bool:
        """Whether it is the first state of all that the message goes back to."""
        return self.goes_back() and self.asked.first > _VERY

    def is_talk(self, *, outright: bool) -> bool:
        """Whether the message asks for nothing; `outright`: the rules read words that always ask."""
        asked = self.asked
        least = _TALK_OUTRIGHT if outright or _PART.search(self.said.text.lower()) else _TALK
        return asked.nothing > max(least, asked.back, *asked.sides.values())

    @property
    def changes_what_is_there(self) -> bool:
        """Whether the message names a side of the piece that is there and asks for no other one; a style
        or a mood by itself may do either."""
        others = (self.asked.sides[side] for side in (*_IN_TERMS, "players"))
        return self.asked.new < _NEW and max(others) > _SURELY

    @property
    def asks_for_none(self) -> bool:
        """Whether another piece than the one that is there is surely not asked for."""
        return self.asked.new < _HARDLY_NEW

    def surely_asks(self, *, in_passing: bool = False) -> bool:
        """Whether some side is named so surely that no words the rules know are needed for it;
        `in_passing`: the rules take the message for a remark."""
        asked, (little, much) = self.asked, _OUTWEIGHS[in_passing]
        return (
            asked.nothing < little
            and asked.back < little
            and asked.new < _NEW
            and max(asked.sides.values()) > much
        )

    def weighed(self, before: Controls, after: Controls, *, compares: bool) -> Controls:
        """`after`, as the rules read the message, with who plays as learned where that is certain, and
        without what the message does not seem to name; `compares`: a mood is said as "sadder"."""
        if self.asked.new > _NEW:
            return after  # a whole piece is described: of its sides nothing was learned
        after = self.only_named(before, self._with_band(before, after), compares=compares)
        return self._with_missed(before, after) if self.surely_asks() else after

    def weighed_after_going_back(self, back: Controls, after: Controls) -> Controls:
        """As `weighed` over the state that the message goes `back` to; what it complains of is not wished."""
        # "before you added the flute": a player may be named by what is gone back to
        if self.asked.new <= _NEW and after.instruments != back.instruments:
            after = self._with_band(back, after)
        return self.only_named(back, after, least=_SURELY)

    def _with_missed(self, before: Controls, after: Controls) -> Controls:
        """`after` with the sides moved that the message surely names and the rules left as they were."""
        sides = self.asked.sides
        missed = {
            side
            for side in ("tempo_bpm", "key", "metre", "length", "density", "mood")
            if sides[side] > _VERY
            and all(getattr(before, s) == getattr(after, s) for s, of in SIDE_OF.items() if of == side)
        }
        if not missed or len(self.said.text) > LONGEST_REMARK:
            return after
        return replace(
            after, **moved(before, missed, self.said, directions_in(self.said, before, self.impression))
        )

    def _with_band(self, before: Controls, after: Controls) -> Controls:
        if self.asked.sides["players"] < _SURELY or len(self.said.text) > LONGEST_REMARK:
            return after
        return band_after(self.said, before, after, self.impression) or after

    def _decides_on_a_player(self, before: Controls) -> bool:
        """Whether it is sure what becomes of a player, in a message that surely asks for something: among
        much else that is asked for the side itself may seem doubtful."""
        fate = surest_fate(self.said, before, self.impression)
        return self.asked.nothing < _OUTWEIGHS[True][0] and fate > _OUTWEIGHS[True][1]

    def only_named(
        self, before: Controls, after: Controls, *, compares: bool = False, least: float = 0.0
    ) -> Controls:
        """`after` with the sides as `before` that the message does not seem to name, with `least` chance."""
        terms = (*_IN_TERMS, "mood") if compares else _IN_TERMS
        sides = self.asked.sides
        named = _NAMED_IN_TERMS if self.impression is None else _HEARD_IN_TERMS
        changed = [slot for slot in SIDE_OF if getattr(before, slot) != getattr(after, slot)]
        unnamed = [
            slot
            for slot in changed
            if sides[SIDE_OF[slot]] < max(least, named if SIDE_OF[slot] in terms else _NAMED)
        ]
        if "instruments" in unnamed and self._decides_on_a_player(before):
            unnamed = [slot for slot in unnamed if SIDE_OF[slot] != "players"]
        return replace(after, **{slot: getattr(before, slot) for slot in unnamed})


def heard_over(before: Controls, said: Plain, hear: Hear | None = None) -> Heard:
    """What a message that was `said` over the state `before` asks for; with `hear` where it is in English."""
    is_heard = hear is not None and said.language == "en" and len(said.text) <= _LONGEST_HEARD
    impression = hear(said.text, places_of(said, before)) if hear and is_heard else None
    return Heard(said, asked_in(said, before, impression), impression)
