"""Ask, write, audit, record, replace: the order in which a build becomes the published file.

A reader has either the file of before or the file of after open, whole. A run that dies at any point leaves
the published file as it was; what it left half-written is removed by the next run.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from orchestration.common.files import private_folder
from orchestration.common.months import Months
from orchestration.common.settings import Settings
from orchestration.publish.audit import audit
from orchestration.publish.candidate import write_candidate
from orchestration.publish.gate import require_publishable
from orchestration.publish.previous import keep_previous
from orchestration.run_record.entries import publishes


@dataclass(frozen=True)
class Published:
    """Where the published file is, and whether this call changed it."""

    path: Path
    is_changed: bool


def publish(
    settings: Settings,
    asked: Mapping[str, Any] = MappingProxyType({}),
    months: Months | None = None,
    is_repeat: bool = False,
) -> Published:
    """Publish schema reporting of the build database, once the run record says so; `asked` is recorded with it.

    `months` are the first and last month end that the build must be of; see gate.py for `is_repeat`. When nothing
    differs from what is published, the file stays as it is, so that a rerun on the same delivery does not push an older
    copy out of published/previous. Raises NotPossible and AuditFailed; the published file is then as before.
    """
    require_publishable(settings.build_db, months, is_repeat)
    folder = private_folder(settings.published)
    remove_leftovers(folder)
    candidate = folder / f".children-{os.getpid()}.tmp"
    try:
        write_candidate(settings.build_db, candidate)
        is_changed = audit(candidate, settings.build_db, settings.published_db)
        if is_changed:
            sync(candidate)
        publishes(settings, candidate if is_changed else settings.published_db, dict(asked))
        if is_changed:
            keep_previous(settings.published_db, folder / "previous", settings.kept_copies)
            replace(candidate, settings.published_db)
    finally:
        remove_leftovers(folder)
    return Published(settings.published_db, is_changed)


def replace(candidate: Path, published: Path) -> None:
    """Give the candidate the published name in one step of the file system."""
    os.replace(candidate, published)
    sync(published.parent)


def sync(path: Path) -> None:
    """Have the operating system write a file, or a folder's list of names, to the disk."""
    flags = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) if path.is_dir() else os.O_RDWR
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_leftovers(folder: Path) -> None:
    """Remove candidates that a killed run left; only one run publishes at a time."""
    for path in folder.glob(".children-*.tmp*"):
        path.unlink(missing_ok=True)
