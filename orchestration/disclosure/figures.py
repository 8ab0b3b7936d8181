"""Figures of one indicator, breakdown and period, as the public edition handles them."""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.disclosure.rules import SMALLEST_PRINTED

Group = tuple[str, str, str, str]


@dataclass(frozen=True)
class Figures:
    """Numbers of one indicator, breakdown and period: number, of how many (None for a count), value status.

    `population` is what a rate is taken of; it is public.
    """

    numerator: float | None
    denominator: float | None
    value_status: str
    population: float | None = None

    def sides(self) -> dict[str, float]:
        """The numbers that a reader may come to know, by side."""
        both = {"N": self.numerator, "D": self.denominator}
        return {side: value for side, value in both.items() if value is not None}

    def numbers(self) -> list[float]:
        """The same, and what is left of the denominator."""
        known = list(self.sides().values())
        return [*known, known[1] - known[0]] if len(known) == 2 else known


def is_large_change(before: Figures, after: Figures) -> bool:
    """Every number that changed did by six or more, what is left of a denominator too."""
    if before.value_status != after.value_status:
        return True
    old, new = before.sides(), after.sides()
    if old.keys() != new.keys():
        return True
    differences = [now - was for was, now in zip(before.numbers(), after.numbers(), strict=True)]
    return all(difference == 0 or abs(difference) >= SMALLEST_PRINTED for difference in differences)
