"""The run record as a file: JSON lines that are only ever added, each naming the hash of the line before.

Belongs here: writing a line so that it is there whole or not at all, reading the lines, and saying where the chain
is broken. Does not belong: what a line says (entries.py), or whether it is still true (findings.py).
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.common.files import private_folder
from orchestration.common.writer_lock import exclusive

try:
    import pwd
except ImportError:  # not on Windows
    pwd = None

Record = dict[str, Any]
FIRST = "0" * 64


@dataclass(frozen=True)
class Chain:
    """The records in order, what is wrong with their chain, what is odd but explained, and the last line's hash."""

    records: tuple[Record, ...]
    findings: tuple[str, ...]
    notes: tuple[str, ...]
    head: str


def append(path: Path, kind: str, facts: Record) -> Record:
    """Add one record and wait until the disk has it; returns it with `at` (UTC), `who`, `previous` and `hash`.

    A line that a killed run left unfinished stays as it is: it is ended, and the new record says so
    (`after_torn_line`). An append that did not return has not happened.
    """
    private_folder(path.parent)
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as file, exclusive(file):
        lines = file.read().split(b"\n")
        torn = lines.pop()
        record = {
            "kind": kind,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "who": user(),
            **facts,
            **({"after_torn_line": True} if torn else {}),
            "previous": sha256(torn or lines[-1]) if torn or lines else FIRST,
        }
        record["hash"] = own_hash(record)
        file.write((b"\n" if torn else b"") + canonical(record) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        _sync_folder(path.parent)
    return record


def read(path: Path) -> Chain:
    """All records that can be read; an empty chain when there is no file."""
    lines = path.read_bytes().split(b"\n") if path.exists() else [b""]
    torn = lines.pop()
    records: list[Record] = []
    findings: list[str] = []
    notes: list[str] = []
    unreadable: int | None = None
    before = FIRST
    for number, line in enumerate(lines, start=1):
        record = _parsed(line)
        if unreadable and record.get("after_torn_line"):
            notes.append(f"line {unreadable}: cut short when a run was killed; the run after it carried on")
        elif unreadable:
            findings.append(f"line {unreadable}: cannot be read")
        unreadable = None if record else number
        if record:
            findings += _line_findings(number, line, record, before)
            records.append(record)
        before = sha256(line)
    if unreadable:
        findings.append(f"line {unreadable}: cannot be read")
    if torn:
        findings.append(f"line {len(lines) + 1}: cut short, by a kill or by hand; the next run carries on after it")
    return Chain(tuple(records), tuple(findings), tuple(notes), before)


def user() -> str:
    """The operating system's name of the user whose process this is; the environment is not asked where avoidable."""
    if pwd is None:
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def canonical(record: Record) -> bytes:
    """The one way in which a record is written."""
    return json.dumps(record, sort_keys=True, separators=(",", ":")).encode()


def own_hash(record: Record) -> str:
    """Hash of all of a record but its own hash."""
    return sha256(canonical({key: value for key, value in record.items() if key != "hash"}))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _line_findings(number: int, line: bytes, record: Record, before: str) -> list[str]:
    findings = []
    if canonical(record) != line or record["hash"] != own_hash(record):
        findings.append(f"line {number}: changed since it was written")
    if record["previous"] != before:
        findings.append(f"line {number}: does not follow from the line before, which was changed, removed or added")
    return findings


def _parsed(line: bytes) -> Record:
    """The record of a line; empty when it is none."""
    try:
        found = json.loads(line)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and {"kind", "at", "who", "previous", "hash"} <= set(found) else {}


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
