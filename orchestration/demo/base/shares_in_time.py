"""Who is up to date month by month with plans, visits and checks, so that the published shares are met.

Belongs here: who falls behind and who catches up at each month end. Does not belong here: the dates that make it so
(looked_after/plan_documents.py, looked_after/visits.py, health.py).
"""

import random
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import shift

MONTHS = [f"2020-{n:02d}" for n in range(1, 13)]
TARGETS = {row["month"]: row for row in plan_files.rows("looked_after_upkeep.csv")}
Rule = Callable[[Hashable, int], bool]


def last_known(month: str) -> str:
    """The delivery from which the figures of a month are last computed."""
    return min(shift(month, 2), "2020-12")


def whole(percent: str, total: int) -> int | None:
    """The number that is printed as this percentage of the total (one decimal, half up); None when there is none."""
    tenths = int(percent.replace(".", ""))
    number = (tenths * total + 500) // 1000
    fits = [k for k in (number - 1, number, number + 1) if (2000 * k + total) // (2 * total) == tenths]
    return fits[0] if fits else None


@dataclass
class Run:
    """Month ends from `first` to before `end` at which something is up to date; None: before 2020, beyond 2020."""

    first: int | None
    end: int | None = None


@dataclass
class Upkeep:
    """State of each unit (a child, a placement) carried from month end to month end.

    `may_lapse` and `may_return` say whether dates can be found for a change at a month end, `starts_well` whether a
    unit that is new is up to date at once.
    """

    rng: random.Random
    may_lapse: Rule
    may_return: Rule
    starts_well: Rule
    runs: dict[Hashable, list[Run]] = field(default_factory=dict)

    def month(self, n: int, units: Iterable[Hashable], forced: dict[Hashable, bool], wanted: int, churn: int) -> None:
        """Settle the n-th month end of 2020 with exactly `wanted` of the units up to date; ValueError if impossible."""
        units = list(units)
        for unit in units:
            new = unit not in self.runs
            if new:
                self.runs[unit] = []
            if unit in forced:
                if forced[unit] and not self.is_up(unit):
                    self.runs[unit].append(Run(n))
                elif not forced[unit] and self.is_up(unit):
                    self.lapse(unit, n)
            elif new and self.starts_well(unit, n):
                self.runs[unit].append(Run(n if n else None))
        free = [unit for unit in units if unit not in forced]
        up = [unit for unit in free if self.is_up(unit)]
        over = len(up) + sum(forced.get(unit, False) for unit in units) - wanted
        lapsing = [unit for unit in up if self.may_lapse(unit, n)]
        returning = [unit for unit in free if not self.is_up(unit) and self.may_return(unit, n)]
        churn = min(churn, len(lapsing) - max(over, 0), len(returning) - max(-over, 0))
        if churn < 0:
            raise ValueError(
                f"{len(lapsing)} can fall behind, {len(returning)} catch up, {over} too many in {MONTHS[n]}"
            )
        for unit in self.rng.sample(lapsing, max(over, 0) + churn):
            self.lapse(unit, n)
        for unit in self.rng.sample(returning, max(-over, 0) + churn):
            self.runs[unit].append(Run(n))

    def is_up(self, unit: Hashable) -> bool:
        """True while the unit is up to date."""
        runs = self.runs.get(unit)
        return bool(runs) and runs[-1].end is None

    def since(self, unit: Hashable) -> int | None:
        """Month end at which the running span began; None for one from before 2020."""
        return self.runs[unit][-1].first

    def lapse(self, unit: Hashable, n: int) -> None:
        """Let the unit fall behind."""
        self.runs[unit][-1].end = n
