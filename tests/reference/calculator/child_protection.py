"""Child protection plans of this authority: open, started, ceased, repeated, long, written up, reviewed and visited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tests.reference.calculator.dates import Month, add_months, is_open_on, working_days_after
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import Event, counted
from tests.reference.calculator.reading import Row

OPEN, OPEN_LONG = "cp_plans_open", "cp_plans_open_two_years"
CEASED, CEASED_LONG = "cp_plans_ceased_rolling_12_months", "cp_plans_ceased_two_years"
STARTED, REPEATED = "cp_plans_started_rolling_12_months", "cp_plans_repeat_ever"
REPEATED_SOON = "cp_plans_repeat_within_24_months"
END = "cppl_cp_plan_end_date"
WRITTEN, VISITED = "cp_plans_up_to_date", "cp_visits_within_2_weeks"
INDICATORS = (OPEN, OPEN_LONG, CEASED, CEASED_LONG, STARTED, REPEATED, REPEATED_SOON, WRITTEN, VISITED)


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """Plans by the days they started and ended, and those open at each month end."""
    plans = own_plans(delivery)
    for plan in plans:
        child, start, end = plan["cppl_person_id"], plan["cppl_cp_plan_start_date"], plan["cppl_cp_plan_end_date"]
        for month in months:
            if month.holds(start):
                earlier = earlier_plans(plan, plans)
                yield counted(STARTED, month, child)
                yield counted(REPEATED, month, child, bool(earlier))
                yield counted(REPEATED_SOON, month, child, any(is_lately_over(one, start) for one in earlier))
            if month.holds(end):
                yield counted(CEASED, month, child)
                yield counted(CEASED_LONG, month, child, is_two_years(start, end))
            if is_open_on(month.last_on, start, end):
                yield from _open(delivery, plan, month)


def own_plans(delivery: Delivery) -> list[Row]:
    """Plans of this authority, each no longer than the child lived."""
    return [
        {**plan, END: _end(delivery, plan)} for plan in delivery.rows("ssd_cp_plans") if not plan["cppl_cp_plan_ola"]
    ]


def _end(delivery: Delivery, plan: Row) -> date | None:
    return delivery.end_in_life(plan["cppl_person_id"], plan["cppl_cp_plan_start_date"], plan[END])


def earlier_plans(plan: Row, plans: Sequence[Row]) -> list[Row]:
    """Plans of the same child that began before this one; of two that begin on a day the first by id."""
    return [
        other
        for other in plans
        if other["cppl_person_id"] == plan["cppl_person_id"]
        and other["cppl_cp_plan_start_date"]
        and _order(other) < _order(plan)
    ]


def is_lately_over(plan: Row, day: date) -> bool:
    """Whether the plan ended in the 24 months before the day, or had not ended by then."""
    ended = plan["cppl_cp_plan_end_date"]
    return ended is None or day <= add_months(ended, 24)


def is_two_years(start: date | None, last: date) -> bool:
    """More than 729 days, the first and the last day counted."""
    return start is not None and (last - start).days + 1 > 729


def _open(delivery: Delivery, plan: Row, month: Month) -> Iterator[Event]:
    child, start, day = plan["cppl_person_id"], plan["cppl_cp_plan_start_date"], month.last_on
    yield counted(OPEN, month, child)
    yield counted(OPEN_LONG, month, child, is_two_years(start, day))
    if working_days_after(start, day) >= 15:
        yield counted(WRITTEN, month, child, has_plan_up_to_date(delivery, child, "CP", day, not_before=start))
    if (day - start).days >= 7:
        yield counted(VISITED, month, child, is_seen_lately(delivery, child, day))


def has_plan_up_to_date(delivery: Delivery, child: str, plan_type: str, day: date, not_before: date = date.min) -> bool:
    """Whether a plan document was authorised by the day whose review is due that day or later."""
    return any(
        document["person_id"] == child
        and document["plan_type"] == plan_type
        and document["authorised_date"] is not None
        and not_before <= document["authorised_date"] <= day
        and document["review_due_date"] is not None
        and document["review_due_date"] >= day
        for document in delivery.rows("lcs_plan_documents")
    )


def is_seen_lately(delivery: Delivery, child: str, day: date) -> bool:
    """Whether the child was seen on the 14 days up to and with the day; a visit that does not say counts as seen."""
    first = day - timedelta(days=13)
    return any(
        visit["cppv_person_id"] == child
        and visit["cppv_cp_visit_date"] is not None
        and first <= visit["cppv_cp_visit_date"] <= day
        and visit["cppv_cp_visit_seen"] is not False
        for visit in delivery.rows("ssd_cp_visits")
    )


def _order(plan: Row) -> tuple[date, str]:
    return plan["cppl_cp_plan_start_date"], plan["cppl_cp_plan_id"]
