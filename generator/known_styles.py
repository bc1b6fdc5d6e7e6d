"""What is known of the style of a Plan from people's pieces: its n-grams, its density, its reader."""

from generator.accompaniment import is_chamber
from generator.plan import Plan
from generator.rewards import Reward
from generator.style_ngrams import Leanings
from generator.style_reader import InStyle
from generator.weights import Weights
from music.controls import Controls
from music.instruments import program_number
from music.style import Style


class KnownStyles:
    """As `weights` have learned them."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights

    def leanings(self, plan: Plan) -> Leanings | None:
        ngrams = self.weights.ngrams
        if ngrams is None:
            return None
        return ngrams.of(self.weights.styles[plan.style], plan.bar_positions, len(plan.programs) == 1)

    def tell_density(self, plan: Plan, style: Style) -> bool:
        """Whether people's pieces of `style` itself are counted: then they are the measure of a density that
        nobody asked for, and not a word for all that are in the style."""
        is_counted = self.weights.styles[plan.style] in (style.name, style.base)
        return plan.habit and is_counted and self.leanings(plan) is not None

    def is_duo(self, controls: Controls, plan: Plan, style: Style) -> bool:
        """Whether a soloist or two are asked for, without a rhythm section, in a style of which people's
        lines are counted: a duo by the model is nearer to people's than two of a band left alone."""
        ngrams = self.weights.ngrams
        counted = self.weights.styles[plan.style] == style.name and self.leanings(plan) is not None
        named = {program_number(name) for name in controls.instruments}
        return counted and ngrams is not None and ngrams.has_lines(style.name) and is_chamber(named)

    def reward(self, plan: Plan) -> Reward | None:
        """How likely a piece is in the style; None where the reader does not know it."""
        reader, style = self.weights.reader, self.weights.styles[plan.style]
        return None if reader is None or style not in reader.styles else InStyle(reader, style)
