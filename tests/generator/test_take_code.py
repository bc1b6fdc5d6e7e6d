import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.plan import Plan
from generator.take_code import PREFIX, TakeCode
from music.errors import InvalidTakeCode
from music.theory import Key

axis = st.none() | st.integers(0, 200).map(lambda n: n / 100 - 1)
plans = st.builds(
    Plan,
    tempo_microseconds=st.integers(187_500, 3_000_000),
    key=st.integers(0, 23).map(Key.from_index),
    metre=st.sampled_from([(3, 4), (4, 4), (6, 8), (12, 8), (5, 4)]),
    bars=st.integers(1, 512),
    programs=st.lists(st.integers(0, 128), min_size=1, max_size=16, unique=True).map(tuple),
    valence=axis,
    arousal=axis,
    density=st.sampled_from([None, "sparse", "medium", "dense"]),
    style=st.integers(0, 100),
    seed=st.just(()) | st.lists(st.integers(0, 15), min_size=128, max_size=128).map(tuple),
    habit=st.booleans(),
).filter(lambda plan: plan.density is not None or not plan.habit)
codes = st.builds(
    TakeCode,
    plan=plans,
    random_seed=st.integers(0, 2**32 - 1),
    attempt=st.integers(0, 3),
    weights=st.binary(min_size=6, max_size=6).map(bytes.hex),
    notes=st.binary(min_size=4, max_size=4).map(bytes.hex),
    style_name=st.sampled_from(["", "waltz", "lo-fi", "bossa nova", "爵士"]),
    seeds=st.lists(st.binary(min_size=8, max_size=8).map(bytes.hex), max_size=3).map(tuple),
)


@given(codes)
def test_a_code_reads_back_as_what_was_written(code: TakeCode) -> None:
    assert TakeCode.parse(str(code)) == code


@given(codes, st.data())
def test_one_wrong_letter_is_noticed(code: TakeCode, data: st.DataObject) -> None:
    text = str(code)
    at = data.draw(st.integers(len(PREFIX), len(text) - 2))
    other = "A" if text[at] != "A" else "B"
    with pytest.raises(InvalidTakeCode, match=r"damaged|version"):
        TakeCode.parse(text[:at] + other + text[at + 1 :])


@given(codes)
def test_white_space_from_copying_does_no_harm(code: TakeCode) -> None:
    text = str(code)
    assert TakeCode.parse(f"  {text[:20]}\n{text[20:]} ") == code


@pytest.mark.parametrize("text", ["", "hello", "CZ1-", "CZ1-%%%", "CZ1-AAAA", "cz1-abc"])
def test_what_is_no_code_gets_a_sentence(text: str) -> None:
    with pytest.raises(InvalidTakeCode, match=r"\.$"):
        TakeCode.parse(text)
