"""Where a take comes from, written into its MIDI and its audio.

The MIDI's words follow from the take code alone, so that a replay writes the same bytes; the audio's tags
also name the seeds by title.
"""

from collections.abc import Sequence
from dataclasses import replace

from music.job import AS_SOURCE, OWN_LICENCE, Seed
from music.score import Score, TextEvent

SIGNATURE = "Made by Cadenza"


def licence_from(sources: Sequence[Score]) -> str:
    """Of a piece that was made from `sources`: ours where all of them are, none included."""
    ours = TextEvent(0, "text", f"licence {OWN_LICENCE}")
    mine = TextEvent(0, "text", SIGNATURE)
    return OWN_LICENCE if all(mine in s.texts and ours in s.texts for s in sources) else AS_SOURCE


def with_provenance(score: Score, code: str, model_digest: str, licence: str = OWN_LICENCE) -> Score:
    """`score` with texts at its start that say what made it and how to make it again."""
    lines = (SIGNATURE, f"code {code}", f"model {model_digest}", f"licence {licence}")
    ours = tuple(TextEvent(0, "text", line) for line in lines)
    return replace(score, texts=(*ours, *_without_ours(score.texts)))


def _without_ours(texts: Sequence[TextEvent]) -> list[TextEvent]:
    """`texts` without those of an earlier take, which a piece made from it brings along."""
    if TextEvent(0, "text", SIGNATURE) not in texts:
        return list(texts)
    ours = (SIGNATURE, "code ", "model ", "licence ")
    return [t for t in texts if not (t.tick == 0 and t.kind == "text" and t.text.startswith(ours))]


def audio_tags(score: Score, seeds: Sequence[Seed] = ()) -> dict[str, str]:
    """Tags of an audio file of `score`: its title, and where it comes from if Cadenza made it."""
    tags = {"title": score.title} if score.title else {}
    lines = [t.text for t in score.texts if t.tick == 0 and t.kind == "text"]
    if SIGNATURE not in lines:
        return tags
    comment = "; ".join(line for line in lines if line.partition(" ")[0] in ("Made", "code", "model"))
    if seeds:
        names = "; ".join(f"{s.title} ({s.composer})" if s.composer else s.title for s in seeds)
        comment += f"; in the spirit of {names}"
    said = [line.removeprefix("licence ") for line in lines if line.startswith("licence ")]
    licence = said[0] if said else AS_SOURCE
    return {**tags, "artist": "Cadenza", "license": licence, "comment": comment}
