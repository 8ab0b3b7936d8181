"""Initial child protection conferences: which enquiries lead to one, on which day, and their records.

Belongs here: ssd_initial_cp_conference. Does not belong here: the enquiries themselves, and how plans end.
"""

import json
import random
from collections import Counter
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import add_working_days, of, shift, working_days_between, working_days_of
from orchestration.demo.base.people import SIZES, family_sizes
from orchestration.demo.base.records import Recording, Store
from orchestration.demo.child_protection import plan_days
from orchestration.demo.child_protection.enquiries import RISK, Case, Cell, dates

FIRST = "2019-02"  # from here on conferences and plans are planned month by month
TIMELY_CELLS = ((0, 0), (1, 0), (1, 1))  # months that start and end of the enquiry lie before the conference
LATE_CELLS = ((1, 1), (1, 0), (2, 1), (2, 0))
TRIES = 2000


def cases_with_conference(rng: random.Random, left: Counter[Cell], plans: dict[str, int]) -> list[Case]:
    """Cases with a conference from February 2019 on; takes their enquiries out of `left`.

    `plans` holds the plans that start in each month.
    """
    found = []
    for month, row in plan_files.by_month("conferences.csv").items():
        wanted = plan_days.children(month, row["conferences"], plans)
        without_enquiry = row["transfers_in"]
        part = plan_days.EARLY if plan_days.EARLY in wanted else plan_days.ANY
        found += transfers(rng, month, part, without_enquiry)
        wanted[part] -= without_enquiry
        in_time, children = row["within_15wd"] - without_enquiry, row["conferences"] - without_enquiry
        for part, count in wanted.items():
            timely = in_time * count // children if count else 0
            in_time, children = in_time - timely, children - count
            found += drawn(rng, left, month, timely, TIMELY_CELLS, True, part)
            found += drawn(rng, left, month, count - timely, LATE_CELLS, False, part)
    return found


def transfers(rng: random.Random, month: str, part: str, count: int) -> list[Case]:
    """Children who move in with a plan of another authority: a conference without an enquiry here."""
    days = plan_days.days(month, part)
    return [
        Case(1, None, None, None, conference=rng.choice(days), transfer_in=True, part_of_month=part)
        for _ in range(count)
    ]


def drawn(
    rng: random.Random,
    left: Counter[Cell],
    month: str,
    count: int,
    classes: tuple[tuple[int, int], ...],
    in_time: bool,
    part: str,
) -> list[Case]:
    """Cases of `count` children whose conference falls in a part of the month, in time or not."""
    found = []
    cells = [(shift(month, -s), shift(month, -e), RISK) for s, e in classes]
    for _ in range(TRIES):
        if not count:
            return found
        cell = rng.choice(cells)
        size = min(count, left[cell], rng.choices(*SIZES)[0])
        case = placed(rng, cell, plan_days.days(month, part), size, in_time) if size > 0 else None
        if case is None:
            continue
        case.part_of_month = part
        left[cell] -= size
        count -= size
        found.append(case)
    raise ValueError(f"no enquiry left for a conference of {month}")


def placed(rng: random.Random, cell: Cell, days: tuple[date, ...], size: int, in_time: bool) -> Case | None:
    """A case of the class with days that fit the wish, or None when a few draws bring none."""
    assert cell[1]
    for _ in range(60):
        start, end = dates(rng, cell[0], cell[1])
        assert end is not None
        low, high = (4, 15) if in_time else (16, 34)
        fits = [d for d in days if d >= end and low <= working_days_between(start, d) <= high]
        if fits:
            return Case(size, start, end, RISK, conference=rng.choice(fits[:6]))
    return None


def earlier_cases(rng: random.Random, starts: dict[str, int]) -> list[Case]:
    """Cases of plans that began before the planned months: one way of events for each sibling group."""
    found = []
    for month, count in starts.items():
        for size in family_sizes(rng, count):
            conference = rng.choice([d for d in working_days_of(month) if 8 <= d.day <= 22])
            start = add_working_days(conference - timedelta(days=rng.randint(14, 40)), 1)
            end = max(start + timedelta(days=2), add_working_days(conference - timedelta(days=rng.randint(3, 9)), 1))
            found.append(Case(size, start, min(end, conference), RISK, conference=conference, plan_start=conference))
    return found


def add_conferences(store: Store, rng: random.Random, cases: list[Case]) -> dict[tuple[int, int], tuple[str, date]]:
    """Records of all conferences held; returns conference id and day recorded by (id of case, child's place)."""
    recording = Recording(rng, 0.01)
    serial = rng.randint(3000, 6000)
    found = {}
    for case in sorted((c for c in cases if c.conference), key=lambda c: c.first):
        assert case.conference is not None
        known = max([recording.day(case.conference), *(e.recorded_on for e in case.enquiries)])
        serial += rng.randint(1, 5)
        target = (
            add_working_days(case.start, 15)
            if case.start
            else add_working_days(case.conference, rng.randint(0, 5) or 1)
        )
        for n, child in enumerate(case.children):
            number = f"ICPC-{serial}-{n + 1}"
            planned = n < len(case.plan_ends)
            found[id(case), n] = (number, known)
            store.add(
                "ssd_initial_cp_conference",
                known,
                icpc_icpc_id=number,
                icpc_icpc_meeting_id=f"M{serial}",
                icpc_s47_enquiry_id=case.enquiries[n].values["s47e_s47_enquiry_id"] if case.enquiries else None,
                icpc_person_id=child.id,
                icpc_cp_plan_id=f"CPP-{serial}-{n + 1}" if planned else None,
                icpc_referral_id=case.referrals[n],
                icpc_icpc_transfer_in="Y" if case.transfer_in else "N",
                icpc_icpc_target_date=target,
                icpc_icpc_date=case.conference,
                icpc_icpc_outcome_cp_flag="Y" if planned else "N",
                icpc_icpc_outcome_json=json.dumps(
                    {"CP_FLAG": "Y" if planned else "N", "NFA_FLAG": "N" if planned else "Y"}
                ),
                icpc_icpc_team="T10",
                icpc_icpc_worker_id=f"W{rng.randint(200, 212)}",
            )
    return found


def add_conferences_not_held(store: Store, rng: random.Random, cases: list[Case]) -> None:
    """Conferences that were arranged and then called off: a target date and no date held."""
    waiting = {m: row["not_held"] for m, row in plan_files.by_month("conferences.csv").items() if m > "2019-12"}
    serial = rng.randint(100, 900)
    for case in cases:
        month = of(case.first)
        if case.conference or not case.enquiries or not case.end or not waiting.get(month):
            continue
        waiting[month] -= 1
        serial += 1
        known = case.enquiries[0].recorded_on
        store.add(
            "ssd_initial_cp_conference",
            known,
            icpc_icpc_id=f"ICPC-X{serial}",
            icpc_icpc_meeting_id=None,
            icpc_s47_enquiry_id=case.enquiries[0].values["s47e_s47_enquiry_id"],
            icpc_person_id=case.children[0].id,
            icpc_referral_id=case.referrals[0],
            icpc_icpc_transfer_in="N",
            icpc_icpc_target_date=add_working_days(case.first, 15),
            icpc_icpc_team="T10",
        )
