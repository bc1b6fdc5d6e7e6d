"""`recommend` and `rate`: tracks of the catalogue for somebody, and what they think of them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.arguments import Commands, add_command, add_json, add_user, read_file, said
from bot.commands.one_shot import GUILD, events_of, new_conversation, with_assistant
from bot.commands.output import ProgressLine, answer, answer_json
from music.errors import CadenzaError

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from bot.assistant.events import RecommendedTrack

MOST_TRACKS = 50


def add_to(commands: Commands) -> None:
    parser = add_command(commands, "recommend", recommend, "tracks that fit, with reasons")
    parser.add_argument("text", metavar="TEXT", nargs="?", help="what you would like to hear")
    parser.add_argument("-n", type=int, default=5, metavar="N", help="how many tracks (default: %(default)s)")
    parser.add_argument(
        "--like", type=Path, metavar="FILE", help="a MIDI, ABC or MusicXML file to be close to"
    )
    parser.add_argument("--style", default="", help="only of this style, as the catalogue names it")
    parser.add_argument("--tempo", default="", metavar="BPM", help="only in this range, such as 100-120")
    parser.add_argument("--length", default="", help="only of this length: seconds or minutes, 1:00-2:30")
    parser.add_argument("--instruments", default="", help='only with all of these: "Flute, guitar"')
    parser.add_argument("--without", default="", help="only without these instruments")
    parser.add_argument("--licence", default="", help="only with this licence, or one of several")
    parser.add_argument("--own", action="store_true", help="only music kept for the command line alone")
    add_user(parser)
    add_json(parser)

    rate_parser = add_command(commands, "rate", rate, "rate a take or a track with 1 to 5 stars")
    rate_parser.add_argument("target", metavar="TAKE_OR_TRACK", help="its id, or a take's code")
    rate_parser.add_argument("stars", type=int, metavar="STARS", help="1 to 5")
    rate_parser.add_argument(
        "--consent",
        nargs="?",
        choices=("me", "server", "none"),
        const="server",
        help="what may be learned from your ratings: for you alone (taken as said by who rates "
        "and never said otherwise), for others here too, or nothing",
    )
    add_user(rate_parser)
    add_json(rate_parser)


def recommend(options: argparse.Namespace) -> None:
    from bot.assistant.filtering import read_filters

    filters = read_filters(
        style=options.style,
        tempo=options.tempo,
        length=options.length,
        instruments=options.instruments,
        without=options.without,
        licence=options.licence,
        own=options.own,
    )
    if options.text is None and options.like is None and not filters:
        raise CadenzaError("Say what you would like to hear, name a file with --like FILE, or set a filter.")
    text = "" if options.text is None else said(options.text)
    if not 1 <= options.n <= MOST_TRACKS:
        raise CadenzaError(f"I can recommend 1 to {MOST_TRACKS} tracks, not {options.n}.")
    like = None if options.like is None else (options.like.name, read_file(options.like))

    async def search(assistant: "Assistant", progress: ProgressLine) -> dict[str, Any]:
        from bot.assistant.events import Attachment, Recommended, Turn

        turn = Turn(
            guild_id=GUILD,
            surface="cli",
            person=options.user,
            conversation_id=new_conversation(),
            text=text,
            attachments=() if like is None else (Attachment(*like),),
            intent="recommend",
            limit=options.n,
            filters=filters,
        )
        events = [e for e in await events_of(assistant, turn, progress) if isinstance(e, Recommended)]
        return {
            "tracks": [_track_json(t) for e in events for t in e.tracks],
            "elapsed_ms": sum(e.elapsed_ms for e in events),
            "relaxed": " ".join(e.relaxed for e in events if e.relaxed),
        }

    result = with_assistant(search)
    if options.json:
        answer_json(result)
        return
    if result["relaxed"]:
        answer(result["relaxed"])
    for place, track in enumerate(result["tracks"], 1):
        by = f" by {track['composer']}" if track["composer"] else ""
        answer(f"{place}. {track['title']}{by}  [{track['id']}]")
        answer(f"   {'; '.join(track['reasons'])}")
    if not result["tracks"] and not result["relaxed"]:
        answer("Nothing in the catalogue fits; `cadenza catalog add FOLDER` brings more music.")


def _track_json(track: "RecommendedTrack") -> dict[str, Any]:
    return {
        "id": track.id,
        "title": track.title,
        "composer": track.composer,
        "style": track.style,
        "mood": track.mood,
        "tempo_bpm": track.tempo_bpm,
        "key": track.key,
        "score": track.score,
        "reasons": track.reasons,
        "metre": track.metre,
        "seconds": track.seconds,
        "instruments": track.instruments,
        "licence": track.licence,
        "source": track.source,
    }


def rate(options: argparse.Namespace) -> None:
    if not 1 <= options.stars <= 5:
        raise CadenzaError(f"A rating has 1 to 5 stars, not {options.stars}.")

    async def store(assistant: "Assistant", progress: ProgressLine) -> bool:
        who = {"guild_id": GUILD, "surface": "cli", "person": options.user}
        if options.consent is not None:
            await assistant.privacy.choose(options.consent, **who)
        never_said = bool((await assistant.rate(options.target, options.stars, **who)).asking)
        if never_said:  # on one's own computer this command says that it shall be remembered
            await assistant.privacy.choose("me", **who)
        return never_said

    is_first = with_assistant(store, catalogue=False)
    if options.json:
        answer_json({"target": options.target, "stars": options.stars, "user": options.user})
        return
    answer(f"Noted: {options.stars} of 5 stars for {options.target}.")
    if is_first:
        from bot.assistant.consent import TAKEN_DOWN

        answer(f"{TAKEN_DOWN['me']} `cadenza privacy opt-out` ends that.")
