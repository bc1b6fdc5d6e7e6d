"""The network that hears messages, loaded once."""

import pytest

from bot.listening.impression import Hear
from bot.listening.network import Listener
from recommender.text_encoder import TextEncoder


@pytest.fixture(scope="session")
def encoder() -> TextEncoder:
    return TextEncoder()


@pytest.fixture(scope="session")
def hear(encoder: TextEncoder) -> Hear:
    return Listener(encoder).hear
