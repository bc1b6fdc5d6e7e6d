"""What reworks pieces, on the shipped weights."""

import pytest

from generator.compose import Composer
from generator.operations.model import Model


@pytest.fixture(scope="package")
def model(composer: Composer) -> Model:
    return Model(composer)
