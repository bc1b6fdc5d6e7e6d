"""What the rooms below tell in English, without knowing languages, is told in Chinese: errors, adjustments,
reasons, and the names in them."""

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from bot.assistant.taste import taste_in_words
from bot.language import called, retold, use_language
from bot.language.catalogue import messages_of
from bot.language.keys import key_name
from bot.language.names import instrument_name, style_name
from generator.operations.blending import blend
from music.controls import DENSITIES, Controls
from music.errors import CadenzaError, ImpossibleControls
from music.instruments import FAMILIES, NAMES
from music.operation import Operation
from music.originality import Originality
from music.score import Part, Score
from music.styles import BUILT_IN_STYLES
from music.theory import Key
from recommender.music_words import mood_in_words, spoken, tempo_word
from recommender.ranking_terms import Query
from recommender.reasons import reasons_for
from recommender.taste import general_prior, taste_of
from recommender.taste_features import TASTE_STYLES
from recommender.taste_reasons import TasteReason, taste_reason
from recommender.taste_words import Liking, likings
from tests.language.extraction import told_below
from tests.recommender.catalogues import scene

#: what stays as it is in a Chinese sentence: units, names of formats and of commands, what was filled in
KEPT = re.compile(r"bpm|MIDI|MusicXML|ABC|Piece|Somebody")


@pytest.fixture(autouse=True)
def in_chinese():
    use_language("zh")
    yield
    use_language("en")


def english_in(text: str) -> list[str]:
    """Words of two letters and more, those that are kept left out."""
    return re.findall(r"[A-Za-z]{2,}", KEPT.sub("", text))


def test_every_sentence_from_below_is_told_in_chinese() -> None:
    told = told_below()
    assert len(told) > 130
    assert [(place, text) for place, text, kind in told if retold(text, kind) == text] == []


def test_sentences_that_are_put_together_are_told_in_chinese() -> None:
    def refusal(of: Controls | Operation) -> str:
        with pytest.raises(ImpossibleControls) as refused:
            of.checked()
        return retold(str(refused.value))

    for asked in (
        Controls(valence=2), Controls(arousal=-3), Controls(tempo_bpm=5), Controls(bars=9999),
        Controls(seconds=99999), Controls(instruments=("Violin",), exclude_instruments=("Violin",)),
        Operation("blend", amount=2), Operation("vary", amount=2), Operation("humanise", amount=2),
        Operation("add"), Operation("remove"), Operation("rewrite", first_bar=8, last_bar=5),
    ):  # fmt: skip
        assert english_in(refusal(asked)) == [], asked
    known = Originality(12, 100, 40_000, 3.0, "x", "Piece", "Somebody", in_catalogue=True)
    for one in (
        known,
        replace(known, composer=""),
        replace(known, in_catalogue=False),
        replace(known, notes=0),
        replace(known, notes=40, bars=9.0),
        replace(known, notes=40, bars=9.0, composer=""),
    ):
        assert english_in(retold(one.sentence)) == [], one.sentence
    melody = Part(0, np.array([[0, 480, 60, 80]], np.int32))
    piece = Score(480, (melody,), title="Piece")
    (said,) = blend(piece, replace(piece, title="Piece B"), 0.25).said
    assert retold(said) == "Piece 占 75%，Piece B 占 25%。"


def test_what_is_in_a_sentence_is_told_too() -> None:
    assert retold("The melody is composed; waltz players accompany it.") == "旋律是新作的，由圆舞曲乐手伴奏。"
    assert (
        retold("Violin and Flute joined; all others play as before.") == "加入了小提琴和长笛；其他乐器照旧。"
    )
    assert "G小调，而不是降E大调" in retold("By its notes it leans towards G minor more than Eb major.")
    assert retold("I know no style called 'reell'; did you mean reel or waltz?").endswith(
        "里尔舞曲 或 圆舞曲吗？"
    )
    damaged = "a b.mid is damaged: in track 3 an event has no status byte; send it again, or export it anew."
    assert retold(damaged) == "a b.mid 已损坏：第 3 条音轨里有一个事件没有状态字节；请重新发送，或重新导出。"
    assert retold("This file is empty.") == "这个文件 是空的。"


def test_names_of_instruments_styles_keys_and_moods() -> None:
    places = [mood_in_words(v, a) for v, a in product((-0.6, -0.3, 0, 0.3, 0.6), repeat=2)]
    for name in NAMES:
        assert instrument_name(name) != name
        assert instrument_name(spoken(name)) == instrument_name(name) or spoken(name).count(" "), name
    assert [f for f in FAMILIES if instrument_name(f) == f] == []
    assert [s for s in {*BUILT_IN_STYLES, *TASTE_STYLES} if style_name(s) == s] == []
    assert [m for m in places if called("mood", m) == m] == []
    assert [t for t in map(tempo_word, (60, 100, 140, 180)) if called("tempo", t) == t] == []
    assert [d for d in DENSITIES if called("density", d) == d] == []
    keys = [key_name(str(Key(tonic, minor))) for tonic in range(12) for minor in (False, True)]
    assert len(set(keys)) == 24
    assert all(re.fullmatch(r"[升降]?[A-G][大小]调", key) for key in keys)


def reasons() -> set[str]:
    """Every kind of reason: wishes that are met, nearly met and missed, over tracks that differ."""
    tracks, _, features = scene()
    tracks = [replace(t, composer="Somebody") for t in tracks[:60]]
    tracks += [replace(tracks[0], tempo_known=False), replace(tracks[1], style="")]
    taste = taste_of(
        features[:30], np.arange(30) % 5 + 1.0, features.mean(axis=0), general_prior(features.shape[1])
    )
    likes = [reason for f, t in zip(features, tracks, strict=False) if (reason := taste_reason(taste, f, t))]
    likes += [TasteReason("close in sound to what you like"), TasteReason("you gave it 4 stars")]
    likes += [
        TasteReason("you liked “Piece”, which is like this"),
        TasteReason("members here like waltzs in 3/4"),
    ]
    wishes = [
        Controls(tempo_bpm=90, metre="3/4", key="A minor", style="waltz", density="dense", bars=16),
        Controls(tempo_bpm=180, metre="6/8", bars=8, seconds=40, valence=0.5, arousal=-0.4),
        Controls(instruments=("Violin",), exclude_instruments=("Trumpet",), valence=-0.5, arousal=0.6),
        Controls(instruments=("Violin", "Cello"), mood=("rainy",), valence=0.1, arousal=-0.5),
        Controls(instruments=("Violin", "Harpsichord")),
        Controls(),
    ]  # fmt: skip
    wished = {
        "tempo": "tempo_bpm", "metre": "metre", "key": "key", "style": "style", "density": "density",
        "length": "bars", "instruments": "instruments", "unwanted instruments": "exclude_instruments",
        "mood": "valence", "occasion": "mood",
    }  # fmt: skip
    found: set[str] = set()
    for track, asked, fit, words in product(tracks, wishes, (1.0, 0.35, 0.2, -0.9), ("Somebody", "waltz")):
        terms = {"description", "likeness", "name", "heard lately", "taste", "neighbours"}
        terms |= {term for term, wish in wished.items() if getattr(asked, wish) not in (None, ())}
        fits = dict.fromkeys(sorted(terms), fit) if asked != Controls() else {}
        taste_line = likes[len(found) % len(likes)]
        found |= set(reasons_for(Query(asked, words), track, fits, dict.fromkeys(fits, 1.0), taste_line))
    return found


def test_every_reason_is_told_in_chinese() -> None:
    found = reasons()
    assert len(found) > 150
    told = {reason: retold(reason, "reason") for reason in found}
    assert {reason: text for reason, text in told.items() if english_in(text.replace("rainy", ""))} == {}
    fixed = [m.message for m in messages_of("zh") if m.context == "reason" and "{" not in m.message]
    assert [message for message in fixed if message not in found] == []


def test_a_taste_is_told_in_chinese() -> None:
    tracks, _, features = scene()
    rows = range(0, 60)
    stars = np.array([1.0 + 4 * (tracks[row].tempo_bpm < 90) for row in rows])
    taste = taste_of(features[list(rows)], stars, features.mean(axis=0), general_prior(features.shape[1]))
    found = likings(taste, tracks, features)
    text = taste_in_words(found, 60)
    assert text.startswith("你喜欢")
    assert "慢速的音乐" in text
    assert text.endswith("（根据 60 次打分。）")
    for liking in found:
        assert english_in(retold(liking.name, "aspect")) == [], liking.name
    use_language("en")
    assert re.fullmatch(r"You like .*slow music.*\. \(From 60 ratings\.\)", taste_in_words(found, 60))
    assert taste_in_words([], 0) == "I do not know your taste yet; give some music 1 to 5 stars."
    brass = Liking("brass", "instruments", 1.0, 0.1, 0.1)
    assert taste_in_words([brass], 1) == "You like brass. (From 1 rating.)"


def test_what_no_message_fits_stays() -> None:
    for text in ("", "Whatever this is about; nobody knows.", "a" * 2000, "; " * 400, "“” by (" * 100):
        assert retold(text) == text
        assert retold(text, "reason") == text
    with pytest.raises(CadenzaError):
        raise CadenzaError(retold("no"))
