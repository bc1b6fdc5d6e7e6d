"""Audio files: Ogg Opus, Ogg Vorbis, MP3, FLAC and WAV through libsndfile (soundfile).

The bytes of an Ogg file differ from run to run, since its stream carries a random serial number (RFC 3533);
to compare sound, compare samples.
"""

import io
from dataclasses import dataclass
from pathlib import PurePath

import soundfile

from music.errors import CadenzaError, MissingPart
from music.id3 import id3_block
from music.synthesis import Audio


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """`container` and `codec` are libsndfile's names; `suffix` of a file with its dot, `media_type` for HTTP.

    `tags` are those that the container keeps; `level` in [0, 1], from best to smallest.
    """

    container: str
    codec: str
    suffix: str
    media_type: str
    tags: frozenset[str]
    level: float | None = None


_COMMON = frozenset({"title", "artist", "comment", "date", "genre"})
_VORBIS_COMMENT = _COMMON | {"album", "copyright", "license", "software", "tracknumber"}

FORMATS: dict[str, AudioFormat] = {
    # 0.8 gives some 115 kbit/s, 0.5 some 170: transparent for music (Opus and Vorbis listening tests)
    "ogg": AudioFormat("OGG", "OPUS", ".ogg", "audio/ogg; codecs=opus", _VORBIS_COMMENT, 0.8),
    "vorbis": AudioFormat("OGG", "VORBIS", ".ogg", "audio/ogg; codecs=vorbis", _VORBIS_COMMENT, 0.5),
    "mp3": AudioFormat("MP3", "MPEG_LAYER_III", ".mp3", "audio/mpeg", _VORBIS_COMMENT, 0.3),
    "flac": AudioFormat("FLAC", "PCM_16", ".flac", "audio/flac", _VORBIS_COMMENT),
    "wav": AudioFormat("WAV", "PCM_16", ".wav", "audio/wav", _COMMON | {"copyright", "software"}),
}
_BY_SUFFIX = {".ogg": "ogg", ".opus": "ogg", ".mp3": "mp3", ".flac": "flac", ".wav": "wav"}

#: Opus has no other sample rates (RFC 6716); MPEG layer III takes 48 kHz as well.
OPUS_RATE = 48_000
MAX_TAG_CHARACTERS = 2_000
_FRAMES_AT_ONCE = 24_000  # libsndfile's Vorbis encoder overruns its stack with some million frames at once


def format_of(filename: str) -> str:
    """The format that a file name's ending stands for. Raises CadenzaError for an ending without one."""
    suffix = PurePath(filename).suffix.lower()
    if suffix not in _BY_SUFFIX:
        raise CadenzaError(f"{filename!r} names no audio format; endings that work: {', '.join(_BY_SUFFIX)}.")
    return _BY_SUFFIX[suffix]


def encode(audio: Audio, format: str, tags: dict[str, str] | None = None) -> bytes:
    """`audio` as a file in `format`: one of `FORMATS`.

    `tags` become the file's metadata (title, artist, album, comment, date, genre, license, ...); what the
    container has no place for, unknown names included, is added to the comment as "name: text", so that
    provenance stays in the file. Raises CadenzaError for a format that does not exist, no samples, or Opus at
    another rate than 48 kHz, and MissingPart when the installed libsndfile cannot write the format.
    """
    kind = FORMATS.get(format)
    if kind is None:
        raise CadenzaError(f"There is no audio format {format!r}; choose one of {', '.join(FORMATS)}.")
    if kind.codec == "OPUS" and audio.rate != OPUS_RATE:
        raise CadenzaError(f"Opus needs audio at {OPUS_RATE} Hz, not {audio.rate} Hz; choose flac or wav.")
    if kind.container not in soundfile.available_formats():
        raise MissingPart(f"This libsndfile writes no {kind.container}; run: pip install --upgrade soundfile")
    if not len(audio.samples):
        raise CadenzaError("There is no sound to encode; render a piece with at least one note.")
    buffer = io.BytesIO()
    channels = audio.samples.shape[1]
    with soundfile.SoundFile(
        buffer, "w", audio.rate, channels, kind.codec, format=kind.container, compression_level=kind.level
    ) as file:
        kept = _kept_tags(tags or {}, kind)
        if kind.container != "MP3":
            for name, text in kept.items():
                setattr(file, name, text)
        for start in range(0, len(audio.samples), _FRAMES_AT_ONCE):
            file.write(audio.samples[start : start + _FRAMES_AT_ONCE])
    return id3_block(kept) + buffer.getvalue() if kind.container == "MP3" else buffer.getvalue()


def _kept_tags(tags: dict[str, str], kind: AudioFormat) -> dict[str, str]:
    """`tags` that `kind` has a place for, the others inside the comment; empty ones are left out."""
    # a lone surrogate, as in a damaged file name, cannot be written as UTF-8
    whole = {name: text.encode("utf-8", "replace").decode() for name, text in tags.items()}
    clean = {name: text.replace("\0", "").strip() for name, text in whole.items()}
    kept = {name: text[:MAX_TAG_CHARACTERS] for name, text in clean.items() if text and name in kind.tags}
    homeless = [f"{name}: {text}" for name, text in clean.items() if text and name not in kind.tags]
    comment = "; ".join(filter(None, [kept.get("comment", ""), *homeless]))
    return kept | ({"comment": comment[:MAX_TAG_CHARACTERS]} if comment else {})
