"""Which deliveries stand complete in the landing folder: pure look-ups for the schedule and the sensor.

Belongs here: looking at names, manifests and the hashes of files. Does not belong: what files hold, which landing
checks, or anything of Dagster.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.landing.deliveries import MANIFEST, delivery_folders
from orchestration.landing.limits import limit
from orchestration.landing.manifest import FILE_NAME, LA_CODE, month_end_of
from orchestration.landing.safe_open import NotAFile, open_regular, read_small


@dataclass(frozen=True)
class Waiting:
    """A delivery whose manifest and files are all there. Whether they fit is for landing to say."""

    la_code: str
    month_end: date
    delivery: int
    manifest_sha256: str
    folder: Path
    expected: tuple[tuple[str, str], ...]
    """Name and SHA-256 of each file, as the manifest says."""

    @property
    def delivery_id(self) -> str:
        return f"{self.la_code}/{self.month_end.isoformat()}/{self.delivery}"

    @property
    def run_key(self) -> str:
        """The delivery and its manifest, as a text."""
        return f"{self.delivery_id}/{self.manifest_sha256}"

    def sizes_and_times(self) -> str:
        """A text that changes while a file is being written; costs no reading."""
        states = [(name, _state(self.folder / name)) for name, _ in self.expected]
        return hashlib.sha256(repr(states).encode()).hexdigest()

    def contents(self) -> tuple[str, list[str]]:
        """(hash over all files, names of those that are not what the manifest says). Reads every file."""
        found = [(name, _sha256(self.folder / name)) for name, _ in self.expected]
        wrong = [name for (name, is_now), (_, expected) in zip(found, self.expected, strict=True) if is_now != expected]
        return hashlib.sha256(repr(found).encode()).hexdigest(), wrong


def complete_deliveries(landing: Path) -> list[Waiting]:
    """Every complete delivery below `landing`, by council, month and number."""
    found = [waiting for folder in delivery_folders(landing) if (waiting := _look_at(folder))]
    return sorted(found, key=lambda one: (one.la_code, one.month_end, one.delivery))


def newest_month(deliveries: list[Waiting]) -> date | None:
    """The last month end delivered, or None."""
    return max((one.month_end for one in deliveries), default=None)


def _look_at(folder: Path) -> Waiting | None:
    la_code, month, number = folder.parts[-3:]
    month_last = month_end_of(month)
    fits = LA_CODE.fullmatch(la_code) and month_last and re.fullmatch("[1-9][0-9]{0,5}", number)
    if not fits:
        return None
    try:
        content = read_small(folder / MANIFEST, limit("manifest_bytes"))
    except NotAFile:
        return None
    expected = _expected_files(content)
    if not all((folder / name).is_file() for name, _ in expected):
        return None
    return Waiting(la_code, month_last, int(number), hashlib.sha256(content).hexdigest(), folder, expected)


def _expected_files(content: bytes) -> tuple[tuple[str, str], ...]:
    """Names and SHA-256 hashes of the files in a manifest.

    Empty when the manifest cannot be read, so that landing gets the delivery and refuses it with the reason.
    """
    try:
        found = [(entry["file"], str(entry.get("sha256"))) for entry in json.loads(content)["tables"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
    return tuple((name, sha256) for name, sha256 in found if isinstance(name, str) and FILE_NAME.fullmatch(name))


def _state(path: Path) -> tuple[int, int]:
    """Size of a file in bytes and when it last changed, in nanoseconds; two zeros when the file is gone."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _sha256(path: Path) -> str:
    """SHA-256 of a file; '' of what landing would not open."""
    try:
        with open_regular(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (NotAFile, OSError):
        return ""
