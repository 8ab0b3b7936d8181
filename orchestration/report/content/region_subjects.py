"""Chapters of the region's report that set councils beside each other, subject by subject.

Belongs here: laying council_ranks out in tables and bars. Does not belong here: which councils there are (region.py),
or how places and averages are computed (models/reporting/region).
"""

from __future__ import annotations

from itertools import groupby

from orchestration.report.content.charts import number
from orchestration.report.content.editions import NO_FIGURE
from orchestration.report.content.marts import Marts, Rows
from orchestration.report.content.subjects import anchor, in_sentence_case
from orchestration.report.document import Cell, Chapter, Chart, Row, Series, Table

UNITS = {"percent": "percent", "rate_per_10k": "rate", "average": "average"}
GOOD = {"high": "high is good", "low": "low is good", "within_limits_low": "low is good"}
QUARTILES = {1: ("1 (best)", "improvement"), 2: ("2", ""), 3: ("3", ""), 4: ("4 (last)", "concern")}


def region_chapters(marts: Marts) -> list[Chapter]:
    """One chapter for each subject, in the order of a council's report."""
    ranks, definitions = marts.ask(_RANKS), marts.ask(_DEFINITIONS)
    chapters = []
    for subject, of_subject in groupby(ranks, key=lambda row: row["subject"]):
        tables, charts = [], []
        mine = list(of_subject)
        for _, of_indicator in groupby(mine, key=lambda row: row["indicator_id"]):
            categories = [list(rows) for _, rows in groupby(of_indicator, key=lambda row: row["breakdown"])]
            if len(categories) > 1 and categories[0][0]["first_is"] == "highest":
                tables.append(_side_by_side(categories))
                continue
            for rows in categories:
                tables.append(_ranked(rows))
                if rows[0]["first_is"] == "best":
                    charts.append(_chart(rows, tables[-1]))
        shown = {row["indicator_id"] for row in mine}
        chapters.append(
            Chapter(
                in_sentence_case(subject.replace("_", " ")),
                anchor(subject),
                definitions=tuple(
                    (one["title"], one["definition"]) for one in definitions if one["indicator_id"] in shown
                ),
                tables=tuple(tables),
                charts=tuple(charts),
            )
        )
    return chapters


def _ranked(rows: Rows) -> Table:
    """Councils in the order of their places, and below them the region."""
    first = rows[0]
    return Table(
        _table_name(first),
        f"{_title(first)} ({GOOD.get(first['polarity'], 'for information, highest first')})",
        ("Council", "Figure", "Place", "Quartile", "Comparators' average", "Best comparator"),
        (
            *(
                Row(
                    council_name(row),
                    (
                        _figure(row, "value"),
                        Cell(str(row["place"]), row["place"], "count") if row["place"] else Cell(NO_FIGURE),
                        _quartile(row["quartile"]),
                        _figure(row, "comparators_average"),
                        _figure(row, "comparators_best"),
                    ),
                )
                for row in rows
            ),
            *_region_rows([first], blanks=4),
        ),
    )


def _side_by_side(categories: list[Rows]) -> Table:
    """The categories of a figure for information, of which nothing is better: a column each."""
    firsts = [rows[0] for rows in categories]
    found = {(row["la_code"], row["breakdown"]): row for rows in categories for row in rows}
    councils = sorted({council_name(row): row["la_code"] for rows in categories for row in rows}.items())
    return Table(
        _table_name(firsts[0] | {"breakdown": "categories"}),
        f"{firsts[0]['title']} (for information)",
        ("Council", *(first["breakdown_label"] for first in firsts)),
        (
            *(
                Row(name, tuple(_figure(found.get((la_code, first["breakdown"])), "value") for first in firsts))
                for name, la_code in councils
            ),
            *_region_rows(firsts, blanks=0),
        ),
    )


def _region_rows(firsts: Rows, blanks: int) -> tuple[Row, Row]:
    """The region's two averages; empty cells stand where only a council has something."""
    return (
        Row(
            "Region, all children",
            (*(_figure(one, "region_value") for one in firsts), *(Cell(""),) * blanks),
            "benchmark",
        ),
        Row(
            "Average of councils",
            (*(_figure(one, "council_average") for one in firsts), *(Cell(""),) * blanks),
            "benchmark",
        ),
    )


def _chart(rows: Rows, table: Table) -> Chart:
    """A bar for each council, in the order of places, and one for the region."""
    unit = UNITS[rows[0]["unit"]]
    bars = [(council_name(row), row["value"]) for row in rows if row["value"] is not None]
    bars.append(("Region", rows[0]["region_value"]))
    return Chart(
        name=f"{table.name}_chart",
        title=_title(rows[0]),
        kind="grouped",
        unit=unit,
        periods=tuple(name for name, _ in bars),
        series=(Series(_title(rows[0]), tuple(value for _, value in bars)),),
        lines=(),
        text=f"{table.caption}. {'; '.join(f'{name} {number(value, unit)}' for name, value in bars)}.",
        table=table.name,
    )


def council_name(row: dict) -> str:
    """Its name, or its code where it has none."""
    return row["name"] or row["la_code"]


def _title(row: dict) -> str:
    return row["title"] if row["breakdown"] == "all" else f"{row['title']}: {row['breakdown_label']}"


def _table_name(row: dict) -> str:
    return f"region_{row['indicator_id']}_{row['breakdown']}".removesuffix("_all")


def _figure(row: dict | None, column: str) -> Cell:
    if row is None or row[column] is None:
        return Cell(NO_FIGURE)
    text = f"{row[column]:.{row['decimals']}f}" + "%" * (row["unit"] == "percent")
    return Cell(text, row[column], UNITS[row["unit"]])


def _quartile(quartile: int | None) -> Cell:
    text, tone = QUARTILES[quartile] if quartile else (NO_FIGURE, "")
    return Cell(text, tone=tone)


# Subjects and indicators in the order of the council's report; those that it does not print come last.
_RANKS = """
with places as (select indicator_id, min(position) as position from report_figures group by indicator_id)

select
    ranks.* exclude (region_value, council_average), councils.name,
    months.subject, months.title, months.breakdown_label, months.unit, indicators.decimals, indicators.polarity,
    region.value as region_value, region.council_average
from council_ranks as ranks
inner join region_values as region using (indicator_id, breakdown, period_kind, period_end_on)
inner join indicators_by_month as months
    on ranks.la_code = months.la_code and ranks.indicator_id = months.indicator_id
    and ranks.breakdown = months.breakdown and ranks.period_end_on = months.month_on
inner join indicators on ranks.indicator_id = indicators.indicator_id
left join places on ranks.indicator_id = places.indicator_id
left join councils on ranks.la_code = councils.la_code
where ranks.period_end_on = $report_month and ranks.period_kind <> 'ytd' and ranks.councils_ranked > 1
order by
    min(places.position) over (partition by months.subject) nulls last, months.subject, places.position nulls last,
    ranks.indicator_id, ranks.breakdown, ranks.place nulls last, coalesce(councils.name, ranks.la_code)
"""

_DEFINITIONS = "select indicator_id, title, definition from indicators order by title"
