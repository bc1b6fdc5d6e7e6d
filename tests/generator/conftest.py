"""The shipped weights, loaded once."""

import pytest

from generator.compose import Composer


@pytest.fixture(scope="session")
def composer() -> Composer:
    return Composer()
