"""Manifests: tables beside the music that say what each file is (manifest.csv, manifest.jsonl)."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from music.credits import tidy

NAMES = ("manifest.jsonl", "manifest.csv")
MAX_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """What a manifest says of a file; "" where it says nothing."""

    title: str = ""
    composer: str = ""
    licence: str = ""
    style: str = ""


class BadManifest(Exception):
    """A manifest that cannot be used at all; the message is one sentence."""


def read_manifest(data: bytes, name: str, folder: str = "") -> tuple[dict[str, Entry], str]:
    """Entries by path (`folder`/path, with "/"), and one sentence on rows that were passed over, or "".

    Columns or keys: path, and as many of title, composer, licence (or license), style as there are.
    Raises BadManifest.
    """
    if len(data) > MAX_BYTES:
        raise BadManifest(f"{name!r} has {len(data) >> 20} MB; manifests of up to {MAX_BYTES >> 20} MB work.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadManifest(f"{name!r} is not UTF-8 text.") from None
    if "\0" in text:
        raise BadManifest(f"{name!r} is no text: it holds binary data.")
    entries: dict[str, Entry] = {}
    bad: list[int] = []
    rows = _csv_rows(text, name) if name.casefold().endswith(".csv") else _json_rows(text)
    for number, row in rows:
        path = row.get("path") if row is not None else None
        if row is None or not isinstance(path, str) or not path.strip():
            bad.append(number)
            continue
        entries[_joined(folder, path)] = entry_of(row)
    if not bad:
        return entries, ""
    others = f" and {len(bad) - 1} more lines" if len(bad) > 1 else ""
    return entries, f"Line {bad[0]}{others} of {name!r} name no path; the rest is used."


def entry_of(row: Mapping[str, Any]) -> Entry:
    def text(*keys: str) -> str:
        return next((tidy(row[key]) for key in keys if isinstance(row.get(key), str) and tidy(row[key])), "")

    return Entry(text("title"), text("composer"), text("licence", "license"), text("style"))


def _joined(folder: str, path: str) -> str:
    parts = path.strip().replace("\\", "/").split("/")
    return "/".join([*filter(None, [folder]), *(part for part in parts if part not in ("", "."))])


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        if "path" not in (reader.fieldnames or ()):
            raise BadManifest(f"{name!r} has no column 'path' in its first line.")
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise BadManifest(f"{name!r} is no CSV: {error}.") from error


def _json_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        yield number, row if isinstance(row, dict) else None
