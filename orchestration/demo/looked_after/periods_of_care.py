"""Periods of care: which children enter and leave when and why, as planned month by month.

Belongs here: choosing children, starts, ends and reasons. Does not belong here: the episodes, placements and legal
statuses inside a period (episodes.py).
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import add_years, days_of, first_day, of, shift
from orchestration.demo.base.people import People, Person
from orchestration.demo.child_protection.enquiries import Case
from orchestration.demo.looked_after.adoptions import Adoption, planned_adoptions

BEGIN = date(2020, 1, 1)
LONG_BEFORE = date(2019, 1, 20)  # so that an earlier period of care lies outside every twelve months of 2020
SAFE = date(2004, 3, 1)  # born on or after: under 18 in every delivery
OTHER_ENDS = (("E4A", "E4B", "E13", "E3", "E8"), (52, 18, 12, 9, 9))
GUARDIANS = ("E45", "E46", "E47", "E48")


@dataclass(eq=False)
class Stay:
    """One period of care; `kind` steers what happens inside it."""

    child: Person
    start: date
    end: date | None = None
    reason: str | None = None
    kind: str = "ordinary"  # ordinary | adoption | guardian | break
    order_on: date | None = None  # special guardianship order
    adoption: Adoption | None = None


def leavers(rng: random.Random) -> list[tuple[str, str]]:
    """Month and reason of every planned end of a period."""
    found = []
    for month, row in plan_files.by_month("looked_after.csv").items():
        reasons = [rng.choice(("E11", "E12")) for _ in range(row["by_adoption"])]
        reasons += [rng.choice(GUARDIANS) for _ in range(row["by_sgo"])]
        others = row["ceased"] - len(reasons)
        grown = min(others // 3, rng.randint(1, 4))
        reasons += ["E17"] * grown + rng.choices(*OTHER_ENDS, k=others - grown)
        found += [(month, reason) for reason in reasons]
    return found


def make_stays(rng: random.Random, people: People, cases: list[Case]) -> list[Stay]:
    """All planned periods: the opening stock, the admissions of the year, and who of them leaves."""
    rows = plan_files.by_month("looked_after.csv")
    entered = admissions(rng, people, cases, {m: row["admitted"] for m, row in rows.items()})
    stays: list[Stay] = []
    adoptions = planned_adoptions(rng)
    again = True
    for month, reason in leavers(rng):
        recent = [s for s in entered if s.end is None and shift(month, -5) <= of(s.start) <= month]
        if reason in ("E4A", "E4B") and recent and rng.random() < 0.35:
            stay = rng.choice(recent)
            days = [d for d in days_of(month) if (d - stay.start).days >= 3 and d.day < 25]
            if days:
                stay.end, stay.reason = rng.choice(days), reason
                if again and month >= "2020-07":
                    again = not readmit(entered, stay)
                continue
        if reason in ("E11", "E12"):
            stays.append(adopted(rng, people, month, reason, adoptions[month].pop()))
            continue
        stays.append(leaving(rng, people, month, reason))
    opening = rows["2020-01"]["opening"]
    stays += [staying(rng, people) for _ in range(opening - len(stays))]
    return stays + entered


def readmit(entered: list[Stay], stay: Stay) -> bool:
    """Let another admission of the month be the same child's, the day after leaving; False when there is none."""
    assert stay.end is not None
    day = stay.end + timedelta(days=1)
    for other in entered:
        if other is not stay and other.end is None and of(other.start) == of(day) and not other.child.plans:
            other.child, other.start = stay.child, day
            return True
    return False


def admissions(rng: random.Random, people: People, cases: list[Case], counts: dict[str, int]) -> list[Stay]:
    """Periods that begin in the planned months; about a third are children whose plan ended as they came into care."""
    after_plan: dict[str, list[tuple[Person, date]]] = {}
    for case in cases:
        for child, (end, late) in zip(case.children, case.plan_ends, strict=False):
            if end and not late and child.plans[-1][1] == end and child.born >= SAFE:
                after_plan.setdefault(of(end), []).append((child, end))
    found = []
    for month, count in counts.items():
        ready = after_plan.get(month, [])
        for child, end in rng.sample(ready, min(len(ready), count // 3)):
            child.in_care = True
            found.append(Stay(child, end))
            count -= 1
        while count:
            day = rng.choice(days_of(month))
            size = min(count, rng.choices((1, 2, 3), (75, 18, 7))[0])
            found += [Stay(child, day) for child in people.siblings(day, size, 15.8)]
            count -= size
    leap = next(s for s in found if of(s.start) == "2020-02" and not s.child.plans)
    leap.start = date(2020, 2, 29)
    return found


def leaving(rng: random.Random, people: People, month: str, reason: str) -> Stay:
    """A child of the opening stock who leaves in the month."""
    end = rng.choice(days_of(month))
    if reason == "E17":
        end = date(end.year, end.month, min(end.day, 28))
        child = people.person(date(end.year - 18, end.month, end.day))
        return Stay(child, entered_before(rng, child, 2.5), end, reason)
    if reason in GUARDIANS:
        start = BEGIN - timedelta(days=rng.randint(40, 900))
        return Stay(people.child(start, 0.05, 9), start, end, reason, "guardian")
    child = people.person(SAFE + timedelta(days=rng.randint(30, 4500)))
    return Stay(child, entered_before(rng, child, 1.5), end, reason)


def adopted(rng: random.Random, people: People, month: str, reason: str, adoption: Adoption) -> Stay:
    """A child who leaves care in the month for an adoption of the tracker."""
    end = rng.choice(days_of(month))
    if of(adoption.ordered_on) == month:
        end = adoption.ordered_on
    child = people.child(adoption.entered_on, 0.01, 3.5)
    return Stay(child, adoption.entered_on, end, reason, "adoption", adoption=adoption)


def staying(rng: random.Random, people: People) -> Stay:
    """A child of the opening stock who is still looked after in January 2021."""
    age = rng.triangular(0.4, 16.6, 13.5)
    child = people.person(BEGIN + timedelta(days=70) - timedelta(days=int(age * 365.25)))
    if rng.random() < 0.005:
        child.born = date(2012, 2, 29)
    return Stay(child, entered_before(rng, child, 3.4))


def entered_before(rng: random.Random, child: Person, mean_years: float) -> date:
    """A day before 2020, after birth, on which the child came into care."""
    first = max(child.born + timedelta(days=2), date(2004, 1, 1))
    while True:
        day = BEGIN - timedelta(days=4 + int(rng.expovariate(1 / mean_years) * 365.25))
        if day >= first:
            return day


def earlier_stays(rng: random.Random, stays: list[Stay], wanted: int, leavers_wanted: int) -> list[Stay]:
    """Earlier periods, long over before 2020, of some children; at least `leavers_wanted` of them leave again."""
    found = []
    gone = [s for s in stays if s.end and date(2020, 2, 1) <= s.end <= date(2020, 9, 30) and s.kind == "ordinary"]
    others = [s for s in stays if s not in gone and s.kind == "ordinary"]
    rng.shuffle(gone)
    rng.shuffle(others)
    seen: set[str] = set()
    for pool, count in ((gone, leavers_wanted), (others, wanted - leavers_wanted)):
        for stay in pool:
            latest = min(stay.start, LONG_BEFORE) - timedelta(days=120)
            first = stay.child.born + timedelta(days=30)
            if count and stay.child.id not in seen and not stay.child.plans and (latest - first).days > 500:
                length = rng.randint(70, 400)
                start = first + timedelta(days=rng.randint(0, (latest - first).days - length))
                found.append(Stay(stay.child, start, start + timedelta(days=length), rng.choice(("E4A", "E4B"))))
                seen.add(stay.child.id)
                count -= 1
    return found


def past_stays(rng: random.Random, people: People, count: int) -> list[Stay]:
    """Periods of 2018 and 2019, over before the year begins; none ends by order or adoption."""
    found = []
    for _ in range(count):
        end = BEGIN - timedelta(days=rng.randint(20, 600))
        start = end - timedelta(days=rng.randint(40, 900))
        found.append(Stay(people.child(start, 0.1, 13), start, end, rng.choice(("E4A", "E4B", "E13"))))
    return found


def short_breaks(rng: random.Random, people: People, count: int) -> list[Stay]:
    """Children on short breaks (V3 or V4): in the tables, in no count."""
    found = []
    for n in range(count):
        start = first_day(shift("2019-03", n)) + timedelta(days=rng.randint(0, 25))
        end = start + timedelta(days=14) if n % 2 else None
        found.append(
            Stay(
                people.person(SAFE + timedelta(days=rng.randint(30, 3500))), start, end, "E4A" if end else None, "break"
            )
        )
    return found


def order_days(rng: random.Random, stays: list[Stay]) -> list[date]:
    """Give leavers by special guardianship the day of the order; returns the planned orders of other children."""
    room = {m: row["sgo_started"] for m, row in plan_files.by_month("looked_after.csv").items()}
    for later in (False, True):
        for stay in sorted((s for s in stays if s.kind == "guardian" and not s.order_on), key=lambda s: str(s.end)):
            assert stay.end is not None
            months = [m for m in sorted(room) if room[m] and (m < of(stay.end) if later else m == of(stay.end))]
            if not months:
                continue
            room[months[-1]] -= 1
            stay.order_on = rng.choice(days_of(months[-1])) if later else stay.end
    return [rng.choice(days_of(m)) for m, count in room.items() for _ in range(count)]


def check_ages(stays: list[Stay]) -> None:
    """Raise ValueError when a planned child is not born at the start or is 18 before the end."""
    for stay in stays:
        last = stay.end or date(2021, 2, 28)
        if (
            stay.start < stay.child.born
            or last > add_years(stay.child.born, 18)
            or (stay.end and stay.end <= stay.start)
        ):
            raise ValueError("a planned period of care does not fit the child's age")
