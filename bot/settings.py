"""Settings: read from the environment or from `.env` in the working directory, typed and checked.

`.env.example` documents each for people; the names are a contract of the design.
"""

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from music.errors import CadenzaError


class BadSetting(CadenzaError):
    """A setting that is missing or has a value that cannot be used; the message names it."""


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address, without port) means this machine only."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _discord_or_loopback(url: str) -> str:
    """Only Discord itself or a server on this machine may receive the bot's token."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    secure = parts.scheme in ("https", "wss")
    if secure and (host in ("discord.com", "discord.gg") or host.endswith((".discord.com", ".discord.gg"))):
        return url
    if parts.scheme in ("http", "https", "ws", "wss") and is_loopback(host):
        return url
    raise ValueError("only Discord's own hosts (https or wss) or a loopback address are accepted")


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("an address such as http://127.0.0.1:11434/v1 works")
    return url


DiscordUrl = Annotated[str, AfterValidator(_discord_or_loopback)]


class Settings(BaseSettings):
    """Every setting of the program. Empty text means "not set" throughout."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    discord_token: SecretStr = SecretStr("")
    discord_api_base: DiscordUrl = "https://discord.com/api"
    discord_gateway_url: DiscordUrl = "wss://gateway.discord.gg"

    database_url: str = Field("", alias="CADENZA_DATABASE_URL")
    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("cadenza", appauthor=False)),
        alias="CADENZA_DATA_DIR",
    )
    device: Literal["auto", "cpu", "cuda"] = Field("auto", alias="CADENZA_DEVICE")
    soundfont: str = Field("", alias="CADENZA_SOUNDFONT")
    text_encoder: str = Field("", alias="CADENZA_TEXT_ENCODER")
    generator: str = Field("", alias="CADENZA_GENERATOR")
    engine: Literal["local", "ray"] = Field("local", alias="CADENZA_ENGINE")
    web_host: str = Field("127.0.0.1", alias="CADENZA_WEB_HOST")
    web_port: int = Field(8765, ge=0, le=65535, alias="CADENZA_WEB_PORT")
    web_token: SecretStr = Field(SecretStr(""), alias="CADENZA_WEB_TOKEN")
    metrics_port: int | None = Field(None, ge=0, le=65535, alias="CADENZA_METRICS_PORT")
    shards: Literal["one", "auto"] = Field("one", alias="CADENZA_DISCORD_SHARDS")
    disk_quota_mb: int = Field(2048, ge=16, alias="CADENZA_DISK_QUOTA_MB")
    llm_url: Annotated[str, AfterValidator(_web_address)] = Field("", alias="CADENZA_LLM_URL")
    llm_model: str = Field("", alias="CADENZA_LLM_MODEL")
    llm_key: SecretStr = Field(SecretStr(""), alias="CADENZA_LLM_KEY")

    @property
    def folder(self) -> Path:
        """The data folder, absolute."""
        return self.data_dir.expanduser().absolute()

    @property
    def resolved_database_url(self) -> str:
        """CADENZA_DATABASE_URL, else SQLite in the data folder."""
        return self.database_url or f"sqlite+aiosqlite:///{self.folder / 'cadenza.db'}"

    @property
    def generator_weights(self) -> Path | None:
        """The generator's weights as configured; None for those that come with the program."""
        return Path(self.generator).expanduser() if self.generator else None


def load_settings(**overrides: object) -> Settings:
    """The Settings of this process; `overrides` (by field name or alias) win over the environment.

    Raises BadSetting with the first wrong setting's name and what would work.
    """
    named = {(Settings.model_fields[k].alias or k if k in Settings.model_fields else k): v
             for k, v in overrides.items()}  # fmt: skip
    try:
        return Settings(**named)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise BadSetting(f"The setting {name} cannot be used: {reason[:1].lower()}{reason[1:]}.") from None
