"""What each chart of a page shows: its series, target, benchmarks and the same in words.

Belongs here: taking the drawn figures out of the page's figures. Does not belong here: drawing (formats/charts.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from orchestration.report.content.editions import UNITS
from orchestration.report.content.marts import Rows
from orchestration.report.content.periods import BENCHMARKS, period_label
from orchestration.report.document import Chart, Series

DRAWN_BENCHMARKS = ("SN AVE", "NAT AVE")
ValueOf = Callable[[dict], float | None]


def charts_of(
    wanted: Rows, figures: Rows, targets: dict[str, tuple[float | None, float | None]], table: str, value_of: ValueOf
) -> tuple[Chart, ...]:
    """The charts of one page, in order; those without a single figure are left out.

    `wanted` are rows of report_charts, `figures` all figures of the page, `targets` the bounds of the target by row of
    the scorecard, `value_of` gives the number that an edition shows for a figure.
    """
    found = []
    for number, series in groupby(wanted, key=lambda row: row["chart_no"]):
        chart = _chart(number, list(series), figures, targets, table, value_of)
        if any(value is not None for one in chart.series for value in one.values):
            found.append(chart)
    return tuple(found)


def _chart(number: int, rows: Rows, figures: Rows, targets: dict, table: str, value_of: ValueOf) -> Chart:
    months = sorted({figure["period"] for figure in figures if figure["period_kind"] == "month"})
    series = []
    for row in rows:
        shown = {figure["period"]: value_of(figure) for figure in _figures_of(row, figures, "month")}
        series.append(Series(row["label"], tuple(shown.get(month) for month in months)))
    first = rows[0]
    lines = _lines(first, figures, targets) if len(rows) == 1 else ()
    unit = UNITS.get(first["part"], "count")
    labels = tuple(period_label("month", month) for month in months)
    return Chart(
        name=f"{table}_{number}",
        title=first["title"],
        kind=first["kind"],
        unit=unit,
        periods=labels,
        series=tuple(series),
        lines=lines,
        text=in_words(first["title"], unit, labels, series, lines),
        table=table,
    )


def _figures_of(row: dict, figures: Rows, kind: str) -> Rows:
    named = (row["key"], row["breakdown"], row["part"])
    return [
        one for one in figures if (one["key"], one["breakdown"], one["part"]) == named and one["period_kind"] == kind
    ]


def _lines(row: dict, figures: Rows, targets: dict) -> tuple[tuple[str, float], ...]:
    low, high = targets.get(row["scorecard_row_key"], (None, None))
    if low is not None and high is not None:
        found = [("Target from", low), ("Target to", high)]
    else:
        found = [("Target", bound) for bound in (low, high) if bound is not None]
    benchmarks = {one["period"]: one for one in _figures_of(row, figures, "benchmark") if one["value"] is not None}
    found += [
        (with_vintage(BENCHMARKS[name], [benchmarks[name]]), benchmarks[name]["value"])
        for name in DRAWN_BENCHMARKS
        if name in benchmarks
    ]
    return tuple(found)


def with_vintage(label: str, figures: Iterable[dict]) -> str:
    """The name of a row or line, and of which years its figures are where they are not of the report's own."""
    vintages = dict.fromkeys(one["vintage"] for one in figures if one["vintage"])
    return f"{label} ({', '.join(vintages)})" if vintages else label


def number(value: float, unit: str) -> str:
    """A number as words have it: 615, 106.9, 64.4%."""
    text = f"{value:,.1f}" if unit != "count" else f"{value:,.0f}"
    return f"{text}%" if unit == "percent" else text


def in_words(title: str, unit: str, periods: tuple[str, ...], series: list[Series], lines: tuple) -> str:
    """What a chart shows: where each line begins and ends, its highest and lowest, and the lines beside it."""
    sentences = []
    for one in series:
        known = [(period, value) for period, value in zip(periods, one.values, strict=True) if value is not None]
        if not known:
            sentences.append(f"{one.name}: no figure shown.")
            continue
        low, high = min(known, key=lambda pair: pair[1]), max(known, key=lambda pair: pair[1])
        name = "" if one.name == title else f"{one.name}: "
        sentences.append(
            f"{name}{number(known[0][1], unit)} in {known[0][0]}, {number(known[-1][1], unit)} in {known[-1][0]}; "
            f"lowest {number(low[1], unit)} in {low[0]}, highest {number(high[1], unit)} in {high[0]}."
        )
    sentences += [f"{name}: {number(value, unit)}." for name, value in lines]
    return f"{title}. " + " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)
