"""The version of the code that made a number: the package version and a hash of what can change a value."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from orchestration import __version__
from orchestration.common.settings import ROOT

COUNTED = (
    "dbt_project.yml",
    "macros/**/*.sql",
    "models/**/*.sql",
    "models/**/*.yml",
    "seeds/**/*.csv",
    "seeds/**/*.yml",
    "orchestration/contract/*.csv",
    "orchestration/landing/*.py",
    "orchestration/build/database.py",
)


def read_code_version(root: Path = ROOT) -> str:
    """Like '0.1.0+1f3a5c7e9b2d'; the same files give the same text on any machine, committed or not."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in COUNTED for path in root.glob(pattern)}):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{__version__}+{digest.hexdigest()[:12]}"


@cache
def code_version(root: Path = ROOT) -> str:
    """The code version of this process: read once, so that all parts of a run name the same."""
    return read_code_version(root)
