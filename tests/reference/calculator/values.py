"""From events to values: which months a period takes in, what is divided by what, and why there is no value.

Belongs here: everything that is the same for all indicators. Does not belong: what an event is (the subjects).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from tests.reference.calculator import contacts
from tests.reference.calculator.dates import Month, month_of
from tests.reference.calculator.delivery import Delivery, seed_rows, setting_on
from tests.reference.calculator.events import Event
from tests.reference.calculator.indicators import Indicator

MONTH, YEAR_TO_DATE, TERM = "month", "ytd", "term"
FACTORS = {"percent": 100, "rate_per_10k": 10_000, "average": 1}
Key = tuple[str, str, str, Month]
Sums = dict[tuple[str, str, Month], tuple[Decimal, Decimal]]


@dataclass(frozen=True)
class Value:
    """What an indicator says of a period; `value` is unrounded, and None where the status is not `reported`."""

    numerator: Decimal | None
    denominator: Decimal | None
    value: float | None
    status: str


def values(
    delivery: Delivery, indicators: Iterable[Indicator], events: Iterable[Event], months: Sequence[Month]
) -> dict[Key, Value]:
    """All values of the months, by indicator, category, kind of period and month."""
    sums: Sums = {}
    for event in events:
        key = (event.indicator_id, event.breakdown, event.month)
        numerator, weight = sums.get(key, (Decimal(0), Decimal(0)))
        sums[key] = (numerator + event.numerator, weight + event.weight)
    found: dict[Key, Value] = {}
    for indicator in indicators:
        for month in months:
            if indicator.period_rule == "term" and not reports_a_term(month):
                continue
            for kind in kinds(indicator):
                for breakdown in indicator.breakdowns:
                    key = (indicator.indicator_id, breakdown, kind, month)
                    found[key] = _value(delivery, indicator, breakdown, kind, month, sums)
    return found


def kinds(indicator: Indicator) -> tuple[str, ...]:
    """Only events of a month can be added up over the year; an average of the year so far is one already."""
    if indicator.period_rule == "in_month":
        return MONTH, YEAR_TO_DATE
    return (TERM,) if indicator.period_rule == "term" else (MONTH,)


def months_of(indicator: Indicator, kind: str, month: Month, summed_from: Month | None = None) -> list[Month]:
    """The months whose events a value takes in; no year to date takes in one before `summed_from`."""
    if kind == YEAR_TO_DATE or indicator.period_rule == "year_to_date":
        return [one for one in month.reporting_year() if not summed_from or one >= summed_from]
    return month.twelve_months() if indicator.period_rule == "rolling_12" else [month]


def _value(delivery: Delivery, indicator: Indicator, breakdown: str, kind: str, month: Month, sums: Sums) -> Value:
    collected_from, summed_from = begun(delivery, indicator)
    taken_in = months_of(indicator, kind, month, summed_from if kind == YEAR_TO_DATE else None)

    def total(breakdowns: Iterable[str], place: int) -> Decimal:
        wanted = ((indicator.indicator_id, one, when) for one in breakdowns for when in taken_in)
        return sum((sums[key][place] for key in wanted if key in sums), Decimal(0))

    numerator = total([breakdown], 0)
    denominator = None
    if indicator.unit == "rate_per_10k":
        denominator = population(delivery, month)
    elif indicator.unit != "count":
        denominator = total(indicator.breakdowns if indicator.is_share_of_total else [breakdown], 1)
    if any(table not in delivery.tables for table in indicator.tables):
        return Value(None, None, None, "source_missing")
    if indicator.indicator_id in contacts.not_collected(delivery):
        return Value(None, None, None, "not_collected")
    if is_gap(delivery, indicator, month) or not taken_in or (collected_from and month < collected_from):
        return Value(None, None, None, "not_collected")
    if indicator.unit == "count":
        return Value(numerator, None, float(numerator), "reported")
    if denominator is None:
        return Value(numerator, None, None, "population_missing")
    if denominator == 0:
        return Value(numerator, denominator, None, "no_cases")
    return Value(numerator, denominator, float(numerator) * FACTORS[indicator.unit] / float(denominator), "reported")


def population(delivery: Delivery, month: Month) -> Decimal | None:
    """Children aged 0 to 17 that rates of the month are taken on, where they are known."""
    row = setting_on(delivery.setting_rows("child_populations"), month.last_on)
    return Decimal(row["population_aged_0_17"]) if row else None


def is_gap(delivery: Delivery, indicator: Indicator, month: Month) -> bool:
    """Whether the council says that nothing was collected."""
    return any(
        row["indicator_id"] == indicator.indicator_id and row["month_on"] == month.last_on.isoformat()
        for row in delivery.setting_rows("gaps_in_collection")
    )


def begun(delivery: Delivery, indicator: Indicator) -> tuple[Month | None, Month | None]:
    """The first month with records, and the first that the year to date takes in, where the council names them."""
    for row in delivery.setting_rows("collection_starts"):
        if row["indicator_id"] == indicator.indicator_id:
            collected, summed = row["collected_from_on"], row["summed_from_on"]
            return _month(collected), _month(summed)
    return None, None


def _month(written: str) -> Month | None:
    return month_of(date.fromisoformat(written)) if written else None


@cache
def reports_a_term(month: Month) -> bool:
    """Whether the report of the month is the first to hold a school term."""
    return any(date.fromisoformat(row["reported_month_on"]) == month.last_on for row in seed_rows("school_terms"))
