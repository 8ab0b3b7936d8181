"""One writing run at a time, whoever started it: the schedule, the UI or the command line.

Dagster's pool queues the runs that its daemon starts; this lock also covers runs started by hand in another
process. The operating system frees it when the process ends, however it ends.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

from orchestration.common.files import private_folder

try:
    import fcntl
except ImportError:  # not on Windows, where DuckDB's own file lock is what is left
    fcntl = None

_held: dict[Path, TextIO] = {}
TRIES = 10


class AnotherRun(RuntimeError):
    """Another process is writing to this installation."""


def hold_writer_lock(data: Path) -> None:
    """Become the one writer of this data folder until this process ends; AnotherRun when there is one
    already.

    Asking again in the same process is fine.
    """
    path = private_folder(data) / ".writer.lock"
    if fcntl is None or path in _held:
        return
    file = path.open("a")
    path.chmod(0o600)
    for _ in range(TRIES):  # is_writing() in another process holds the lock for a moment
        if _take(file):
            _held[path] = file
            return
        time.sleep(0.1)
    file.close()
    raise AnotherRun("another run is writing; wait until it has ended")


def is_writing(data: Path) -> bool:
    """Whether any process, this one included, is the writer of this data folder; False where nobody can tell."""
    path = data / ".writer.lock"
    if fcntl is None or not path.exists():
        return False
    with path.open("a") as file:
        return not _take(file)


def release_writer_lock(data: Path) -> None:
    """Let another process write."""
    file = _held.pop(data / ".writer.lock", None)
    if file is not None:
        file.close()


@contextmanager
def exclusive(file: IO) -> Iterator[None]:
    """Be the only process that has this open file; waits for the others, which hold it for moments only."""
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX)
    yield


def _take(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
