"""Why a Taste speaks for a Track, in a line, from what really added to it.

A liking is a sum twice over, exactly: over the blocks of features (`Taste.by_block`), and over the guild and
each own rating (`Taste.by_rating`). The line names the largest part; without it the Track ranks lower.
"""

from dataclasses import dataclass

import numpy as np

from music.instruments import family_of, program_number
from music.track import Track
from recommender.music_words import mood_in_words, spoken, tempo_word
from recommender.taste import Matrix, Taste
from recommender.taste_features import TASTE_FAMILIES, Features

#: stars from which a rating is a liking that may be named
_LIKED = 4
#: share of the liking that one rating must bring to be named for itself
_ITSELF = 0.4
#: share of what speaks for the Track that a block must bring to be named
_NAMED_SHARE = 0.2
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class TasteReason:
    """`line` for the listener. It names either `blocks` of features or the own rating at index `rating`;
    `by_guild`: the blocks are liked by the guild rather than by the person."""

    line: str
    blocks: tuple[str, ...] = ()
    rating: int | None = None
    by_guild: bool = False


def taste_reason(taste: Taste, features: Features, track: Track) -> TasteReason | None:
    """Of a Track with `features` [k]; None where nothing that has a name speaks for it."""
    of_guild, of_ratings = taste.by_rating(features[None])
    guild, own = float(of_guild[0]), of_ratings[0]
    liking = guild + float(own.sum())
    if liking <= 0:
        return None
    by_guild = guild > liking / 2
    if not by_guild and (best := _rating_to_name(taste, own, liking)) is not None:
        return TasteReason(f"you liked “{taste.names[best]}”, which is like this", rating=best)
    mean = taste.prior_mean if by_guild else taste.mean - taste.prior_mean
    parts = (features.astype(np.float64) - taste.typical) * mean[1:]
    who = "members here like" if by_guild else "you like"
    names = _blocks_to_name(taste, parts)
    if not names:
        if by_guild:
            return None
        return TasteReason("close in sound to what you like", blocks=("sound",))
    return TasteReason(f"{who} {_in_words(names, parts, taste, track)}", blocks=names, by_guild=by_guild)


def _rating_to_name(taste: Taste, own: Matrix, liking: float) -> int | None:
    liked = np.where(taste.stars >= _LIKED, own, -np.inf)
    if not len(liked) or not taste.names:
        return None
    best = int(np.argmax(liked))
    return best if liked[best] >= _ITSELF * liking and taste.names[best] else None


def _blocks_to_name(taste: Taste, parts: Matrix) -> tuple[str, ...]:
    """Those that add most, the largest first; none when most comes from what has no name."""
    adds = {block.name: float(parts[block.columns].sum()) for block in taste.blocks}
    most = sum(value for value in adds.values() if value > 0)
    named = sorted((name for name in adds if name != "sound"), key=lambda name: -adds[name])
    return tuple(n for n in named[:_MOST_WORDS] if adds[n] > 0 and adds[n] >= _NAMED_SHARE * most)


def _in_words(names: tuple[str, ...], parts: Matrix, taste: Taste, track: Track) -> str:
    """ "calm, slow, minor piano music in 3/4"."""
    adjectives = {
        "mood": mood_in_words(track.mood.valence, track.mood.arousal),
        "tempo": tempo_word(track.tempo_bpm),
        "density": f"{track.density}ly textured" if track.density != "medium" else "medium-dense",
        "mode": track.key.rpartition(" ")[2] or "keyless",
        "length": "short" if track.seconds < 60 else "longer",
    }
    words = [adjectives[name] for name in ("mood", "tempo", "density", "mode", "length") if name in names]
    noun = f"{_instrument(parts, taste, track)} music" if "instruments" in names else "music"
    if "style" in names:
        noun = (
            f"{track.style}s"
            if noun == "music" and not track.style.endswith("s")
            else f"{noun} ({track.style})"
        )
    metre = f" in {track.metre}" if "metre" in names else ""
    return " ".join(filter(None, (", ".join(words), noun))) + metre


def _instrument(parts: Matrix, taste: Taste, track: Track) -> str:
    """The instrument of the Track whose family adds most."""
    (block,) = (b for b in taste.blocks if b.name == "instruments")
    mine = parts[block.columns]
    families = len(TASTE_FAMILIES)
    adds = mine[:families] + mine[families : 2 * families]
    if not track.instruments:
        return "such"
    return spoken(
        max(track.instruments, key=lambda name: adds[TASTE_FAMILIES.index(family_of(program_number(name)))])
    )
