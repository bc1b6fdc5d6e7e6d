"""Settings are typed, and a wrong one is named."""

from pathlib import Path

import pytest

from bot.settings import BadSetting, is_loopback, load_settings


def test_without_any_setting_everything_stays_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CADENZA_DATA_DIR", raising=False)
    settings = load_settings()
    assert is_loopback(settings.web_host)
    assert settings.resolved_database_url.startswith("sqlite")
    assert settings.folder.is_absolute()
    assert settings.generator_weights is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CADENZA_WEB_PORT", "eighty"),
        ("CADENZA_WEB_PORT", "70000"),
        ("CADENZA_DEVICE", "tpu"),
        ("CADENZA_ENGINE", "kubernetes"),
        ("CADENZA_DISK_QUOTA_MB", "-1"),
        ("DISCORD_API_BASE", "https://discord.com.evil.example/api"),
        ("DISCORD_API_BASE", "http://discord.com/api"),
        ("DISCORD_GATEWAY_URL", "wss://evil.example"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=name):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_API_BASE", "http://127.0.0.1:9000/api"),
        ("DISCORD_API_BASE", "https://discord.com/api"),
        ("DISCORD_GATEWAY_URL", "ws://localhost:9001"),
        ("DISCORD_GATEWAY_URL", "wss://gateway-us-east1-b.discord.gg"),
    ],
)
def test_discord_itself_and_this_machine_are_accepted(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    load_settings()


def test_the_environment_wins_over_the_file_and_an_argument_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("CADENZA_WEB_PORT=1001\nCADENZA_WEB_HOST=localhost\nOTHER=1\n")
    assert (load_settings().web_port, load_settings().web_host) == (1001, "localhost")
    monkeypatch.setenv("CADENZA_WEB_PORT", "1002")
    assert load_settings().web_port == 1002
    assert load_settings(web_port=1003).web_port == 1003


def test_secrets_are_not_shown_by_accident(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret")
    monkeypatch.setenv("CADENZA_WEB_TOKEN", "also-secret")
    assert "secret" not in repr(load_settings())
