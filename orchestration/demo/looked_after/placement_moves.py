"""Who moves in which month of 2020, so that stability and three or more placements are as planned at each month end.

Belongs here: choosing children and months. Does not belong here: where they move to (placement_plan.py).
A long-term child is unstable from a move until 24 months after it; two moves within twelve months make three
placements. The two are planned on different children: those never long term in 2020 move twice, the others once.
"""

import random

from orchestration.demo.looked_after.placement_units import PAST, Unit

STABLE_AFTER = 24
WINDOW = 11  # months before a month end's own in which a move still counts
CHURN = 1  # long-term children who move, and become stable, beyond what the numbers ask for
OLDEST = -12  # a move from January 2019 on keeps a child unstable all through 2020


def settle_stability(rng: random.Random, units: list[Unit], n: int, unstable: int) -> list[Unit]:
    """Have as many unstable long-term children at a month end; returns those who move in the month. ValueError if not.

    The children who become long term in the month come first, then those who are.
    """
    counted = [unit for unit in units if n in unit.long_term]
    new = [unit for unit in counted if n - 1 not in unit.long_term and unit.is_free]
    old = [unit for unit in counted if n - 1 in unit.long_term and unit.is_free]
    missing = unstable - sum(unit.unstable_since is not None for unit in old)
    rng.shuffle(new)
    for unit in new[: max(0, missing)]:
        unit.unstable_since = PAST
        missing -= 1
    if n == 0:
        if missing:
            raise ValueError("too few long-term children to be as unstable as published")
        return []
    moving = [unit for unit in old if unit.unstable_since is None]
    settling = [unit for unit in old if unit.unstable_since == PAST]
    churn = min(CHURN, len(moving) - max(missing, 0), len(settling) - max(-missing, 0))
    if churn < 0:
        raise ValueError(f"too few long-term children can move, or settle, in month {n + 1}")
    for unit in rng.sample(settling, max(-missing, 0) + churn):
        unit.unstable_since, unit.before = None, n - STABLE_AFTER
    movers = rng.sample(moving, max(missing, 0) + churn)
    for unit in movers:
        unit.unstable_since = n
    return movers


def settle_moves_before(rng: random.Random, units: list[Unit]) -> None:
    """Give the long-term children who are unstable all along the month of their last move."""
    for unit in units:
        if unit.unstable_since == PAST:
            unit.before = rng.randint(OLDEST, -1)


def settle_three_or_more(rng: random.Random, units: list[Unit], n: int, wanted: list[int]) -> dict[Unit, list[int]]:
    """Two moves for as many more children as a month end asks for; returns their months. ValueError if it cannot.

    `wanted` is the number at each month end. The second move is in the month itself (in January, up to it); the first
    decides until when both lie within twelve months, which no later month end may have too many of.
    """
    room = [count - sum(is_moved_twice(unit, k) for unit in units) for k, count in enumerate(wanted)]
    if room[n] < 0:
        raise ValueError(f"too many children have three placements at the end of month {n + 1}")
    found: dict[Unit, list[int]] = {}
    ready = [u for u in units if n in u.counted and u.is_free and not u.long_term and not u.moves]
    rng.shuffle(ready)
    for unit in ready:
        if not room[n]:
            break
        last = max(unit.counted)
        until = [
            e
            for e in range(max(n, unit.admitted + WINDOW + 1), n + WINDOW + 1)
            if all(room[k] > 0 for k in range(n, min(e, last, len(room) - 1) + 1))
        ]
        if until:
            chosen = rng.choice(until)
            first = chosen - WINDOW
            found[unit] = [first, n if n else rng.randint(first, 0)]
            for k in range(n, min(chosen, last, len(room) - 1) + 1):
                room[k] -= 1
    if room[n]:
        raise ValueError(f"too few children can move twice by the end of month {n + 1}")
    return found


def is_moved_twice(unit: Unit, n: int) -> bool:
    """True when a child counted at a month end moved twice in the twelve months to it."""
    return n in unit.counted and sum(len(to) for month, to in unit.moves.items() if n - WINDOW <= month <= n) >= 2
