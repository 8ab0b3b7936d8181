"""The chapters of the subjects: definitions, the table of each page and its charts.

Belongs here: laying figures out in rows and columns. Does not belong here: scorecard.py, annexes.py, commentary.py.
"""

from __future__ import annotations

from datetime import date

from orchestration.common.months import months_before
from orchestration.disclosure import PROVISIONAL_MONTHS
from orchestration.report.content.charts import charts_of, with_vintage
from orchestration.report.content.editions import NO_FIGURE, WITHHELD, Edition
from orchestration.report.content.marts import Marts, Rows
from orchestration.report.content.periods import day, months_to_come, period_label, place
from orchestration.report.document import Cell, Chapter, Row, Table

PROVISIONAL = "p"


def subject_chapters(marts: Marts, edition: Edition) -> list[Chapter]:
    """One chapter for each page of the report, in its order, as the edition prints them."""
    figures, wanted = marts.ask(_FIGURES), marts.ask(_CHARTS)
    targets = {row["row_key"]: (row["target_from"], row["target_to"]) for row in marts.ask(_TARGETS)}
    breaks = {row["indicator_id"]: row["what_changed"] for row in marts.ask(_BREAKS)}
    populations = marts.ask(_OLD_POPULATIONS)
    found = []
    for page in dict.fromkeys(figure["page"] for figure in figures):
        mine = [figure for figure in figures if figure["page"] == page]
        table = _table(page, mine, edition, marts.report_month)
        notes = dict.fromkeys(breaks[one["indicator_id"]] for one in mine if one["indicator_id"] in breaks)
        withheld = dict.fromkeys(figure["title"] for figure in mine if edition.is_withheld(figure))
        note = [f"Break in the series: {'; '.join(notes)}."] if notes else []
        note += [WITHHELD.format("; ".join(withheld))] if withheld else []
        charts = [row for row in wanted if row["page"] == page]
        found.append(
            Chapter(
                title=in_sentence_case(page),
                anchor=anchor(page),
                definitions=tuple({figure["title"]: figure["definition"] for figure in mine}.items()),
                note=" ".join(note + _notes_on_populations(mine, populations, edition)),
                tables=(table,),
                charts=charts_of(charts, mine, targets, table.name, edition.value),
            )
        )
    return found


def _notes_on_populations(figures: Rows, old: Rows, edition: Edition) -> list[str]:
    """Why the rates of a page are missing, or on which children of an earlier year they rest."""
    rates = [one for one in figures if one["part"] == "rate" and one["period_kind"] == "month"]
    lacking = sorted({one["period"] for one in rates if one["value_status"] == "population_missing"})
    notes = [
        f"Rates rest on {row['population_aged_0_17']:,} children aged 0 to 17 ({row['vintage']}) up to "
        f"{row['last_month_on']:%B %Y}; no later number is held."
        for row in old
        if rates
    ]
    if lacking:
        notes.append(
            f"No rates for {_span(lacking)}: the council's population of children aged 0 to 17 is not held"
            + ("." if edition.is_public else "; add it to seeds/child_populations.csv.")
        )
    return notes


def _span(months: list[str]) -> str:
    first, last = (period_label("month", month) for month in (months[0], months[-1]))
    return first if first == last else f"{first} to {last}"


def _table(page: str, figures: Rows, edition: Edition, report_month: date) -> Table:
    shown = in_columns(figures)
    headings = {figure["position"]: figure["heading"] for figure in shown}
    columns = sorted(headings)
    periods = {(one["period_kind"], one["period_end_on"], one["period"]): None for one in shown}
    rows = []
    for kind, end, period in sorted(periods, key=lambda one: place(*one)):
        mine = {
            one["position"]: one
            for one in shown
            if (one["period_kind"], one["period_end_on"], one["period"]) == (kind, end, period)
        }
        cells = [edition.figure(mine.get(column)) for column in columns]
        if not edition.is_public:
            known = [one["as_known_on"] for one in mine.values() if one["origin"] == "computed"]
            cells.append(Cell(day(max(known)), unit="date") if known else Cell(NO_FIGURE))
        mark = PROVISIONAL if kind == "month" and end > months_before(report_month, PROVISIONAL_MONTHS) else ""
        label = with_vintage(period_label(kind, period), mine.values())
        rows.append((place(kind, end, period), Row(label, tuple(cells), kind, mark)))
    if any(kind == "month" for kind, _, _ in periods):
        blank = tuple(Cell("") for _ in rows[0][1].cells)
        rows += [
            (place("to_come", None, month), Row(period_label("to_come", month), blank, "to_come"))
            for month in months_to_come(report_month)
        ]
    return Table(
        name=anchor(page).replace("-", "_"),
        caption=f"{in_sentence_case(page)}: figures by period",
        headings=("Period", *(headings[column] for column in columns), *([] if edition.is_public else ["As known on"])),
        rows=tuple(row for _, row in sorted(rows, key=lambda one: one[0])),
    )


def in_columns(figures: Rows) -> Rows:
    """The figures that have a cell of their own, each in its column.

    A total stands in the cell of its number (118 of 194), unless it is printed alone (of 194). Where the percentage
    stands there too (118 of 194 60.8%), benchmarks, which have a percentage only, share the column.
    """
    together = {
        (one["key"], one["breakdown"])
        for one in figures
        if one["part"] == "percent" and _is_printed_with_its_number(one)
    }
    columns = {(one["key"], one["breakdown"]): one["position"] for one in figures if one["part"] == "numerator"}
    found = []
    for one in figures:
        name = one["key"], one["breakdown"]
        if name in together:
            one = one | {"position": columns[name], "heading": one["title"]}
        if not _is_printed_with_its_number(one):
            found.append(one)
    return found


def _is_printed_with_its_number(figure: dict) -> bool:
    if figure["part"] == "denominator":
        return not figure["printed"].startswith("of ")
    return figure["part"] == "percent" and " of " in figure["printed"]


def anchor(page: str) -> str:
    """A name for links and files: letters, digits and single hyphens."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in page.lower()).split())


def in_sentence_case(page: str) -> str:
    """SECTION 47 INVESTIGATIONS - STARTED is Section 47 investigations: started."""
    words = page.lower().replace(" - ", ": ").replace("(cin)", "(CIN)")
    return words[0].upper() + words[1:]


_FIGURES = """
select
    figures.page, figures.position, figures.key, figures.breakdown, figures.part, figures.quantity,
    figures.period_kind, figures.period, figures.period_end_on, figures.printed, figures.value,
    figures.as_known_on, figures.origin, figures.value_status, figures.vintage,
    figures.indicator_id, indicators.title, definitions.definition,
    coalesce(figures.issue > 1 and figures.as_known_on = issues.as_known_on, false)
    and ledger.value is distinct from first_issue.value as is_revised,
    exists (
        select 1 from series_breaks as breaks
        where breaks.la_code = figures.la_code and breaks.indicator_id = figures.indicator_id
            and case figures.period_kind
                when 'month' then last_day(breaks.break_on) = figures.period_end_on
                when 'ytd' then not breaks.stops_sums and breaks.break_on <= figures.period_end_on
                    and breaks.break_on > cast(left(figures.period, 4) || '-04-01' as date)
            end
    ) as is_break,
    case
        when figures.breakdown = '' and figures.indicator_breakdown = 'all' then indicators.title
        when figures.breakdown = '' then indicators.title || ', ' || replace(figures.indicator_breakdown, '_', ' ')
        else upper(left(figures.breakdown, 1)) || replace(substr(figures.breakdown, 2), '_', ' ')
    end
    || case figures.part
        when 'percent' then ' (%)'
        when 'rate' then ' (per 10,000)'
        when 'numerator' then ' (number)'
        when 'denominator' then ' (of all)'
        else case figures.key
            when 'source_total' then ' (contacts)' when 'source_to_referral' then ' (progressed)' else ' (number)'
        end
    end as heading
from report_figures as figures
inner join indicators on figures.indicator_id = indicators.indicator_id
inner join report_definitions as definitions
    on figures.la_code = definitions.la_code and figures.report_month = definitions.report_month
    and figures.indicator_id = definitions.indicator_id
inner join report_issues as issues
    on figures.la_code = issues.la_code and figures.report_month = issues.report_month and issues.is_latest_issue
left join published_values as ledger
    on figures.la_code = ledger.la_code and figures.indicator_id = ledger.indicator_id
    and figures.indicator_breakdown = ledger.breakdown and figures.period_kind = ledger.period_kind
    and figures.period_end_on = ledger.period_end_on and figures.issue = ledger.issue
left join published_values as first_issue
    on ledger.la_code = first_issue.la_code and ledger.indicator_id = first_issue.indicator_id
    and ledger.breakdown = first_issue.breakdown and ledger.period_kind = first_issue.period_kind
    and ledger.period_end_on = first_issue.period_end_on and first_issue.issue = 1
where figures.la_code = $la_code and figures.report_month = $report_month
order by figures.position, figures.period_kind, figures.period
"""

_CHARTS = "select * from report_charts order by page, chart_no, position"

_TARGETS = """
select row_key, target_from, target_to from report_scorecard
where la_code = $la_code and report_month = $report_month
"""

_OLD_POPULATIONS = """
select population_aged_0_17, coalesce(vintage, 'of an unknown year') as vintage, last_month_on from report_populations
where la_code = $la_code and report_month = $report_month and is_past_its_year
order by last_month_on
"""

_BREAKS = """
select indicator_id, string_agg(distinct what_changed, '; ' order by what_changed) as what_changed
from series_breaks where la_code = $la_code and break_on <= $report_month group by indicator_id
"""
