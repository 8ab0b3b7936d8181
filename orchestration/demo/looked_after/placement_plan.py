"""Where the looked-after children live at each month end of 2020, as many in each setting as published.

Belongs here: settings month by month, and the homes that follow. Does not belong here: who moves (placement_moves.py),
days and placement types (homes.py).
"""

import random
from collections import Counter

from orchestration.demo.base import plan_files
from orchestration.demo.base.shares_in_time import MONTHS
from orchestration.demo.looked_after import homes
from orchestration.demo.looked_after.homes import (
    ADOPTERS,
    BOUGHT_FOSTER,
    BOUGHT_HOME,
    OWN_FOSTER,
    OWN_HOME,
    PARENTS,
    RELATIVES,
    Home,
)
from orchestration.demo.looked_after.periods_of_care import Stay
from orchestration.demo.looked_after.placement_moves import (
    OLDEST,
    STABLE_AFTER,
    settle_moves_before,
    settle_stability,
    settle_three_or_more,
)
from orchestration.demo.looked_after.placement_units import Unit, month_no, unit

BOUGHT_SHARE = 0.85  # of the places in homes, those bought
# Where the youngest of those who come into care live, to where the oldest do; the settings with few places first.
BY_AGE = (RELATIVES, PARENTS, OWN_FOSTER, BOUGHT_FOSTER, BOUGHT_HOME, OWN_HOME)
TIED = 5  # years by which children who cannot move count as older
OTHER_MOVES = 4  # children a month who move to another home of the same setting, once in the year
TWIN_AT, REOPENED_AT = 8, 5  # month ends that count a child twice, and a child who had left


def where_children_live(
    seed: int, every_stay: list[Stay], looked_after: list[Stay], twin: Stay, reopened: Stay
) -> dict[int, list[Home]]:
    """Homes of every period of care, by id(stay). ValueError when the planned numbers cannot be met.

    `looked_after` are those of 2020. `twin` stands in the records twice at the end of September, and `reopened`, who
    had left, is counted again at the end of June.
    """
    rng = random.Random(f"{seed} placements")
    found = {id(stay): homes.unplanned(rng, stay) for stay in every_stay}
    periods = Counter(stay.child.id for stay in every_stay)
    quiet = {child for child, count in periods.items() if count > 1} | {twin.child.id}
    found[id(reopened)] = [homes.home(rng, reopened, OWN_FOSTER, reopened.start)]
    return found | planned(rng, looked_after, quiet, twin)


def planned(rng: random.Random, stays: list[Stay], quiet: set[str], twin: Stay) -> dict[int, list[Home]]:
    """Homes of the periods of care of 2020; the children whose ids are `quiet` do not move."""
    units = [unit(stay, stay.child.id in quiet) for stay in stays]
    adopters = {id(u.stay): homes.adoptive_home(rng, u.stay) for u in units if u.stay.kind == "adoption"}
    for one in units:
        if one.stay is twin:
            one.counted[TWIN_AT] = 2
        if id(one.stay) in adopters:
            one.first = rng.choice((OWN_FOSTER, BOUGHT_FOSTER))
            one.moves = {month_no(adopters[id(one.stay)].start): [ADOPTERS]}
    wanted = list(plan_files.by_month("placements.csv").values())
    for n in range(len(MONTHS)):
        movers = settle_stability(rng, units, n, wanted[n]["long_term"] - wanted[n]["stable"])
        twice = settle_three_or_more(rng, units, n, [row["three_or_more"] for row in wanted])
        places = places_at(wanted[n])
        if n == REOPENED_AT:
            places[OWN_FOSTER] -= 1
        settle_settings(rng, units, n, places, movers + (list(twice) if n else []))
        for one, months in twice.items():
            # The second move is among the movers of the month, except in January, when all places are filled anew.
            for month in months if n == 0 else months[:1]:
                one.moves.setdefault(month, []).insert(0, one.setting(month - 1))
    settle_moves_before(rng, units)
    return {id(u.stay): homes_of(rng, u, adopters.get(id(u.stay))) for u in units}


def places_at(row: dict[str, int]) -> Counter[str]:
    """Children in each setting at a month end, adopters with relatives."""
    in_homes = row["looked_after"] - row["family_based"]
    bought_homes = int(in_homes * BOUGHT_SHARE)
    bought_foster = row["commissioned"] - bought_homes
    return Counter(
        {
            OWN_FOSTER: row["fostered"] - bought_foster,
            BOUGHT_FOSTER: bought_foster,
            RELATIVES: row["family_based"] - row["fostered"] - row["parents"],
            PARENTS: row["parents"],
            BOUGHT_HOME: bought_homes,
            OWN_HOME: in_homes - bought_homes,
        }
    )


def settle_settings(rng: random.Random, units: list[Unit], n: int, places: Counter[str], movers: list[Unit]) -> None:
    """Fill the places of a month end: who is new first, then movers, then others who have not moved yet."""
    counted = [one for one in units if n in one.counted]
    new = [one for one in counted if not one.first]
    short = Counter(places)
    for one in counted:
        if one.first:
            setting = one.setting(n)
            short[RELATIVES if setting == ADOPTERS else setting] -= one.counted[n]
    open_places = [setting for setting, count in short.items() for _ in range(count)]
    rng.shuffle(open_places)
    if len(open_places) < len(new):
        raise ValueError(f"more children than places at the end of {MONTHS[n]}")
    given = sorted(open_places[: len(new)], key=BY_AGE.index)
    # Relatives first, and for children who can move on: their places become those of adopters during the year.
    new.sort(key=lambda one: one.stay.child.age(one.stay.start) + rng.gauss(0, 4) + (0 if can_move(one) else TIED))
    for one, setting in zip(new, given, strict=True):
        one.first = setting
    open_places = open_places[len(new) :]
    ready = [one for one in counted if can_move(one) and not one.moves and one not in movers and one not in new]
    rng.shuffle(ready)
    for setting, count in short.items():
        leaving = [one for one in movers + ready if one.setting(n - 1) == setting and n not in one.moves]
        if len(leaving) < -count:
            raise ValueError(f"too few children can leave {setting} by the end of {MONTHS[n]}")
        for one in leaving[: max(0, -count)]:
            one.moves[n] = [open_places.pop()]
    for one in movers:
        one.moves.setdefault(n, [one.setting(n - 1)])
    still = [one for one in ready if not one.moves and one.first not in (RELATIVES, PARENTS)]
    for one in still[:OTHER_MOVES]:
        one.moves[n] = [one.setting(n - 1)]


def can_move(one: Unit) -> bool:
    """True for a child who may move to another setting: not settled by long-term stability."""
    return one.is_free and not one.long_term


def homes_of(rng: random.Random, one: Unit, adopters: Home | None) -> list[Home]:
    """The homes of a period of care, with moves long before 2020 that nothing counts any more."""
    if adopters:
        return [homes.home(rng, one.stay, one.first, one.stay.start), adopters]
    if not one.first:
        return homes.unplanned(rng, one.stay)
    latest = OLDEST - 1
    if one.before is not None:
        one.moves[one.before] = [one.first]
        latest = min(one.before, OLDEST) - 1
    elif one.long_term:
        latest = min(one.long_term) - STABLE_AFTER
    while one.is_free and rng.random() < 0.45 and latest > one.admitted:
        month = rng.randint(one.admitted + 1, latest)
        one.moves[month] = [one.first]
        latest = month - 3
    return homes.planned(rng, one.stay, one.first, one.in_order())
