"""`cadenza run`: the page comes, stops when asked to, and stands in nobody's way."""

import asyncio
import re
import signal
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cli.conftest import Cadenza
from tests.discord_server import LoopbackDiscord


@contextmanager
def running(
    program: Cadenza, *arguments: object, **settings: str
) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """A started `cadenza run` and the address that it printed."""
    process = program.start("run", *(arguments or ("--port", "0")), **settings)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://[^\s;]+", line)
        assert address, (line, process.communicate(timeout=10))
        yield address[0], process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def page_at(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        text: str = answer.read().decode()
    return text


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_page_answers_and_stops_when_asked_to(cadenza: Cadenza, stop: signal.Signals) -> None:
    with running(cadenza) as (address, process):
        assert "Cadenza" in page_at(address)
        process.send_signal(stop)
        _, err = process.communicate(timeout=30)
        assert process.returncode == 0, err
        assert "Traceback" not in err


def test_the_page_is_there_before_the_catalogue(fresh: Cadenza) -> None:
    with running(fresh) as (address, _):
        assert "Cadenza" in page_at(address)


def test_a_port_that_is_taken(cadenza: Cadenza, fresh: Cadenza) -> None:
    with running(cadenza) as (address, _):
        port = address.rpartition(":")[2].rstrip("/")
        complaint = fresh.process("run", "--port", port).complaint
        assert port in complaint
        assert "--port" in complaint
        assert "Cadenza" in page_at(address)


def test_a_second_program_on_the_same_data_folder(cadenza: Cadenza) -> None:
    with running(cadenza) as (address, _):
        assert str(cadenza.folder) in cadenza.process("run", "--port", "0").complaint
        assert "Cadenza" in page_at(address)


def test_an_open_address_needs_a_token(fresh: Cadenza) -> None:
    assert "CADENZA_WEB_TOKEN" in fresh.process("run", "--host", "0.0.0.0", "--port", "0").complaint


@pytest.fixture
def discord() -> Iterator[LoopbackDiscord]:
    """A Discord on a thread of its own, so that a command may work in this one."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="discord")
    thread.start()
    server = LoopbackDiscord()
    try:
        asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(30)
        yield server
        asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result(30)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def address_of(discord: LoopbackDiscord) -> dict[str, str]:
    """As settings."""
    return {"DISCORD_API_BASE": discord.api_base, "DISCORD_GATEWAY_URL": discord.gateway_url}


def test_a_wrong_token_is_said_in_one_line(fresh: Cadenza, discord: LoopbackDiscord) -> None:
    wrong = {"DISCORD_TOKEN": "not.the.token", **address_of(discord)}
    assert "DISCORD_TOKEN" in fresh.process("run", **wrong).complaint
    assert "does not know this DISCORD_TOKEN" in fresh("doctor", **wrong).out


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_bot_says_where_it_is_and_stops_when_asked_to(
    fresh: Cadenza, discord: LoopbackDiscord, stop: signal.Signals
) -> None:
    discord.add_guild("Music Room")
    process = fresh.start("run", DISCORD_TOKEN=discord.token, **address_of(discord))
    try:
        assert process.stdout is not None
        assert "on Discord" in process.stdout.readline()
        process.send_signal(stop)
        _, err = process.communicate(timeout=30)
        assert process.returncode == 0, err
        assert "Traceback" not in err
        assert discord.token not in err
    finally:
        process.kill()
        process.communicate()


def test_doctor_prints_the_invite_link(fresh: Cadenza, discord: LoopbackDiscord) -> None:
    checked = fresh("doctor", DISCORD_TOKEN=discord.token, **address_of(discord))
    assert f"client_id={discord.application_id}" in checked.out
