"""What to do about a fault of the machine: one sentence beside the message.

Belongs here: faults that the operating system names and a person can mend. Does not belong: refusals of deliveries,
failed checks and other faults of data, which say themselves what is wrong.
"""

from __future__ import annotations

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


def advice(text: str) -> str | None:
    """The sentence for the first known fault that an error's text names, or None."""
    return next((sentence for fault, sentence in ADVICE.items() if fault in text), None)


def with_advice(text: str) -> str:
    """The text, and what to do on a line of its own where that is known and not yet said."""
    sentence = advice(text)
    return f"{text}\n{sentence}" if sentence and sentence not in text else text
