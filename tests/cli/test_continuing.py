"""`cadenza continue`: new bars behind a file, and the code that makes them again."""

import pretty_midi

from tests.cli.conftest import Cadenza
from tests.engine.pieces import G_MINOR, tune


def test_a_file_is_gone_on_from_and_replayed(fresh: Cadenza) -> None:
    source = fresh.folder.parent / "tune.mid"
    source.write_bytes(tune(G_MINOR, bpm=100, program=40, bars=4, title="tune"))
    longer, again = source.with_name("longer.mid"), source.with_name("again.mid")
    made = fresh.process("continue", source, "--bars", 4, "--seed", 5, "-o", longer, "--json").json
    assert made["bars"] == 8
    assert made["files"] == [str(longer)]
    old, new = (pretty_midi.PrettyMIDI(str(p)).instruments[0].notes for p in (source, longer))
    assert [(n.start, n.end, n.pitch, n.velocity) for n in new[: len(old)]] == [
        (n.start, n.end, n.pitch, n.velocity) for n in old
    ]
    assert len(new) > len(old)
    fresh("replay", made["code"], "-o", again)
    assert again.read_bytes() == longer.read_bytes()


def test_bad_input_gets_one_sentence(fresh: Cadenza) -> None:
    folder = fresh.folder.parent
    text = folder / "no-music.mid"
    text.write_bytes(b"not music")
    assert "no-music.mid" in fresh("continue", text, "-o", folder / "x.mid").complaint
    assert "bars" in fresh("continue", text, "--bars", 100000, "-o", folder / "x.mid").complaint
