"""On which days of a month the conferences are held that lead to a plan: how old a plan is at the month end decides
whether a visit and a written plan are due by then.

Belongs here: part of the month by number of children. Does not belong here: which children, and how plans end.
"""

from datetime import date

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import last_day, shift, working_days_between, working_days_of

LAST_WEEK = "last week"  # too young for a visit at the month end
FORTNIGHT_BEFORE = "fortnight before"  # too young for a written plan
EARLY = "early"
ANY = "any"  # months whose plans are not judged by age
NEXT_MONTH = "next month"  # held in the last days, the plan begins in the next month
NO_PLAN = "no plan"
STARTS = (LAST_WEEK, FORTNIGHT_BEFORE, EARLY, ANY)


def children(month: str, conferences: int, plans: dict[str, int]) -> dict[str, int]:
    """Children with a conference in a month, by the part of the month it is held in. ValueError when they are too few.

    `plans` holds the plans that start in each month.
    """
    carried = {
        m: row["from_conference_of_month_before"]
        for m, row in plan_files.by_month("cp_starts.csv", "started_month").items()
    }
    own = plans[month] - carried[month]
    young = plan_files.by_month("cp_checks.csv").get(month)
    found = {ANY: own}
    if young:
        week, fortnight = young["started_in_last_week"], young["started_in_fortnight_before"]
        found = {LAST_WEEK: week, FORTNIGHT_BEFORE: fortnight, EARLY: own - week - fortnight}
    found[NEXT_MONTH] = carried.get(shift(month, 1), 0)
    found[NO_PLAN] = conferences - sum(found.values())
    if min(found.values()) < 0:
        raise ValueError(f"fewer conferences than plans to start in {month}")
    return found


def days(month: str, part: str) -> tuple[date, ...]:
    """Working days of a part of the month."""
    everything = working_days_of(month)
    if part == NEXT_MONTH:
        return everything[-4:]
    if part in (ANY, NO_PLAN):
        return everything[:-4]
    return tuple(day for day in everything if part_of(day, last_day(month)) == part)


def part_of(day: date, month_end: date) -> str:
    """Which plans starting on a day are young at the month end, and how young."""
    if (month_end - day).days < 7:
        return LAST_WEEK
    return FORTNIGHT_BEFORE if working_days_between(day, month_end) < 15 else EARLY
