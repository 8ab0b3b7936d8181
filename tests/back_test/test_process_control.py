"""Signals of the published report of December 2020, worked out here month by month, against the mart's."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from tests.conftest import ROOT

DECEMBER = date(2020, 12, 31)
# Some of its published months no data can give beside the others.
CONTRADICTORY = {"contacts_by_source"}


def plain_signals(values: list[Fraction]) -> list[str]:
    """The rules on the months of one group, each month looked at by itself."""
    mean = sum(values) / len(values)
    ranges = [abs(after - before) for before, after in zip(values, values[1:], strict=False)]
    kept = [one for one in ranges if one <= Fraction("3.267") * sum(ranges) / len(ranges)]
    reach = Fraction("2.66") * sum(kept) / len(kept)
    sides = [(value > mean) - (value < mean) for value in values]
    beyond = [abs(value - mean) > reach for value in values]
    near = [abs(value - mean) > reach * 2 / 3 and not out for value, out in zip(values, beyond, strict=True)]
    return [_signal(at, values, sides, beyond, near) for at in range(len(values))]


def _signal(at: int, values: list[Fraction], sides: list[int], beyond: list[bool], near: list[bool]) -> str:
    if beyond[at]:
        return "above_limits" if sides[at] > 0 else "below_limits"
    trend = ""
    for run in _runs(at, len(values), 7):
        steps = list(zip(values[run], values[run][1:], strict=False))
        if all(before < after for before, after in steps):
            trend = "rising"
        if all(before > after for before, after in steps):
            trend = "falling"
    if trend:
        return trend
    side = "high" if sides[at] > 0 else "low"
    threes = [run for run in _runs(at, len(values), 3) if abs(sum(sides[run])) == 3 and sum(near[run]) >= 2]
    if near[at] and threes:
        return f"two_in_three_{side}"
    if any(abs(sum(sides[run])) == 7 for run in _runs(at, len(values), 7)):
        return "seven_above_mean" if sides[at] > 0 else "seven_below_mean"
    return "common_cause"


def _runs(at: int, months: int, length: int) -> list[slice]:
    """All stretches of a length that the month at `at` is part of, the earliest first."""
    firsts = range(max(0, at - length + 1), min(at, months - length) + 1)
    return [slice(first, first + length) for first in firsts]


def published_months() -> dict[tuple[str, str], dict[date, Fraction]]:
    """Months printed in the report, by indicator and category, of what each row of the mart would chart."""
    with (ROOT / "seeds" / "report_layout.csv").open(encoding="utf-8") as file:
        layout = {(row["key"], row["breakdown"], row["part"]): row for row in csv.DictReader(file)}
    found: dict[tuple[str, str], dict[date, Fraction]] = defaultdict(dict)
    with (ROOT / "tests" / "back_test" / "published_figures.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            place = layout.get((row["key"], row["breakdown"], row["part"]))
            if place and row["period_kind"] == "month" and row["value"]:
                year, month = map(int, row["period"].split("-"))
                key = (place["indicator_id"], place["indicator_breakdown"], place["quantity"])
                found[key][_month_end(year, month)] = Fraction(row["value"])
    return found


def _month_end(year: int, month: int) -> date:
    return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)


@pytest.fixture(scope="module")
def published(december: Path) -> Path:
    return december / "published" / "children.duckdb"


def charts(published: Path, where: str) -> dict[tuple, list[tuple]]:
    """(month_on, value, signal) of every judged group, by report, indicator, category, unit and break."""
    found = defaultdict(list)
    with duckdb.connect(str(published), read_only=True) as con:
        for *key, month_on, value, signal in con.execute(
            "select report_month, indicator_id, breakdown, unit, rebased_on, month_on, value, signal "
            f"from reporting.process_control inner join reporting.indicators using (indicator_id) where {where} "
            "order by all"
        ).fetchall():
            found[tuple(key)].append((month_on, value, signal))
    return found


def test_every_judged_group_of_every_report_has_the_signals_of_the_plain_rules(published: Path) -> None:
    judged = charts(published, "signal <> 'not_judged'")
    assert len(judged) > 500
    for key, points in judged.items():
        expected = plain_signals([Fraction(str(value)) for _, value, _ in points])
        assert [signal for *_, signal in points] == expected, key


def test_december_has_the_signals_of_the_published_figures(published: Path) -> None:
    printed, compared = published_months(), 0
    for (_, indicator, breakdown, unit, _), points in charts(
        published, "report_month = date '2020-12-31' and signal <> 'not_judged'"
    ).items():
        quantity = "numerator" if unit == "count" else "value"
        months = printed.get((indicator, breakdown, quantity), {})
        if indicator in CONTRADICTORY or any(month_on not in months for month_on, *_ in points):
            continue
        expected = plain_signals([months[month_on] for month_on, *_ in points])
        assert [signal for *_, signal in points] == expected, (indicator, breakdown)
        compared += 1
    assert compared > 45
