"""What may be told of an error: this project's own words, and of all others kind and place; and what to do about it.

The words of a library can quote a row. Terminals, logs and Dagster keep what they are given, so they are not given it.
Advice is for faults of the machine; refusals of deliveries and failed checks say themselves what is wrong.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

PACKAGE = Path(__file__).parents[1]
OF_THE_MACHINE = (OSError, duckdb.IOException, duckdb.OutOfMemoryException)  # their words name files, never a row
THEN = "Then run again."
NO_ROOM = f"Make room; `python -m orchestration.run retain --dry-run` lists what may go. {THEN}"
NO_ACCESS = f"Give the user of the run permission to write in the data folder. {THEN}"
ADVICE = {
    "No space left on device": f"The disk is full. {NO_ROOM}",
    "Disk quota exceeded": f"The disk quota is used up. {NO_ROOM}",
    "File too large": f"Files may not grow as large as this one must. Raise the limit (`ulimit -f`). {THEN}",
    "database or disk is full": f"The disk is full. {NO_ROOM}",
    "Read-only file system": f"The disk is mounted read-only. {NO_ACCESS}",
    "attempt to write a readonly database": f"The data folder cannot be written. {NO_ACCESS}",
    "unable to open database file": f"The data folder cannot be written, or the disk is full. {NO_ACCESS}",
    "Permission denied": f"The data folder cannot be written. {NO_ACCESS}",
    "Operation not permitted": f"The data folder cannot be written. {NO_ACCESS}",
    "disk I/O error": f"The disk is full or has a fault. {NO_ROOM}",
    "Input/output error": f"The disk has a fault. Have it looked at before anything else. {THEN}",
}


class NotPossible(ValueError):
    """What was asked or set cannot be done; the message says why."""


class Unexpected(RuntimeError):
    """Stands for an error whose own words are not told."""


def and_so_on(names: list[str], most: int = 5) -> str:
    """The first few names, and how many more there are."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def is_own(error: BaseException) -> bool:
    """Whether a class of this project or Dagster's Failure says it; such messages hold no value of a row."""
    module, name = type(error).__module__, type(error).__name__
    return module.startswith(f"{PACKAGE.name}.") or (module.startswith("dagster.") and name == "Failure")


def advice(text: str) -> str | None:
    """The sentence for the first known fault that an error's text names, or None."""
    return next((sentence for fault, sentence in ADVICE.items() if fault in text), None)


def with_advice(text: str) -> str:
    """The text, and what to do on a line of its own where that is known and not yet said."""
    sentence = advice(text)
    return f"{text}\n{sentence}" if sentence and sentence not in text else text


def told(error: BaseException) -> str:
    """The error in words that may be kept, and what to do about a fault of the machine."""
    if is_own(error):
        return with_advice(str(error))
    if isinstance(error, OF_THE_MACHINE):
        return with_advice(str(error).partition("\n")[0])
    what_to_do = advice(str(error))
    sentence = (
        f"{type(error).__name__} in {_place(error)}: a fault of the program that nobody foresaw; its own words can "
        "quote a row and are not kept. Report this line to whoever maintains the program"
    )
    return f"{sentence}\n{what_to_do}" if what_to_do else sentence


@contextmanager
def in_own_words() -> Iterator[None]:
    """Errors of others leave as Unexpected, and none takes along the error it came from."""
    try:
        yield
    except Exception as error:
        if is_own(error):
            raise error from None
        raise Unexpected(told(error)) from None


def _place(error: BaseException) -> str:
    """File and line of this project where it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    return ", ".join(f"{Path(frame.filename).name} line {frame.lineno}" for frame in own[-1:] or frames[-1:])
