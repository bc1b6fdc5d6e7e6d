"""Every baseline learns, costs, composes and comes back from its file."""

from pathlib import Path

import numpy as np
import pytest
import torch

from generator.baselines.gan import NoLikelihood
from generator.baselines.interface import Ask, Baseline, Budget, bits_per_note
from generator.baselines.learning import exam_windows
from generator.baselines.markov import FirstOrderMarkov, History, MarkovBaseline
from generator.baselines.registry import KINDS, NAMES, load, new
from generator.baselines.vae import VaeBaseline
from generator.vocabulary import FIELDS, SIZES
from music.corpus import PackedCorpus
from music.errors import MissingPart
from music.grid import BAR, GRID_PITCH, INSTRUMENT, POSITION

#: and the share of a guess's bits below which each must come after so few notes
LEARNED = {"markov-1": 0.5, "markov": 0.5, "lstm": 0.95, "gru": 0.95, "vae": 0.98, "plain-transformer": 0.98}
TINY = Budget(notes=4_000)
ASK = Ask(6, (3, 4), (40, 42))


@pytest.fixture(scope="session")
def trained(tunes: PackedCorpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every baseline, after 4,000 notes each."""
    out = tmp_path_factory.mktemp("baselines")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    for name in NAMES:
        new(name).train(tunes, out, TINY, lambda told: None)
    torch.set_num_threads(threads)
    return out


def held_out_bits(model: Baseline, tunes: PackedCorpus) -> float:
    return bits_per_note(model.cost(exam_windows(tunes, "test", 10)))["bits_per_note"]


@pytest.mark.parametrize("name", NAMES)
def test_a_piece_is_as_long_and_for_whom_it_was_asked(trained: Path, name: str) -> None:
    notes = load(name, trained).sample(ASK, np.random.default_rng(3))
    assert int(notes[:, BAR].max()) == 5
    assert int(notes[:, POSITION].max()) < 36
    assert set(notes[:, INSTRUMENT].tolist()) == {40, 42}
    order = np.lexsort((notes[:, GRID_PITCH], notes[:, INSTRUMENT], notes[:, POSITION], notes[:, BAR]))
    assert (order == np.arange(len(notes))).all()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_is_the_same_piece_also_from_a_new_file(
    trained: Path, tmp_path: Path, name: str
) -> None:
    first = load(name, trained)
    first.save(tmp_path)
    again = KINDS[name].load(tmp_path)
    assert again.notes_seen == first.notes_seen >= 2_000
    pieces = [model.sample(ASK, np.random.default_rng(5)) for model in (first, again)]
    assert np.array_equal(pieces[0], pieces[1])
    other = again.sample(ASK, np.random.default_rng(6))
    assert not np.array_equal(pieces[0], other)


@pytest.mark.parametrize(("name", "share"), LEARNED.items())
def test_learning_beats_guessing(trained: Path, tunes: PackedCorpus, name: str, share: float) -> None:
    uniform = float(np.log2(SIZES[:-1]).sum())
    assert held_out_bits(load(name, trained), tunes) < share * uniform


def test_more_context_tells_a_markov_chain_more(trained: Path, tunes: PackedCorpus) -> None:
    first, higher = (held_out_bits(load(name, trained), tunes) for name in ("markov-1", "markov"))
    assert higher < first


@pytest.mark.parametrize("kind", [FirstOrderMarkov, MarkovBaseline])
def test_the_chances_of_a_field_sum_to_one_and_are_those_of_the_cost(
    trained: Path, tunes: PackedCorpus, kind: type[MarkovBaseline]
) -> None:
    model = kind.load(trained)
    window = exam_windows(tunes, "test", 1)[0]
    whole = History.of(window)
    for field in range(len(FIELDS)):
        expected = model.probabilities(field, whole)
        for at in (0, 1, 7):
            one = History(whole.now[at : at + 1], tuple(b[at : at + 1] for b in whole.before),
                          whole.place[at : at + 1])  # fmt: skip
            chances = model.distribution(field, one)
            assert chances.sum() == pytest.approx(1)
            assert chances[whole.now[at, field]] == pytest.approx(expected[at])


def test_a_network_reads_note_by_note_what_it_reads_at_once(trained: Path, tunes: PackedCorpus) -> None:
    """Sampling and likelihood are one model: the pitches' chances agree."""
    from generator.baselines import plain_transformer, recurrent

    window = exam_windows(tunes, "test", 1)[0]
    with torch.inference_mode():
        for name, module in (
            ("lstm", recurrent),
            ("gru", recurrent),
            ("plain-transformer", plain_transformer),
        ):
            model = load(name, trained)
            reading = module._Reading(model.network)  # type: ignore[attr-defined]
            nats = np.zeros(len(FIELDS))
            for at, row in enumerate(window.targets[:-1]):
                before = tuple(window.targets[at - 1].tolist()) if at else None
                reading.step(before, window.place[at])
                for field, value in enumerate(row.tolist()):
                    logits = reading.logits(field)
                    nats[field] += np.logaddexp.reduce(logits) - logits[value]
                    if field + 1 < len(FIELDS):
                        reading.take(field, value)
            cost = model.cost([window])[0].nats
            assert nats[1:] == pytest.approx(cost[1:], rel=1e-3), name


@pytest.mark.parametrize("name", ["gan", "cgan"])
def test_a_gan_has_no_likelihood(trained: Path, tunes: PackedCorpus, name: str) -> None:
    with pytest.raises(NoLikelihood, match="no probabilities"):
        held_out_bits(load(name, trained), tunes)


def test_the_cost_of_the_vae_is_a_bound_that_counts_its_latent_numbers(
    trained: Path, tunes: PackedCorpus
) -> None:
    cost = load("vae", trained).cost(exam_windows(tunes, "test", 3))
    assert all(c.latent > 0 for c in cost)


def test_the_conditional_gan_hears_style_and_mood(trained: Path) -> None:
    model = load("cgan", trained)
    calm, wild = (
        model.sample(Ask(4, (4, 4), (40,), style, mood, mood), np.random.default_rng(1))
        for style, mood in (("reel", -0.9), ("jig", 0.9))
    )
    assert not np.array_equal(calm, wild)


def test_training_goes_on_where_it_stopped(tunes: PackedCorpus, tmp_path: Path) -> None:
    for notes in (1_000, 2_500):
        new("gru").train(tunes, tmp_path, Budget(notes=notes), lambda told: None)
    told = (tmp_path / "gru.curve.jsonl").read_text().splitlines()
    assert KINDS["gru"].load(tmp_path).notes_seen >= 2_500
    assert len(told) >= 6


def test_missing_and_damaged_weights_are_told_in_a_sentence(tmp_path: Path) -> None:
    for name in NAMES:
        with pytest.raises(MissingPart, match=r"missing.*train"):
            KINDS[name].load(tmp_path)
    (tmp_path / "lstm.safetensors").write_bytes(b"no weights")
    (tmp_path / "markov.npz").write_bytes(b"no counts")
    for name in ("lstm", "markov"):
        with pytest.raises(MissingPart, match="damaged"):
            KINDS[name].load(tmp_path)


def test_a_blend_moves_from_one_piece_to_the_other(trained: Path, tunes: PackedCorpus) -> None:
    """In latent space: what a blend encodes to lies nearer to the parent with the greater weight."""
    vae = VaeBaseline.load(trained)
    ask = Ask(8, (4, 4), (40, 42))
    parents = [vae.sample(ask, np.random.default_rng(i)) for i in (1, 2)]
    a, b = (vae.encode(p, ask) for p in parents)
    weights = np.linspace(0, 1, 9)
    along = [float(((1 - w) * a + w * b - a).ravel() @ (b - a).ravel()) for w in weights]
    assert (np.diff(along) > 0).all()
    blends = [vae.blend(*parents, float(w), ask, np.random.default_rng(4)) for w in (0.0, 1.0)]
    assert not np.array_equal(blends[0], blends[1])
    assert all(int(x[:, BAR].max()) == 7 for x in blends)
