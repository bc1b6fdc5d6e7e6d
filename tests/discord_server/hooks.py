"""Refuses requests that do not fit Discord's documented forms: 400 with code 50035 and every place in it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.discord_server import errors, forms
from tests.discord_server.multipart import SentFile


def _refuse(found: list[forms.FormError]) -> None:
    if found:
        error = errors.ApiError(400, 50035, "Invalid Form Body")
        error.body = forms.error_body(found)
        raise error


def check_message(payload: dict[str, Any], files: Sequence[SentFile], *, edit: bool = False) -> None:
    _refuse(forms.check_message(payload, files, edit))


def check_commands(payload: Any) -> None:
    _refuse(forms.check_commands(payload))


def check_command(payload: Any) -> None:
    """One command; places in it are named without a number in front."""
    _refuse([replace(error, path=error.path[1:]) for error in forms.check_commands([payload])])


def check_callback(payload: dict[str, Any], files: Sequence[SentFile]) -> None:
    _refuse(forms.check_callback(payload, files))
