"""Ranking: what was asked decides, the score adds up, and the reasons tell the truth."""

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from music.controls import Controls
from music.lexicon import mood_of_words
from music.mood import Mood
from music.style import Style
from music.styles import BUILT_IN_STYLES
from music.track import Track
from recommender import occasions
from recommender.ranking import Candidate, Query, Recommendation, rank
from recommender.reasons import what_was_relaxed

PIANO = "Acoustic Grand Piano"

#: of the starter's collections, beside the names of styles
LABELS_OF_TUNES = {
    "air", "folk tune", "lament", "madrigal", "modern", "quickstep", "planxty", "clog", "highland fling",
    "walk around", "slide", "cotillion",
}  # fmt: skip

PLAIN = Track(
    id="plain",
    title="Untitled",
    composer="",
    licence="PD",
    source="here",
    midi="",
    style="study",
    tempo_bpm=100.0,
    tempo_known=True,
    key="C major",
    metre="4/4",
    bars=32,
    seconds=77.0,
    instruments=(PIANO,),
    density="medium",
    notes_per_second=4.0,
    mood=Mood(0.0, 0.0),
)


def track(id: str, **facts: object) -> Track:
    return replace(PLAIN, id=id, title=facts.pop("title", f"Piece {id}"), **facts)  # type: ignore[arg-type]


def ranked(query: Query, *tracks: Track, n: int = 10) -> list[Recommendation]:
    return rank(query, [Candidate(t) for t in tracks], n)


def order(query: Query, *tracks: Track) -> list[str]:
    return [r.track.id for r in ranked(query, *tracks)]


def vector(*numbers: float) -> NDArray[np.float32]:
    v = np.array(numbers, np.float32)
    return v / np.linalg.norm(v)


@pytest.mark.parametrize(
    ("controls", "fits", "misses"),
    [
        (Controls(tempo_bpm=62), {"tempo_bpm": 60.0}, {"tempo_bpm": 96.0}),
        (Controls(tempo_bpm=62), {"tempo_bpm": 66.0}, {"tempo_bpm": 124.0}),
        (Controls(tempo_bpm=62), {"tempo_bpm": 124.0}, {"tempo_bpm": 93.0}),
        (Controls(tempo_bpm=62), {"tempo_bpm": 62.0}, {"tempo_bpm": 62.0, "tempo_known": False}),
        (Controls(key="A minor"), {"key": "A minor"}, {"key": "C major"}),
        (Controls(key="A minor"), {"key": "E minor"}, {"key": "A major"}),
        (Controls(metre="3/4"), {"metre": "3/4"}, {"metre": "4/4"}),
        (Controls(metre="6/8"), {"metre": "12/8"}, {"metre": "3/4"}),
        (Controls(instruments=("Cello",)), {"instruments": ("Cello",)}, {"instruments": ("Cello", PIANO)}),
        (
            Controls(instruments=("Cello",)),
            {"instruments": ("Cello", PIANO)},
            {"instruments": (PIANO, "Cello")},
        ),
        (Controls(instruments=("Cello",)), {"instruments": ("Viola",)}, {"instruments": (PIANO,)}),
        (
            Controls(instruments=("Cello", PIANO)),
            {"instruments": (PIANO, "Cello")},
            {"instruments": ("Cello", "Violin")},
        ),
        (Controls(density="sparse"), {"density": "sparse"}, {"density": "medium"}),
        (Controls(density="sparse"), {"density": "medium"}, {"density": "dense"}),
        (Controls(seconds=60), {"seconds": 70.0}, {"seconds": 240.0}),
        (Controls(bars=16), {"bars": 16}, {"bars": 64}),
        (Controls(style="reel"), {"style": "reel"}, {"style": "chorale"}),
        (Controls(valence=-0.6, arousal=-0.5), {"mood": Mood(-0.5, -0.4)}, {"mood": Mood(0.5, -0.4)}),
        (Controls(arousal=0.7), {"mood": Mood(-0.9, 0.6)}, {"mood": Mood(0.9, -0.2)}),
        (
            Controls(valence=-0.6),
            {"mood": Mood(-0.6, 0.0, uncertainty=(0.2, 0.2))},
            {"mood": Mood(-0.6, 0.0, uncertainty=(0.9, 0.2))},
        ),
    ],
)
def test_what_fits_better_comes_first(
    controls: Controls, fits: dict[str, object], misses: dict[str, object]
) -> None:
    # the one that misses has the id that would win a tie
    assert order(Query(controls), track("a-misses", **misses), track("b-fits", **fits)) == [
        "b-fits",
        "a-misses",
    ]


def test_the_score_is_the_sum_of_its_contributions() -> None:
    asked = Controls(tempo_bpm=70, metre="3/4", instruments=(PIANO,), valence=-0.5, key="G minor")
    query = Query(asked, text_vector=vector(1, 0, 1), recent=("b",))
    candidates = [
        Candidate(track("a", metre="3/4", tempo_bpm=72.0), vector(1, 0, 0)),
        Candidate(track("b", metre="3/4", tempo_bpm=70.0), vector(1, 0, 0.1)),
        Candidate(track("c", key="G minor"), vector(0, 1, 0)),
    ]
    for found in rank(query, candidates, 3):
        assert found.score == pytest.approx(sum(found.contributions.values()), abs=1e-9)
        assert {"tempo", "metre", "instruments", "mood", "key", "description"} <= set(found.contributions)


def test_analysis_that_was_asked_for_wins_over_vague_likeness() -> None:
    query = Query(Controls(metre="3/4"), text_vector=vector(1, 0))
    waltz = Candidate(track("waltz", metre="3/4"), vector(0, 1))
    march = Candidate(track("march", metre="4/4"), vector(1, 0))
    assert [r.track.id for r in rank(query, [march, waltz], 2)] == ["waltz", "march"]


def test_likeness_decides_where_nothing_else_was_asked() -> None:
    query = Query(like_vector=vector(1, 0))
    near, far = Candidate(track("near"), vector(1, 0.2)), Candidate(track("far"), vector(0, 1))
    best, _ = rank(query, [far, near], 2)
    assert best.track.id == "near"
    assert best.reasons == ("sounds close to your example",)


def test_an_unwanted_instrument_outweighs_everything_else() -> None:
    query = Query(
        Controls(exclude_instruments=("Drums",), metre="3/4", tempo_bpm=60, instruments=("Violin",))
    )
    perfect_but_drums = track("a", metre="3/4", tempo_bpm=60.0, instruments=("Violin", "Drums"))
    poor = track("b", metre="4/4", tempo_bpm=150.0)
    assert order(query, perfect_but_drums, poor) == ["b", "a"]


def test_a_style_is_found_by_its_other_names_and_by_the_labels_that_come_closest() -> None:
    style = Style("lo-fi", aliases=("lofi",), corpus_styles=("jazz",))
    query = Query(Controls(style="lo-fi"), style=style)
    assert order(query, track("c", style="march"), track("b", style="jazz"), track("a", style="lofi")) == [
        "a",
        "b",
        "c",
    ]


def test_an_occasion_brings_what_is_played_at_it_unless_a_style_is_asked_for() -> None:
    rag, hymn, other = (track(style, style=style) for style in ("ragtime", "hymn", "étude"))
    funeral = Query(Controls(mood=("funeral", "not gloomy")))
    found = ranked(funeral, rag, other, hymn)
    assert [r.track.id for r in found] == ["hymn", "étude", "ragtime"]
    assert found[0].reasons == ("hymn, which suits the occasion",)
    assert found[2].reasons == ("ragtime, unusual for the occasion",)
    assert [r.contributions["occasion"] for r in found] == [1.0, 0.0, -1.0]
    assert order(Query(Controls(mood=("funeral",), style="ragtime")), hymn, rag) == ["ragtime", "hymn"]
    # of two occasions, what suits both
    ambient, dance = track("ambient", style="ambient"), track("techno", style="techno")
    assert order(Query(Controls(mood=("meditation", "bedtime"))), dance, rag, ambient)[0] == "ambient"
    # a mood that names none asks for no style
    assert "occasion" not in ranked(Query(Controls(valence=-0.5, mood=("sad",))), rag)[0].contributions


def test_every_occasion_is_named_by_words_of_mood_and_speaks_of_styles_that_are_known() -> None:
    said = tomllib.loads((Path(occasions.__file__).parent / "occasions.toml").read_text("utf-8"))
    lists = said.pop("styles")
    labels = {label for style in BUILT_IN_STYLES.values() for label in (style.name, *style.corpus_styles)}
    known = {name.casefold() for name in labels} | LABELS_OF_TUNES
    for name, occasion in said.items():
        for word in occasion["words"]:
            assert mood_of_words(word) is not None, (name, word)
            assert occasions.occasion_fit((word,)) is not None
        for style in (*occasion["suits"], *occasion["out_of_place"]):
            assert style in lists or style in known, (name, style)
    assert {style for styles in lists.values() for style in styles} <= known


def test_a_composer_or_a_title_that_is_named_comes_first() -> None:
    bach = track("z", title="Ach Gott", composer="Johann Sebastian Bach")
    rag = track("y", title="Maple Leaf Rag", composer="Scott Joplin")
    other = track("a", title="The White Leaf", composer="Traditional")
    assert order(Query(text="some Bach, please"), other, rag, bach)[0] == "z"
    best = ranked(Query(text="do you have the maple leaf rag?"), other, bach, rag)[0]
    assert best.track.id == "y"
    assert best.reasons[0] == "its title: Maple Leaf Rag"


def test_a_reason_names_the_title_only_where_the_request_did() -> None:
    named, other = track("a", title="Maple Leaf Rag"), track("b", title="Acacia")
    found = {r.track.id: r.reasons for r in ranked(Query(text="maple leaf rag"), named, other)}
    assert found["a"] == ("its title: Maple Leaf Rag",)
    assert not any("title" in line for line in found["b"])


def test_common_words_name_nothing() -> None:
    quartet = track("q", title="String Quartet in C")
    assert "name" not in ranked(Query(text="a waltz for string quartet"), quartet)[0].contributions
    tune = track("a", title="A Slow Air in G", composer="Traditional")
    assert "name" not in ranked(Query(text="a slow traditional air in G"), tune)[0].contributions


def test_what_was_heard_lately_steps_back_but_stays() -> None:
    query = Query(Controls(metre="3/4"), recent=("a",))
    assert order(query, track("a", metre="3/4"), track("b", metre="3/4")) == ["b", "a"]
    assert order(query, track("a", metre="3/4"), track("b", metre="4/4")) == ["a", "b"]


def test_tracks_of_other_guilds_and_excluded_ones_are_never_shown() -> None:
    ours, theirs, everyones = track("o", guild_id="1"), track("t", guild_id="2"), track("e")
    assert set(order(Query(guild_id="1"), ours, theirs, everyones)) == {"o", "e"}
    assert order(Query(), ours, theirs, everyones) == ["e"]
    assert order(Query(exclude=("e",)), everyones) == []


def test_a_list_is_varied() -> None:
    query = Query(Controls(metre="3/4"), text_vector=vector(1, 0.1, 0))
    twins = [Candidate(track(f"twin{i}", metre="3/4"), vector(1, 0, 0.01 * i)) for i in range(4)]
    other = Candidate(track("other", metre="3/4"), vector(0.6, 1, 0))
    found = rank(query, [*twins, other], 3)
    assert "other" in [r.track.id for r in found[:2]]
    assert found[2].contributions["variety"] < -1
    assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)


def test_one_tune_under_two_ids_is_not_shown_twice_in_a_row() -> None:
    twice = [track(i, title="The White Cockade", metre="3/4") for i in ("a", "b")]
    assert order(Query(Controls(metre="3/4")), *twice, track("c", metre="3/4"))[:2] == ["a", "c"]


def test_variety_does_not_bring_up_what_misses() -> None:
    query = Query(Controls(instruments=("Flute",)))
    flutes = [Candidate(track(f"f{i}", instruments=("Flute",)), vector(1, 0)) for i in range(3)]
    piano = Candidate(track("p"), vector(0, 1))
    assert {r.track.id for r in rank(query, [piano, *flutes], 3)} == {"f0", "f1", "f2"}


def test_no_candidates_or_nothing_asked_for_is_an_empty_list() -> None:
    assert ranked(Query()) == []
    assert ranked(Query(), track("a"), n=0) == []


def test_the_same_request_has_the_same_answer_in_whatever_order_candidates_come() -> None:
    tracks = [track(f"t{i}") for i in range(20)]
    query = Query(Controls(metre="4/4"))
    assert order(query, *tracks) == order(query, *reversed(tracks))


def test_reasons_say_what_decided_in_the_listeners_words() -> None:
    rainy = Controls(valence=-0.3, arousal=-0.6, mood=("rainy", "calm"), instruments=(PIANO,))
    found = ranked(Query(rainy), track("a", tempo_bpm=62.0, key="A minor", mood=Mood(-0.3, -0.5)))[0]
    assert found.reasons == (
        "piano alone, as you asked",
        "close in mood to rainy and calm",
        "slow, 62 bpm",
        "minor",
    )
    assert found.relaxed == ()


def reasons(controls: Controls, facts: dict[str, object], text: str = "") -> tuple[str, ...]:
    return ranked(Query(controls, text=text), track("a", **facts))[0].reasons


@pytest.mark.parametrize(
    ("controls", "facts", "line"),
    [
        (Controls(metre="3/4"), {"metre": "4/4"}, "in 4/4, not the 3/4 you asked for"),
        (Controls(metre="6/8"), {"metre": "12/8"}, "in 12/8, not the 6/8 you asked for"),
        (Controls(key="A minor"), {"key": "C major"}, "in C major, not A minor"),
        (Controls(tempo_bpm=60), {"tempo_bpm": 150.0}, "150 bpm, not 60"),
        (Controls(tempo_bpm=60), {"tempo_bpm": 120.0}, "120 bpm, which can be felt at half that"),
        (
            Controls(tempo_bpm=90),
            {"tempo_bpm": 90.0, "tempo_known": False},
            "moderate, played at 90 bpm; its source gives no tempo",
        ),
        (Controls(instruments=("Flute",)), {}, "for piano, without flute"),
        (Controls(instruments=("Flute", PIANO)), {}, "has piano, but no flute"),
        (
            Controls(instruments=("Violin",)),
            {"instruments": ("Violin", PIANO)},
            "violin leading with piano",
        ),
        (Controls(exclude_instruments=(PIANO,)), {}, "with piano, which you did not want"),
        (Controls(density="sparse"), {"density": "dense"}, "dense texture, not sparse"),
        (Controls(seconds=40), {"seconds": 200.0}, "3:20 long, not 0:40"),
        (Controls(style="bossa"), {"style": "chorale"}, "chorale, not bossa"),
        (
            Controls(valence=0.8, arousal=0.6, mood=("joyful",)),
            {"mood": Mood(-0.6, -0.5)},
            "sadder than you asked",
        ),
    ],
)
def test_misfits_are_told_honestly(controls: Controls, facts: dict[str, object], line: str) -> None:
    assert line in reasons(controls, facts)


def test_a_dance_that_was_named_is_named_again() -> None:
    assert reasons(Controls(metre="3/4"), {"metre": "4/4"}, "a waltz") == (
        "in 4/4, not the waltz you asked for",
    )


def test_every_recommendation_has_a_reason() -> None:
    assert ranked(Query(), track("a"))[0].reasons == ("moderate, 100 bpm, piano",)


def test_what_nothing_could_give_is_said_once() -> None:
    asked = Controls(metre="7/8", instruments=("Sitar",))
    found = ranked(Query(asked), track("a"), track("b", instruments=("Sitar",)))
    assert [r.relaxed for r in found] == [("metre",), ("instruments", "metre")]
    assert what_was_relaxed(asked, [r.relaxed for r in found]) == (
        "I found nothing in 7/8; these come closest otherwise."
    )
    neither = ranked(Query(asked), track("c"))
    assert what_was_relaxed(asked, [r.relaxed for r in neither]) == (
        "I found nothing with sitar, nothing in 7/8; these come closest otherwise."
    )


def test_wishes_met_only_one_by_one_are_said_too() -> None:
    asked = Controls(metre="3/4", instruments=("Violin",))
    found = ranked(Query(asked), track("a", metre="3/4"), track("b", instruments=("Violin",)))
    assert what_was_relaxed(asked, [r.relaxed for r in found]) == (
        "Nothing fits every wish at once; these come closest."
    )
    whole = ranked(Query(asked), track("a", metre="3/4", instruments=("Violin",)))
    assert what_was_relaxed(asked, [r.relaxed for r in whole]) == ""


def test_an_empty_catalogue_is_said_to_be_empty() -> None:
    assert "nothing yet" in what_was_relaxed(Controls(), [])
