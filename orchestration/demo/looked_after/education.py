"""The education record of looked-after children, term by term.

Belongs here: epep_terms. Does not belong here: who is looked after (periods_of_care.py).
"""

import csv
import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import add_years
from orchestration.demo.base.people import Person
from orchestration.demo.base.records import Store
from orchestration.demo.looked_after.periods_of_care import Stay

TERMS = Path(__file__).resolve().parents[3] / "seeds" / "school_terms.csv"
SESSIONS = {"AUTUMN": 140, "SPRING": 116, "SUMMER": 0}
COHORT_PERCENTAGES = ("with_plan", "plan_up_to_date", "reduced_timetable")
Values = dict[str, int]


def term_days(academic_year: str, term: str) -> tuple[date, date]:
    """First and last day of a school term."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        row = next(r for r in csv.DictReader(file) if r["academic_year"] == academic_year and r["term"] == term)
    return date.fromisoformat(row["first_on"]), date.fromisoformat(row["last_on"])


def whole(percentage: str, total: int) -> int | None:
    """The number of children whose share of `total` prints as the percentage, or None where no number does."""
    wanted = Decimal(percentage)
    for count in range(int(wanted * total / 100) - 1, int(wanted * total / 100) + 3):
        if count >= 0 and (Decimal(100 * count) / total).quantize(Decimal("0.1"), ROUND_HALF_UP) == wanted:
            return count
    return None


def add_education(store: Store, rng: random.Random, stays: Sequence[Stay]) -> None:
    """A record for each child of each planned term. ValueError when no number of children fits the plan."""
    serial = rng.randint(1000, 3000)
    for plan in plan_files.rows("education.csv"):
        first, last = term_days(plan["academic_year"], plan["term"])
        settled, new = in_term(rng, stays, first, last)
        children = fitting_cohort(plan, settled, new, last)
        for child, values in fill(rng, plan, children, last).items():
            serial += rng.randint(1, 2)
            store.add(
                "epep_terms",
                last + timedelta(days=10),
                record_id=f"EP{serial}",
                person_id=child.id,
                academic_year=plan["academic_year"],
                term=plan["term"],
                pep_in_place=flag(values["with_plan"]),
                pep_up_to_date=flag(values["plan_up_to_date"]),
                sessions_possible=values.get("possible"),
                sessions_missed=values.get("missed"),
                fixed_term_exclusions=values.get("excluded"),
                reduced_timetable=flag(values["reduced_timetable"]) if plan["reduced_timetable"] else None,
            )


def flag(value: int) -> str:
    """Y or N."""
    return "Y" if value else "N"


def in_term(
    rng: random.Random, stays: Sequence[Stay], first: date, last: date
) -> tuple[list[tuple[Person, bool]], list[Person]]:
    """Children in care through the term, with whether for a year by its end; and those who came in during it.

    A child who came into care around a year before the end of the term is left out: late records could move it.
    """
    settled: list[tuple[Person, bool]] = []
    new: list[Person] = []
    for stay in stays:
        child = stay.child
        in_age = add_years(child.born, 2) < first and last < add_years(child.born, 18) - timedelta(days=1)
        if stay.kind == "break" or not in_age or (stay.end and stay.end <= last + timedelta(days=40)):
            continue
        if stay.start < first:
            near = abs((add_years(stay.start, 1) - last).days) < 3
            settled += [] if near else [(child, add_years(stay.start, 1) < last)]
        elif stay.start < last - timedelta(days=5):
            new.append(child)
    seen = {child.id for child, _ in settled}
    new = [child for child in new if child.id not in seen]
    rng.shuffle(settled)
    return settled, new


def fitting_cohort(
    plan: dict[str, str], settled: list[tuple[Person, bool]], new: list[Person], last: date
) -> list[tuple[Person, bool]]:
    """As many of the children as the planned percentages allow, those newest in care first."""
    pupils = [(child, True) for child, long in settled if long and is_pupil(child, last)]
    year = [(child, True) for child, long in settled if long and not is_pupil(child, last)]
    others = [(child, False) for child in new] + [(child, False) for child, long in settled if not long]
    pupils = pupils[: largest(plan["persistently_absent"], 0, len(pupils))]
    year = year[: largest(plan["excluded"], len(pupils), len(year))]
    fixed = len(pupils) + len(year)
    for count in range(len(others), -1, -1):
        if all(whole(plan[name], fixed + count) is not None for name in COHORT_PERCENTAGES if plan[name]):
            return others[:count] + year + pupils
    raise ValueError("no number of children fits the planned school term")


def largest(percentage: str, fixed: int, free: int) -> int:
    """How many of the `free` children can join the `fixed` ones so that a whole number makes the percentage."""
    if not percentage:
        return free
    return next(n for n in range(free, -1, -1) if whole(percentage, fixed + n) is not None)


def is_pupil(child: Person, last: date) -> bool:
    """Of school age at the end of the term."""
    return add_years(child.born, 5) <= last < add_years(child.born, 16)


def fill(
    rng: random.Random, plan: dict[str, str], children: list[tuple[Person, bool]], last: date
) -> dict[Person, Values]:
    """Values of every child so that the planned percentages come out."""
    total = len(children)
    values: dict[Person, Values] = {child: {} for child, _ in children}
    late = [child for child, _ in reversed(children)]  # the newest in care are the likeliest to have no plan yet
    for name in ("with_plan", "plan_up_to_date"):
        count = whole(plan[name], total)
        for n, child in enumerate(late):
            values[child][name] = int(n < (count or 0))
    reduced = whole(plan["reduced_timetable"], total) if plan["reduced_timetable"] else 0
    chosen = set(map(id, rng.sample(late, reduced or 0)))
    for child in late:
        values[child]["reduced_timetable"] = int(id(child) in chosen)
    if plan["sessions_missed"]:
        attendance(rng, plan, children, values, last)
    return values


def attendance(
    rng: random.Random,
    plan: dict[str, str],
    children: list[tuple[Person, bool]],
    values: dict[Person, Values],
    last: date,
) -> None:
    """Sessions and exclusions: of pupils a year in care as planned, of the others as usual."""
    possible = SESSIONS[plan["term"]]
    edge = possible // 10
    year = [child for child, long in children if long]
    excluded = set(map(id, rng.sample(year, whole(plan["excluded"], len(year)) or 0)))
    pupils = [child for child in year if is_pupil(child, last)]
    rng.shuffle(pupils)
    absent = whole(plan["persistently_absent"], len(pupils)) or 0
    missed = round(Decimal(plan["sessions_missed"]) / 100 * possible * len(pupils))
    shares = spread(rng, missed, absent, len(pupils) - absent, edge, possible)
    for child, _ in children:
        values[child]["excluded"] = int(id(child) in excluded) * rng.choice((1, 1, 2))
        if is_pupil(child, last):
            values[child] |= {"possible": possible, "missed": rng.randint(0, edge)}
    for child, share in zip(pupils, shares, strict=True):
        values[child]["missed"] = share


def spread(rng: random.Random, missed: int, absent: int, others: int, edge: int, possible: int) -> list[int]:
    """Sessions missed of each pupil: `absent` of them at or over the edge, the others below it, `missed` in all."""
    low = [rng.randint(0, edge // 2) for _ in range(others)]
    high = [edge] * absent
    left = missed - sum(low) - sum(high)
    while left < 0:
        n = rng.randrange(others)
        if low[n]:
            low[n] -= 1
            left += 1
    while left:
        n = rng.randrange(absent)
        if high[n] < possible // 2:
            high[n] += 1
            left -= 1
    return high + low
