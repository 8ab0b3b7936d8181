"""Which councils there are: their size and habits, the same whenever they are asked for.

Belongs here: numbers about a council. Does not belong: rows (deliveries.py).
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from statistics import NormalDist

SPREAD = 0.7  # standard deviation of the logarithm of size: the largest of 153 is about 37 times the smallest
LIGHTEST, HEAVIEST = 0.7, 1.3
SLOWEST_DAYS = 8
MISSED_VISITS = 0.15


@dataclass(frozen=True)
class Council:
    """An invented council. `size` is in councils of the source: 2.5 has two and a half times its children.

    `care_weight` and `plan_weight` say how many more or fewer children it looks after, or has on protection plans, than
    its size alone would give. `slower_days` are added to the end of every assessment, `missed_visits` is the share of
    visits that were not made.
    """

    la_code: str
    size: float
    care_weight: float
    plan_weight: float
    slower_days: int
    missed_visits: float


def invented(number: int, size_in_all: float) -> list[Council]:
    """`number` councils from small to large, whose sizes add up to `size_in_all`."""
    shapes = [math.exp(SPREAD * NormalDist().inv_cdf((place + 0.5) / number)) for place in range(number)]
    return [_council(place, shape * size_in_all / sum(shapes)) for place, shape in enumerate(shapes, start=1)]


def _council(place: int, size: float) -> Council:
    habits = random.Random(f"council {place}")
    return Council(
        la_code=f"D{place:08}",  # codes of real councils in England begin with E
        size=size,
        care_weight=habits.uniform(LIGHTEST, HEAVIEST),
        plan_weight=habits.uniform(LIGHTEST, HEAVIEST),
        slower_days=habits.randint(0, SLOWEST_DAYS),
        missed_visits=habits.uniform(0, MISSED_VISITS),
    )
