"""What people write leaves little behind, however much of it comes and whatever it is."""

import sys
import tracemalloc
from random import Random
from string import ascii_lowercase

from bot.understanding import read
from bot.understanding.spelling import corrected, with_qualities_spelled
from recommender.ranking_names import words_of

ROOMS = ("bot.", "music.", "recommender.")


def invented(rng: Random) -> str:
    return "".join(rng.choices(ascii_lowercase, k=rng.randint(5, 12)))


def entries_without_bound() -> int:
    """Of every cache of ours that keeps whatever it is given."""
    modules = [module for name, module in sys.modules.items() if name.startswith(ROOMS)]
    kept = {id(f): f for module in modules for f in vars(module).values() if hasattr(f, "cache_info")}
    return sum(f.cache_info().currsize for f in kept.values() if f.cache_info().maxsize is None)


def test_invented_words_are_not_remembered_without_bound() -> None:
    rng = Random(1)

    def some() -> str:
        word, other = invented(rng), invented(rng)
        return f"more {word}, {other}er and looovely{word}s, like {other}, for piano"

    for _ in range(5):
        read(some())
    before = entries_without_bound()
    for _ in range(40):
        text = some()
        read(text)
        words_of(text)
    assert entries_without_bound() - before < 10


def test_a_wall_of_letters_takes_no_more_memory_than_a_message() -> None:
    rng = Random(2)
    wall = "very " + "".join(rng.choices(ascii_lowercase, k=1990))
    read("very hapy")  # the tables are there
    tracemalloc.start()
    try:
        assert with_qualities_spelled(wall) == wall
        assert corrected(wall) == wall
        assert tracemalloc.get_traced_memory()[1] < 1e6
    finally:
        tracemalloc.stop()
    assert with_qualities_spelled("very hapy") == "very happy"
