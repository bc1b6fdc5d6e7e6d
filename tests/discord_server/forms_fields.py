"""Single fields of a form and how Discord words what is wrong with them.

The codes and sentences are those of Discord's API, "Error Messages" (https://docs.discord.com/developers/reference).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class FormError:
    """One thing that is wrong: where, Discord's code for it, and its sentence."""

    path: Path
    code: str
    message: str


class Fields:
    """Collects what is wrong with a form, field by field; each check returns the value if it can be used."""

    def __init__(self) -> None:
        self.errors: list[FormError] = []

    def wrong(self, path: Path, code: str, message: str) -> None:
        self.errors.append(FormError(path, code, message))

    def required(self, path: Path) -> None:
        self.wrong(path, "BASE_TYPE_REQUIRED", "This field is required")

    def text(
        self,
        path: Path,
        value: Any,
        *,
        least: int = 0,
        most: int,
        required: bool = False,
        blank: bool = False,
    ) -> str | None:
        """A string of `least` to `most` characters. `blank`: whether white space alone counts."""
        if value is None:
            if required:
                self.required(path)
            return None
        if not isinstance(value, str):
            self.wrong(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
            return None
        length = len(value if blank else value.strip())
        if least and length == 0:
            self.required(path)
        elif length < least or length > most:
            self._length(path, least, most)
        return value

    def items(self, path: Path, value: Any, *, least: int = 0, most: int) -> list[Any]:
        """A list of `least` to `most` things; an absent one is empty."""
        if value is None:
            value = []
        if not isinstance(value, list):
            self.wrong(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if not least <= len(value) <= most:
            self._length(path, least, most)
        return value

    def _length(self, path: Path, least: int, most: int) -> None:
        if least:
            message = f"Must be between {least} and {most} in length."
            self.wrong(path, "BASE_TYPE_BAD_LENGTH", message)
        else:
            self.wrong(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")

    def whole(
        self,
        path: Path,
        value: Any,
        *,
        least: int | None = None,
        most: int | None = None,
        required: bool = False,
    ) -> int | None:
        """A whole number between bounds."""
        if value is None:
            if required:
                self.required(path)
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
            return None
        if most is not None and value > most:
            self.wrong(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")
        if least is not None and value < least:
            self.wrong(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}.")
        return value

    def one_of(self, path: Path, value: Any, known: Collection[Any], *, required: bool = False) -> Any:
        """A value out of a known set."""
        if value is None:
            if required:
                self.required(path)
            return None
        if isinstance(value, (list, dict)) or value not in known:
            listed = ", ".join(repr(k) for k in sorted(known, key=str))
            self.wrong(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{listed}}}.")
            return None
        return value

    def yes_or_no(self, path: Path, value: Any) -> None:
        if value is not None and not isinstance(value, bool):
            self.wrong(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")

    def snowflake(self, path: Path, value: Any, *, required: bool = False) -> None:
        """An id, as text or as a number."""
        if value is None:
            if required:
                self.required(path)
        elif not re.fullmatch(r"\d{1,20}", str(value)):
            self.wrong(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')

    def url(
        self,
        path: Path,
        value: Any,
        *,
        schemes: Collection[str] = ("http", "https"),
        most: int = 2048,
        required: bool = False,
    ) -> None:
        """A web address."""
        text = self.text(path, value, most=most, required=required)
        if not text:
            return
        parts = urlsplit(text)
        if parts.scheme not in schemes:
            self.wrong(
                path,
                "URL_TYPE_INVALID_SCHEME",
                f"Scheme {parts.scheme!r} is not supported. Scheme must be one of {tuple(sorted(schemes))}.",
            )
        elif not parts.netloc:
            self.wrong(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")

    def mapping(self, path: Path, value: Any) -> dict[str, Any] | None:
        """An object; None and a mark where it is something else."""
        if isinstance(value, dict):
            return value
        self.wrong(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return None

    def only(self, path: Path, value: dict[str, Any], known: Collection[str]) -> None:
        """Fields that the documentation does not name are errors here: Discord would drop them silently."""
        for name in value:
            if name not in known:
                self.wrong(
                    (*path, name), "MODEL_UNKNOWN_FIELD", f"The documentation names no field {name!r}."
                )
