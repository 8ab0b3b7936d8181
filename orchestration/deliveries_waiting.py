"""Which deliveries stand complete in the landing folder: pure look-ups for the schedule and the sensor.

Belongs here: looking at names and manifests. Does not belong: hashes and contents, which landing checks, or
anything of Dagster.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.landing.land import MANIFEST, delivery_folders
from orchestration.landing.manifest import FILE_NAME, LA_CODE, MOST_BYTES
from orchestration.months import month_end


@dataclass(frozen=True)
class Waiting:
    """A delivery whose manifest and files are all there. Whether they fit is for landing to say."""

    la_code: str
    month_end: date
    delivery: int
    manifest_sha256: str

    @property
    def delivery_id(self) -> str:
        return f"{self.la_code}/{self.month_end.isoformat()}/{self.delivery}"

    @property
    def run_key(self) -> str:
        """One run per delivery and manifest, however often it is seen."""
        return f"{self.delivery_id}/{self.manifest_sha256}"


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
    manifest = folder / MANIFEST
    fits = LA_CODE.fullmatch(la_code) and month_last and re.fullmatch("[1-9][0-9]{0,5}", number)
    if not fits or manifest.stat().st_size > MOST_BYTES:
        return None
    content = manifest.read_bytes()
    if not all((folder / name).is_file() for name in _named_files(content)):
        return None
    return Waiting(la_code, month_last, int(number), hashlib.sha256(content).hexdigest())


def _named_files(content: bytes) -> list[str]:
    """Files a manifest names; none when it cannot be read: landing then refuses it, where it is seen."""
    try:
        names = [entry["file"] for entry in json.loads(content)["tables"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    return [name for name in names if isinstance(name, str) and FILE_NAME.fullmatch(name)]


def month_end_of(name: str) -> date | None:
    """The date of a folder's name, when it is a month end written in ISO, or None."""
    try:
        end = date.fromisoformat(name)
    except ValueError:
        return None
    return end if end == month_end(name) and name == end.isoformat() else None
