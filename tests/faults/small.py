"""A small good delivery that a case can spoil, and the two kinds of case.

Belongs here: the delivery and how it is written. Does not belong: what is wrong with it (the cases), or files of a
format (files.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.files import parquet, workbook

MONTH, EXTRACTED = "2020-12-31", "2021-01-06"
CONTACTS = (
    b"cont_contact_id,cont_person_id,cont_contact_date,cont_contact_source_code,cont_contact_source_desc,"
    b"cont_contact_outcome_json\nC1,P1,2020-12-01,6,,\nC2,P2,2020-12-02,6,,\n"
)
HOUSEHOLDS = (
    ("household_id", "approved_date", "deregistered_date", "household_kind"),
    ("H1", 43831, None, "MAINSTREAM"),
)
VISITS = (
    "select 'V1' as cppv_cp_visit_id, 'P1' as cppv_person_id, 'L1' as cppv_cp_plan_id, "
    "date '2020-12-03' as cppv_cp_visit_date, 'Y' as cppv_cp_visit_seen, null::varchar as cppv_cp_visit_seen_alone, "
    "null::varchar as cppv_cp_visit_bedroom"
)


@dataclass
class Small:
    """One delivery before it is written: files by name, and the manifest, which a case may falsify.

    `entries` are the tables as the manifest lists them; a hash that is not given is taken of the file. `text` replaces
    the manifest altogether. `on_disk` is done to the folder once everything is written.
    """

    la_code: str
    files: dict[str, bytes] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    keys: dict[str, Any] = field(default_factory=dict)
    text: bytes | None = None
    on_disk: Callable[[Path], None] | None = None

    @classmethod
    def good(cls, la_code: str) -> Small:
        """Two contacts as CSV, a household as a workbook, a visit as Parquet."""
        made = cls(la_code)
        made.put("ssd_contacts", "contacts.csv", CONTACTS, 2)
        made.put("lcs_foster_households", "households.xlsx", workbook(HOUSEHOLDS), 1)
        made.put("ssd_cp_visits", "visits.parquet", parquet(VISITS), 1)
        return made

    @property
    def delivery_id(self) -> str:
        return f"{self.la_code}/{MONTH}/1"

    def put(self, table: str, name: str, content: bytes, rows: int) -> None:
        """The file of a table, in place of one that is there."""
        self.entries = [entry for entry in self.entries if entry["name"] != table]
        self.entries.append({"name": table, "file": name, "rows": rows})
        self.files[name] = content

    def entry(self, table: str, **keys: Any) -> None:
        """Falsify what the manifest says of a table."""
        next(entry for entry in self.entries if entry["name"] == table).update(keys)

    def write(self, landing: Path) -> Path:
        """Write it below the landing folder; returns the delivery's folder."""
        folder = landing / self.la_code / MONTH / "1"
        folder.mkdir(parents=True)
        for name, content in self.files.items():
            (folder / name).write_bytes(content)
        (folder / "manifest.json").write_bytes(self.text if self.text is not None else self._manifest())
        if self.on_disk:
            self.on_disk(folder)
        return folder

    def _manifest(self) -> bytes:
        tables = [
            {"sha256": hashlib.sha256(self.files.get(entry["file"], b"")).hexdigest(), **entry}
            if isinstance(entry.get("file"), str)
            else {"sha256": "0" * 64, **entry}
            for entry in self.entries
        ]
        keys = {
            "contract_version": 1,
            "la_code": self.la_code,
            "source_system": "Demo of a test",
            "month_end": MONTH,
            "extract_date": EXTRACTED,
            "delivery": 1,
            "tables": tables,
        }
        return json.dumps({**keys, **self.keys}).encode()


@dataclass(frozen=True)
class Refused:
    """A delivery that is refused whole: how it is spoiled, and every (file, line, reason) that is said."""

    name: str
    spoil: Callable[[Small], Any]
    problems: tuple[tuple[str, int | None, str], ...]


@dataclass(frozen=True)
class Landed:
    """A delivery that lands: which rows are refused as (table, line, field, code), what staging makes of others, and
    which fields of these cannot be read as (table, field, code, the unknown code where it is told).
    """

    name: str
    spoil: Callable[[Small], Any]
    refused: tuple[tuple[str, int, str | None, str], ...] = ()
    kept: dict[str, list[tuple]] = field(default_factory=dict)
    unread: tuple[tuple[str, str, str, str], ...] = ()
