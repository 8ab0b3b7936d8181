"""What is said when a delivery is refused: places, fields and reasons, never a value of a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One reason to refuse a delivery; `file` is '' for the whole folder, `line` None where none applies."""

    folder: str
    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = "/".join(part for part in (self.folder, self.file) if part)
        return f"{place}{f', line {self.line}' if self.line else ''}: {self.reason}"


class DeliveryRefused(Exception):
    """One or more deliveries were refused whole; `problems` lists every reason found."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        folders = {problem.folder for problem in self.problems}
        count = "1 delivery" if len(folders) == 1 else f"{len(folders)} deliveries"
        listed = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{count} refused, nothing of it was landed:\n{listed}")


def shown(text: str, most: int = 80) -> str:
    """A name from outside made safe to print: control and non-ASCII characters escaped, cut to `most`."""
    escaped = text.encode("unicode_escape").decode("ascii")
    return escaped if len(escaped) <= most else escaped[:most] + "..."
