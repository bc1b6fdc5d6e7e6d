"""The shipped weights, loaded once."""

import pytest

from generator.compose import Composer
from generator.operations.model import Model


@pytest.fixture(scope="package")
def composer() -> Composer:
    return Composer()


@pytest.fixture(scope="package")
def model(composer: Composer) -> Model:
    return Model(composer)
