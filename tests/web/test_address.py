"""Where the page may be offered."""

import pytest

from bot.settings import Settings, load_settings
from bot.web.security import WebAddressRefused
from bot.web.server import address_of, listen
from tests.web.conftest import TOKEN


def settings_with(**values: object) -> Settings:
    return load_settings(web_port=0, **values)


def test_another_address_demands_a_token() -> None:
    with pytest.raises(WebAddressRefused, match="CADENZA_WEB_TOKEN"):
        listen(settings_with(web_host="0.0.0.0"))


def test_a_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(WebAddressRefused, match="16 or more"):
        listen(settings_with(web_token="1234"))


def test_a_port_in_use_is_one_clear_sentence() -> None:
    with listen(settings_with()) as first:
        port = first.getsockname()[1]
        with pytest.raises(WebAddressRefused, match=f"Port {port} on 127.0.0.1 is in use"):
            listen(load_settings(web_port=port))


def test_an_address_of_another_machine_is_one_clear_sentence() -> None:
    elsewhere = "203.0.113.7"  # a network for documentation (RFC 5737): never this machine
    with pytest.raises(WebAddressRefused, match=elsewhere):
        listen(settings_with(web_host=elsewhere, web_token=TOKEN))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_the_address_is_one_that_can_be_opened(host: str) -> None:
    with listen(settings_with(web_host=host)) as listener:
        port = listener.getsockname()[1]
        assert address_of(listener) in (f"http://127.0.0.1:{port}", f"http://[::1]:{port}")
