"""Proves what is published: every file and every row that the run record speaks of is still what it says.

Belongs here: comparing what is there with what was recorded. Does not belong: computing again (rebuild.py), or the
record's own chain (hash_chain.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.common.encryption.databases import CannotOpen, opened
from orchestration.common.settings import Settings
from orchestration.landing.deliveries import MANIFEST
from orchestration.operations.after_purge import unfinished_purge
from orchestration.publish.previous import previous_copies
from orchestration.run_record import hash_chain
from orchestration.run_record.digests import Digest, file_sha256, ledger_digests, name_of, path_of, raw_digests
from orchestration.run_record.entries import PUBLISHES, recorded_ledger, replaced_files


@dataclass(frozen=True)
class Finding:
    """One thing that is not as recorded; `expected` and `found` are hashes, counts or None where there is nothing."""

    what: str
    said: str
    expected: Any = None
    found: Any = None

    def __str__(self) -> str:
        if self.expected is None and self.found is None:
            return f"{self.what}: {self.said}"
        return f"{self.what}: {self.said}; recorded {short(self.expected)}, found {short(self.found)}"


@dataclass(frozen=True)
class Scope:
    """The records to prove. For one month's report: all up to the one that wrote its files, and only its own files."""

    records: tuple[hash_chain.Record, ...]
    month: str | None

    def holds(self, path: str) -> bool:
        return self.month is None or f"-{self.month}-" in path.rsplit("/", 1)[-1]


class NotRecorded(ValueError):
    """The record does not speak of the month asked for."""


def findings(settings: Settings, month: str | None = None, noted: str | None = None) -> Iterator[Finding]:
    """Everything that differs from the record, for all that is published or for the report of `month` ('2020-12').

    `noted` is the hash of a record that somebody wrote down: a record rewritten from there on no longer holds it.
    NotRecorded when no record speaks of that month's report.
    """
    found = hash_chain.read(settings.run_record)
    name = settings.run_record.name
    yield from (Finding(name, said) for said in found.findings)
    if not found.records:
        yield Finding(name, "holds no record")
        return
    if noted and not any(record["hash"].startswith(noted) for record in found.records):
        yield Finding(name, "holds no record with the hash that was noted", noted, None)
    scope = scope_of(found.records, month)
    removed = {path for record in found.records for path in record.get("removed", ())}
    yield from _deliveries(settings, scope, removed)
    yield from _raw(settings, scope, removed)
    yield from _published(settings, found.records)
    yield from _ledger(settings, scope, found.records)
    yield from _files(settings, scope, found.records)
    if unfinished := unfinished_purge(settings, found.records):
        yield Finding(f"purge of {unfinished}", "did not write all files for readers again; repeat the purge")


def scope_of(records: tuple[hash_chain.Record, ...], month: str | None) -> Scope:
    """All records, or those up to the last one that wrote the report of a month."""
    if month is None:
        return Scope(records, None)
    wrote = [
        number
        for number, record in enumerate(records, start=1)
        if any(Scope((), month).holds(path) for path in record.get("files", ()))
    ]
    if not wrote:
        raise NotRecorded(f"no report of {month} is recorded")
    return Scope(records[: wrote[-1]], month)


def deliveries_used(records: tuple[hash_chain.Record, ...]) -> dict[str, str]:
    """SHA-256 of the manifest of every delivery that a publication was made from or compared with."""
    return {
        delivery_id: record["deliveries"][delivery_id]
        for record in records
        if record["kind"] == PUBLISHES
        for delivery_id in record["used"]
    }


def files_recorded(records: tuple[hash_chain.Record, ...]) -> dict[str, str]:
    """SHA-256 of every file for readers that should be there, by its name in the record."""
    expected: dict[str, str] = {}
    for record in records:
        for path in record.get("removed", ()):
            expected.pop(path, None)
        expected |= record.get("files", {})
    return expected


def short(value: Any) -> str:
    """A hash cut to twelve digits, a digest as rows and hash, nothing as a dash."""
    if isinstance(value, list):
        return f"{value[0]} rows {value[1][:12]}"
    return str(value)[:12] if value is not None else "-"


def _deliveries(settings: Settings, scope: Scope, removed: set[str]) -> Iterator[Finding]:
    """The files of each delivery are those its manifest names, and the manifest is the one recorded."""
    for delivery_id, recorded in deliveries_used(scope.records).items():
        place = f"landing/{delivery_id}"
        if place in removed:
            continue
        folder = settings.landing / delivery_id
        found = file_sha256(folder / MANIFEST)
        if found != recorded:
            yield Finding(f"{place}/{MANIFEST}", "missing" if found is None else "changed", recorded, found)
            continue
        for entry in json.loads((folder / MANIFEST).read_text(encoding="utf-8-sig"))["tables"]:
            found = file_sha256(folder / entry["file"])
            if found != entry["sha256"]:
                said = "missing" if found is None else "changed"
                yield Finding(f"{place}/{entry['file']}", said, entry["sha256"], found)


def _raw(settings: Settings, scope: Scope, removed: set[str]) -> Iterator[Finding]:
    """The landed rows in the build database are those that the publications were made from."""
    if not settings.build_db.exists():
        return
    recorded: dict[str, dict[str, Digest]] = {}
    for record in scope.records:
        recorded |= record.get("raw", {})
    try:
        with opened(settings.build_db) as con:
            kept = [delivery_id for delivery_id in recorded if f"landing/{delivery_id}" not in removed]
            for delivery_id, found in raw_digests(con, kept).items():
                yield from _differing(f"raw data of {delivery_id}", recorded[delivery_id], found)
    except (duckdb.Error, CannotOpen):
        yield Finding(settings.build_db.name, "cannot be read")


def _published(settings: Settings, records: tuple[hash_chain.Record, ...]) -> Iterator[Finding]:
    """The published file is the one last announced, each kept copy one announced before, and none came from elsewhere.

    A publication that was stopped before it replaced the file is no finding: the file of before is in its place.
    """
    now = file_sha256(settings.published_db)
    announced = replaced_files(records, now)
    standing = announced[0][0]["before"] if announced else None
    known = {standing} | {record["after"] for record in records if "after" in record}
    for record, is_replaced in announced:
        if record["before"] != standing:
            yield Finding(f"published file, run of {record['at']}", "found another", standing, record["before"])
        standing = record["after"] if is_replaced else record["before"]
    if now != standing:
        yield Finding(f"published/{settings.published_db.name}", "changed" if now else "missing", standing, now)
    for path in previous_copies(settings.published / "previous"):
        if (found := file_sha256(path)) not in known:
            yield Finding(f"published/previous/{path.name}", "no run published this file", "no such file", found)


def _ledger(settings: Settings, scope: Scope, records: tuple[hash_chain.Record, ...]) -> Iterator[Finding]:
    """Every publication in the ledger of the published file holds the rows recorded when it was published."""
    expected = recorded_ledger(scope.records)
    all_recorded = recorded_ledger(records)
    if not settings.published_db.exists() and not any(expected.values()):
        return
    try:
        with opened(settings.published_db) as con:
            found = ledger_digests(con)
    except (duckdb.Error, CannotOpen):
        yield Finding(f"published/{settings.published_db.name}", "its ledger cannot be read")
        return
    for name, digests in found.items():
        in_scope = {key: digest for key, digest in digests.items() if key in expected[name] or scope.month is None}
        unknown = {key: digest for key, digest in in_scope.items() if key not in all_recorded[name]}
        yield from _differing(f"ledger {name}, publication", expected[name] | dict.fromkeys(unknown), in_scope)


def _files(settings: Settings, scope: Scope, records: tuple[hash_chain.Record, ...]) -> Iterator[Finding]:
    """Files for readers are those that were written last, and there are no others."""
    expected = files_recorded(records)
    for path, recorded in sorted(expected.items()):
        found = file_sha256(path_of(settings, path))
        if scope.holds(path) and found != recorded:
            yield Finding(path, "missing" if found is None else "changed", recorded, found)
    for folder in (settings.parquet, settings.csv, settings.reports):
        for file in sorted(folder.glob("[!.]*")):
            path = name_of(settings, file)
            if path not in expected and scope.holds(path):
                yield Finding(
                    path, "no run wrote it, or the run was stopped before it could say so; run its month again"
                )


def _differing(what: str, expected: dict[str, Digest | None], found: dict[str, Digest]) -> Iterator[Finding]:
    for key in sorted(set(expected) | set(found)):
        if expected.get(key) != found.get(key):
            said = "missing" if key not in found else "not recorded" if expected.get(key) is None else "changed"
            yield Finding(f"{what} {key}", said, expected.get(key), found.get(key))
