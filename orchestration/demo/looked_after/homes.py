"""The homes of a child in care: what kind of placement a setting is, who provides it, and on which day a child moves.

Belongs here: one placement after another of one period of care. Does not belong here: which setting and month
(placement_plan.py), and the rows (episodes.py).
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from orchestration.demo.base.months import days_of
from orchestration.demo.looked_after.periods_of_care import Stay

OWN_FOSTER, BOUGHT_FOSTER, RELATIVES, PARENTS = "own foster", "bought foster", "relatives", "parents"
BOUGHT_HOME, OWN_HOME, ADOPTERS = "bought home", "own home", "adopters"
KINDS = {  # placement types with their weights, and providers
    OWN_FOSTER: (("U6", "U4", "U5"), (60, 37, 3), ("PR1",)),
    BOUGHT_FOSTER: (("U6", "U4"), (60, 40), ("PR4", "PR4", "PR4", "PR5")),
    RELATIVES: (("U1", "U3"), (60, 40), ("PR1",)),
    PARENTS: (("P1",), (1,), ("PR0",)),
    BOUGHT_HOME: (("K2", "R1", "S1", "H5"), (65, 10, 5, 20), ("PR4", "PR4", "PR4", "PR5")),
    OWN_HOME: (("K2", "R1", "R2", "P2", "H5"), (60, 10, 5, 10, 15), ("PR1", "PR1", "PR2", "PR3")),
}
FROM_16 = ("H5", "P2")
AFTER_WEIGHTS = (40, 30, 10, 6, 9, 5)  # settings of children in nobody's count
WITH_CARERS = 0.06  # share of children who move once together with their carers


@dataclass(frozen=True)
class Home:
    """A placement from its first day on; `with_carers` when the carers of the one before moved too."""

    start: date
    kind: str
    provider: str
    with_carers: bool = False


def home(rng: random.Random, stay: Stay, setting: str, day: date) -> Home:
    """A placement of a setting; independent and semi-independent living only from 16 on."""
    kinds, weights, providers = KINDS[setting]
    kind = rng.choices(kinds, weights)[0]
    if kind in FROM_16 and stay.child.age(day) < 16.01:
        kind = kinds[0]
    return Home(day, kind, rng.choice(providers))


def adoptive_home(rng: random.Random, stay: Stay) -> Home:
    """With the adopters: carers who adopt, or others, from the day the tracker has if it lies in the period of care."""
    assert stay.adoption and stay.end
    day = stay.adoption.placed_on
    if not stay.start + timedelta(days=2) < day < stay.end - timedelta(days=2):
        day = max(stay.start + timedelta(days=30), stay.end - timedelta(days=rng.randint(90, 200)))
    return Home(day, "A5", "PR1") if stay.adoption.is_by_carer else Home(day, "A6", rng.choice(("PR1", "PR5")))


def unplanned(rng: random.Random, stay: Stay) -> list[Home]:
    """Homes of a period of care that no month end of 2020 counts: one, sometimes two."""
    found = [home(rng, stay, rng.choices(tuple(KINDS), AFTER_WEIGHTS)[0], stay.start)]
    if stay.end and (stay.end - stay.start).days > 200 and rng.random() < 0.4:
        day = stay.start + timedelta(days=rng.randint(60, (stay.end - stay.start).days - 60))
        found.append(home(rng, stay, rng.choices(tuple(KINDS), AFTER_WEIGHTS)[0], day))
    return found


def planned(rng: random.Random, stay: Stay, first: str, moves: list[tuple[str, str]]) -> list[Home]:
    """Homes from the first setting and the moves (month, setting), days chosen; ValueError when a month has no room."""
    found = [home(rng, stay, first, stay.start)]
    for n, (month, setting) in enumerate(moves):
        to_come = sum(later == month for later, _ in moves[n + 1 :])
        found.append(home(rng, stay, setting, day_to_move(rng, stay, month, found[-1].start, to_come)))
    return with_moved_carers(rng, stay, found)


def day_to_move(rng: random.Random, stay: Stay, month: str, after: date, to_come: int) -> date:
    """A day of the month, not the first, a few days after the last move, with room for as many moves `to_come`."""
    first, last = after + timedelta(days=4), (stay.end or date.max) - timedelta(days=3)
    room = [day for day in days_of(month)[1:-2] if first <= day <= last]
    if to_come:
        room = room[: len(room) // 2]
    if not room:
        raise ValueError("a month has no room for the moves planned in it")
    return rng.choice(room)


def with_moved_carers(rng: random.Random, stay: Stay, homes: list[Home]) -> list[Home]:
    """The same homes; for a few children one more, into which the carers move with the child."""
    if rng.random() >= WITH_CARERS:
        return homes
    n = rng.randrange(len(homes))
    until = homes[n + 1].start if n + 1 < len(homes) else stay.end or date(2020, 12, 15)
    days = (until - homes[n].start).days
    if days < 40:
        return homes
    day = homes[n].start + timedelta(days=rng.randint(15, days - 15))
    moved = Home(day, homes[n].kind, homes[n].provider, with_carers=True)
    return homes[: n + 1] + [moved] + homes[n + 1 :]
