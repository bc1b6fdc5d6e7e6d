"""Audio files decode to what went in, carry their tags, and bad wishes get a sentence."""

import io

import numpy as np
import pytest
import soundfile

from music.encoding import FORMATS, encode, format_of
from music.errors import CadenzaError
from music.synthesis import Audio

TITLE = "雨の歌 – étude"
TAGS = {
    "title": TITLE,
    "artist": "Cadenza",
    "comment": "made by Cadenza",
    "code": "cz-1",
    "license": "CC0",
}
MAGIC = {"ogg": b"OggS", "vorbis": b"OggS", "mp3": b"ID3", "flac": b"fLaC", "wav": b"RIFF"}


def two_tones(seconds: float) -> Audio:
    """440 Hz on the left, 660 Hz on the right, at half scale."""
    t = np.arange(int(seconds * 48_000)) / 48_000
    samples = 0.5 * np.sin(2 * np.pi * t[:, None] * np.array([440.0, 660.0]))
    return Audio(samples.astype(np.float32))


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_decoded_is_what_was_encoded(format):
    audio = two_tones(2.2)
    data = encode(audio, format, TAGS)
    assert data.startswith(MAGIC[format])
    decoded, rate = soundfile.read(io.BytesIO(data), dtype="float32")
    assert (rate, decoded.shape) == (48_000, audio.samples.shape)
    middle = slice(20_000, 80_000)  # codecs may soften the very edges
    error = np.abs(decoded[middle] - audio.samples[middle]).max()
    assert error < (1e-4 if format in ("flac", "wav") else 0.05)


@pytest.mark.parametrize("format", FORMATS)
def test_title_and_provenance_are_in_the_file(format):
    with soundfile.SoundFile(io.BytesIO(encode(two_tones(0.5), format, TAGS))) as file:
        kept = file.copy_metadata()
    assert (kept["title"], kept["artist"]) == (TITLE, "Cadenza")
    assert kept["comment"].startswith("made by Cadenza; code: cz-1")
    assert "CC0" in kept.get("license", "") + kept["comment"] or format == "mp3"


def test_an_mp3_carries_the_licence_in_a_frame_of_its_own():
    assert "license\0CC0".encode("utf-16-le") in encode(two_tones(0.5), "mp3", TAGS).replace(b"\xff\xfe", b"")


def test_an_ogg_is_opus_unless_vorbis_is_asked_for():
    audio = two_tones(0.5)
    assert b"OpusHead" in encode(audio, "ogg")[:100]
    assert b"vorbis" in encode(audio, "vorbis")[:100]


def test_compressed_formats_are_much_smaller():
    audio = two_tones(3)
    sizes = {format: len(encode(audio, format)) for format in FORMATS}
    assert max(sizes["ogg"], sizes["vorbis"], sizes["mp3"]) < sizes["wav"] / 4
    assert sizes["flac"] < sizes["wav"]


def test_a_long_piece_in_vorbis_is_written_whole():
    # in one write libsndfile's encoder overruns its stack at this length
    long = Audio(np.tile(two_tones(5).samples, (24, 1)))
    assert soundfile.info(io.BytesIO(encode(long, "vorbis"))).frames == len(long.samples)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("length", [1, 700])
def test_the_shortest_audio_is_still_a_file(format, length):
    data = encode(Audio(np.full((length, 2), 0.1, np.float32)), format, {"title": "short"})
    assert soundfile.info(io.BytesIO(data)).channels == 2


@pytest.mark.parametrize("format", FORMATS)
def test_no_sound_is_refused(format):
    with pytest.raises(CadenzaError, match="no sound"):
        encode(Audio(np.zeros((0, 2), np.float32)), format)


@pytest.mark.parametrize("text", ["", "\0", "a\0b", "x" * 100_000, "\ud800 lone surrogate", "line\nbreak"])
@pytest.mark.parametrize("format", FORMATS)
def test_no_tag_can_spoil_a_file(format, text):
    data = encode(two_tones(0.3), format, {"title": text, "comment": text, "anything": text})
    assert soundfile.info(io.BytesIO(data)).samplerate == 48_000


def test_an_unknown_format_names_those_that_work():
    with pytest.raises(CadenzaError, match="ogg, vorbis, mp3, flac, wav"):
        encode(two_tones(0.1), "aac")


def test_opus_at_another_rate_is_refused():
    with pytest.raises(CadenzaError, match="48000 Hz"):
        encode(Audio(np.zeros((100, 2), np.float32), 44_100), "ogg")


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.ogg", "ogg"), ("b.OPUS", "ogg"), ("c.mp3", "mp3"), ("d.flac", "flac"), ("e.wav", "wav")],
)
def test_the_ending_of_a_file_name_chooses_the_format(name, format):
    assert format_of(name) == format


def test_an_ending_without_a_format_is_refused():
    with pytest.raises(CadenzaError, match=r"\.ogg, \.opus, \.mp3"):
        format_of("take.aiff")
