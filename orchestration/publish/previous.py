"""Published files before the present one, kept so that one can go back to them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from orchestration.common.files import private_folder


def keep_previous(published: Path, previous: Path, kept: int) -> None:
    """Keep the present published file as previous/children-<n>.duckdb and only the newest `kept` of them."""
    if not published.exists():
        return
    private_folder(previous)
    copies = previous_copies(previous)
    if not (copies and os.path.samefile(copies[-1], published)):
        number = _number(copies[-1]) + 1 if copies else 1
        copies.append(previous / f"children-{number:04d}.duckdb")
        _link_or_copy(published, copies[-1])
    for path in copies[:-kept]:
        path.unlink()


def previous_copies(previous: Path) -> list[Path]:
    """Kept copies, oldest first."""
    return sorted(previous.glob("children-*.duckdb"), key=_number)


def _number(path: Path) -> int:
    return int(path.stem.rsplit("-", 1)[1])


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        partial = target.with_suffix(".partial")
        shutil.copy2(source, partial)
        os.replace(partial, target)
