"""Consent: what a person allows that Cadenza learns from their ratings, by purpose. Asked once, at the first
rating in a guild; without a yes, ratings are kept for their person and count for nothing."""

from typing import Literal, get_args

from sqlalchemy.ext.asyncio import AsyncSession

from bot.language import later
from storage.repositories.consents import Consents, Purpose
from storage.repositories.ratings import Ratings

Choice = Literal["me", "server", "none"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
#: what each choice allows
ALLOWS: dict[Choice, frozenset[Purpose]] = {
    "me": frozenset({"personalise"}),
    "server": frozenset({"personalise", "train"}),
    "none": frozenset(),
}
#: how each choice is called on a button
NAMES: dict[Choice, str] = {
    "me": later("For me alone"),
    "server": later("For me and this server"),
    "none": later("No"),
}
TAKEN_DOWN: dict[Choice, str] = {
    "me": later("Your ratings here now shape what I show to you, and nobody else."),
    "server": later(
        "Your ratings here now shape what I show to you, and a little what I show to others here."
    ),
    "none": later(
        "Your ratings here count for nothing. What I keep of you, “privacy show” tells; “privacy delete” "
        "removes it."
    ),
}
QUESTION = later(
    "May I learn from your ratings here? They can shape what I show to you alone, or also what this server "
    "hears first. Until you say yes they are kept and count for nothing; nothing that you write is ever "
    "learned from."
)
REMINDER = later(
    "It does not count, because you have not allowed me to learn from your ratings (“privacy show”)."
)

Asking = Literal["", "ask", "remind"]
WORDS: dict[Asking, str] = {"": "", "ask": QUESTION, "remind": REMINDER}


async def choice_of(session: AsyncSession, person_id: str, guild_id: str) -> Choice | None:
    """What the person chose last in the guild; None if they were never asked or never answered."""
    said = await Consents(session).said(person_id, guild_id)
    if not said:
        return None
    granted = frozenset(purpose for purpose, yes in said.items() if yes)
    return next((choice for choice in CHOICES if ALLOWS[choice] == granted), "none")


async def choose(session: AsyncSession, person_id: str, guild_id: str, choice: Choice) -> None:
    """Stores the choice in place of an earlier one; person and guild have to exist."""
    for purpose in get_args(Purpose):
        await Consents(session).say(person_id, guild_id, purpose, purpose in ALLOWS[choice])


async def asking(session: AsyncSession, person_id: str, guild_id: str) -> Asking:
    """What a rating that is about to be stored is answered with: the question after the first one, a reminder
    after the next ones, nothing once the person has chosen."""
    if await choice_of(session, person_id, guild_id) is not None:
        return ""
    return "remind" if await Ratings(session).of_person([person_id], guild_id) else "ask"
