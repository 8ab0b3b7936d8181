"""Compares what the models say of each history with what the reference says, and tells the differences.

Belongs here: the comparison and the words of a failure. Does not belong: building (harness.py) or counting
(calculator/).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.reference.calculator.calculator import reference_values
from tests.reference.calculator.dates import Month, months_between
from tests.reference.calculator.values import Key, Value
from tests.reference.harness import FIRST_MONTH, Found
from tests.reference.histories.history import History, to_text

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Difference:
    """One value on which the models and the reference do not agree."""

    la_code: str
    key: Key
    as_known_on: date
    models: Value | None
    reference: Value | None

    def __str__(self) -> str:
        name, breakdown, kind, month = self.key
        return (
            f"{self.la_code} {name}/{breakdown} {kind} {month.last_on} as known on {self.as_known_on}: "
            f"models {_shown(self.models)}, reference {_shown(self.reference)}"
        )


def expected(histories: Iterable[History], last: Month, as_known_on: date) -> Found:
    """Every value of the reference, by council."""
    months = months_between(FIRST_MONTH, last)
    found: Found = {}
    for history in histories:
        delivery = history.known_on(as_known_on)
        if delivery:
            found |= {(history.la_code, key): value for key, value in reference_values(delivery, months).items()}
    return found


def differences(models: Found, reference: Found, as_known_on: date) -> list[Difference]:
    """Values that are not the same, or that only one side has."""
    return [
        Difference(*place, as_known_on, models.get(place), reference.get(place))
        for place in sorted(set(models) | set(reference))
        if not is_same(models.get(place), reference.get(place))
    ]


def is_same(models: Value | None, reference: Value | None) -> bool:
    """Whether both sides say the same; numbers may differ by what a double cannot hold."""
    if models is None or reference is None:
        return models is reference
    return models.status == reference.status and all(
        _is_near(getattr(models, part), getattr(reference, part)) for part in ("numerator", "denominator", "value")
    )


def report(found: Sequence[Difference], histories: Sequence[History], chosen_seed: int, folder: Path) -> str:
    """The differences in words, one example for each indicator, the history of each example as a file."""
    first: dict[str, Difference] = {}
    for one in found:
        first.setdefault(one.key[0], one)
    lines = [
        f"{len(found)} differences in {len(first)} indicators; repeat with CHILDREN_SEED={chosen_seed}, "
        "one history alone with CHILDREN_HISTORY=its file"
    ]
    by_code = {history.la_code: history for history in histories}
    for one in first.values():
        path = folder / f"{one.la_code}_{one.key[0]}.json"
        path.write_text(to_text(by_code[one.la_code]), encoding="utf-8")
        lines += [str(one), f"    history: {path}"]
    return "\n".join(lines)


def _is_near(one: object, other: object) -> bool:
    if one is None or other is None:
        return one is other
    return abs(float(one) - float(other)) <= TOLERANCE * max(1, abs(float(one)))


def _shown(value: Value | None) -> str:
    if value is None:
        return "no row"
    numbers = " of ".join(f"{float(part):g}" for part in (value.numerator, value.denominator) if part is not None)
    return f"{value.status} {numbers}".strip()
