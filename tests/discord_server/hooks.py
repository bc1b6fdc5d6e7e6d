"""Validation of requests by the documented forms."""

from typing import Any

from tests.discord_server import errors


def _refuse(found: Any) -> None:
    if found:
        from tests.discord_server import forms

        error = errors.ApiError(400, 50035, "Invalid Form Body")
        error.body = forms.error_body(found)
        raise error


def _check(name: str, *parts: Any) -> None:
    try:
        from tests.discord_server import forms
    except ImportError:
        return
    check = getattr(forms, name, None)
    if check is not None:
        _refuse(check(*parts))


def check_message(payload: dict[str, Any], files: list[Any]) -> None:
    _check("check_message", payload, files)


def check_commands(payload: Any) -> None:
    _check("check_commands", payload)


def check_callback(payload: dict[str, Any]) -> None:
    _check("check_callback", payload)


def check_modal(payload: dict[str, Any]) -> None:
    _check("check_modal", payload)
