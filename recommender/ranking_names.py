"""Titles and composers that a request names."""

import re
import unicodedata
from functools import lru_cache

from music.track import Track

_WORD = re.compile(r"[^\W\d_]+(?:'s)?", re.UNICODE)
#: words of titles that name no piece: articles, forms, keys and what requests say anyway
_COMMON = frozenset(
    """a an and as at by de der des die di du el for from has in into is it la le les my no nr of on op or
    the that this to und von with your you me i some any
    air allegro allegretto andante adagio dance fast favorite favourite flat hornpipe jig largo major march
    menuetto minor minuet movement music opus piece polka presto prelude quartet quickstep rag reel sad happy
    sharp slow slip solo song strathspey string strings study suite sonata tune vivace waltz
    bass cello choir clarinet drums fiddle flute guitar harp horn oboe organ piano trumpet viola violin
    voice""".split()  # noqa: SIM905 (one line a word would hide the list)
)
#: composers of nobody in particular
_NOBODY = frozenset({"traditional", "trad", "anonymous", "anon", "unknown", "cadenza"})


def words_of(text: str) -> frozenset[str]:
    """The words of `text`, lower case, without accents and without the common ones."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return frozenset(w for w in (m.removesuffix("'s") for m in _WORD.findall(plain)) if len(w) > 1) - _COMMON


@lru_cache(4096)
def title_words(title: str) -> frozenset[str]:
    """As `words_of`, for the titles that come up again and again; what people write is not kept."""
    return words_of(title)


@lru_cache(10_000)
def surname_of(composer: str) -> str:
    """The last word of a composer's name ("Johann Sebastian Bach": "bach"), or "" for nobody's."""
    names = [w for w in _WORD.findall(composer.casefold()) if len(w) > 2]
    if not names or set(names) & _NOBODY:
        return ""
    return next(iter(words_of(names[-1])), "")


def name_fit(asked: frozenset[str], track: Track) -> float:
    """1 when the words name the Track's composer or its whole title, down to 0 for less than half of it.

    Titles of pieces composed here describe them ("Calm piece for piano"): every request would name some.
    """
    if not asked or track.composer == "Cadenza":
        return 0.0
    if surname_of(track.composer) in asked:
        return 1.0
    title = title_words(track.title)
    share = len(title & asked) / len(title) if title else 0.0
    return share if share > 0.5 or (share == 0.5 and len(title) > 2) else 0.0
