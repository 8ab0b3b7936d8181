"""What every reader of a file gives: lines of text cells, or the reason why there are none."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

Line = tuple[int, list[str]]


class Unreadable(Exception):
    """The file cannot be read as what its name says; `line` where known. The message holds no cell."""

    def __init__(self, reason: str, line: int | None = None):
        self.reason = reason
        self.line = line
        super().__init__(reason)


def is_total(cells: list[str]) -> bool:
    """Whether these are the cells of a line of totals, which is no record when it is the last."""
    return bool(cells) and cells[0].strip().lower().startswith("total")


def text_of(value: object) -> str:
    """A typed cell as text: whole floats without '.0', midnight date-times as dates."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value.total_seconds()) if isinstance(value, timedelta) else str(value)
