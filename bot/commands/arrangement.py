"""`arrange`: a melody from any file, in a style; with its labels."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.arguments import (
    AUDIO_FORMATS,
    Commands,
    add_command,
    add_json,
    output_file,
    read_file,
    write_file,
)
from bot.commands.output import answer, answer_json
from music.errors import CadenzaError

if TYPE_CHECKING:
    from music.score import Score

SUFFIXES = (".mid", ".musicxml", ".png", *AUDIO_FORMATS)


def add_to(commands: Commands) -> None:
    parser = add_command(commands, "arrange", arrange, "arrange the melody of a file in a style")
    parser.add_argument("input", type=Path, metavar="IN", help="a MIDI, ABC or MusicXML file")
    parser.add_argument("--style", required=True, help="a style by name, for instance lo-fi")
    parser.add_argument("--key", help="transposes; the melody's own when left out")
    parser.add_argument("--tempo", type=float, metavar="BPM", help="quarters a minute")
    parser.add_argument("--valence", type=float, help="unpleasant (-1) to pleasant (1)")
    parser.add_argument("--arousal", type=float, help="calm (-1) to excited (1)")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="random seed: the same seed, the same piece"
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help=f"ends in {' '.join(SUFFIXES)}"
    )
    add_json(parser)


def arrange(options: argparse.Namespace) -> None:
    from generator.arranger.given import arrange as arranged
    from generator.arranger.matching import template_named_like
    from generator.arranger.source import lead_sheet
    from music.formats import read_score
    from music.theory import Key

    template = template_named_like(options.style)
    key = None if options.key is None else Key.parse(options.key)
    path = output_file(options.output, SUFFIXES)
    if not 0 <= options.seed < 2**32:
        raise CadenzaError(f"A random seed is a whole number from 0 to {2**32 - 1}, not {options.seed}.")
    score = read_score(read_file(options.input), options.input.name)
    melody = lead_sheet(score, title=score.title or options.input.stem)
    made = arranged(
        melody,
        template,
        valence=options.valence,
        arousal=options.arousal,
        key=key,
        tempo_bpm=options.tempo,
        seed=options.seed,
    )
    write_file(path, _content(made.score, path.suffix.lower()))
    if options.json:
        answer_json({"files": [str(path)], **made.labels.to_json()})
        return
    labels = made.labels
    form = " ".join(section.label for section in labels.form)
    answer(
        f"{path}: {labels.style}, {labels.key}, {labels.tempo_bpm:g} bpm, {labels.metre}, "
        f"{labels.bars} bars, {labels.seconds:.0f} s ({form}); {', '.join(labels.instruments)}"
    )


def _content(score: "Score", suffix: str) -> bytes:
    from music.midi import write_midi

    if suffix == ".mid":
        return write_midi(score)
    if suffix == ".musicxml":
        from music.musicxml import write_musicxml

        return write_musicxml(score)
    if suffix == ".png":
        from music.picture import piano_roll_png

        return piano_roll_png(score)
    from bot.settings import load_settings
    from music.encoding import encode
    from music.soundfont import find_soundfont
    from music.synthesis import render

    audio = render(score, find_soundfont(load_settings().soundfont))
    return encode(audio, AUDIO_FORMATS[suffix], {"title": score.title})
