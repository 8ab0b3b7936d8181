"""The report of a region: its councils side by side in everything that can be compared.

Belongs here: the whole, and what each council stands at. Does not belong here: the subjects (region_subjects.py), or
the report of one council (council.py).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from orchestration.report.content.marts import Marts, Rows, open_marts
from orchestration.report.content.periods import day
from orchestration.report.content.region_subjects import QUARTILES, council_name, region_chapters
from orchestration.report.document import REGION, RESTRICTED, Cell, Chapter, Document, Row, Table

QUARTILE_NAMES = ("First quartile (best)", "Second", "Third", "Fourth (last)")


def read_region(published_db: Path, report_month: date) -> Document | None:
    """The report of a month end of all councils together, as they stand now; None where there is one council.

    There is a restricted edition only: averages and places rest on exact numbers.
    """
    with open_marts(published_db, REGION, report_month) as marts:
        councils = marts.ask(_COUNCILS)
        if len(councils) < 2:
            return None
        chapters = [_councils_chapter(marts, councils), *region_chapters(marts)]
    return Document(
        title=f"Children's social care in the region: {report_month:%B %Y}",
        la_code=REGION,
        report_month=report_month,
        edition=RESTRICTED,
        stamp=(
            f"Region of {len(councils)} councils. Restricted edition; there is no other, because places and averages "
            "rest on exact numbers.",
            f"As known on {day(councils[0]['as_known_on'])}; code version {councils[0]['code_version']}.",
            "Each figure is the one its council last published. After a late delivery the month is ranked anew.",
        ),
        chapters=tuple(chapters),
    )


def _councils_chapter(marts: Marts, councils: Rows) -> Chapter:
    month = f"{marts.report_month:%B %Y}"
    held = {row["la_code"]: row["reason"] for row in marts.ask(_HELD)}
    missing = [council_name(one) for one in councils if not one["has_month"]]
    standing = Table(
        "region_councils",
        f"What each council's figures of {month} rest on",
        ("Council", "Code", "Delivery", "Stands at", f"{month}"),
        tuple(
            Row(
                council_name(one),
                (
                    Cell(one["la_code"]),
                    Cell(one["delivery_id"].partition("/")[2]),
                    Cell(f"{one['stands_at']:%B %Y}"),
                    Cell(_standing(one, held)),
                ),
            )
            for one in councils
        ),
    )
    tallied = Table(
        "region_quartiles",
        f"In how many indicators each council lies in which quartile, {month}",
        ("Council", "Compared", *QUARTILE_NAMES),
        tuple(
            Row(
                council_name(row),
                (
                    _count(row["compared"]),
                    *(_count(row[f"quartile_{n}"], QUARTILES[n][1] if row[f"quartile_{n}"] else "") for n in QUARTILES),
                ),
            )
            for row in marts.ask(_TALLY)
        ),
    )
    return Chapter(
        "The councils",
        "councils",
        note=f"{len(councils) - len(missing)} of {len(councils)} councils have figures of {month}. "
        + (f"In no place and no average: {', '.join(missing)}. " if missing else "")
        + _HOW_TO_READ,
        tables=(standing, *((tallied,) if tallied.rows else ())),
    )


def _standing(council: dict, held: dict[str, str]) -> str:
    if council["la_code"] in held:
        return f"held back, cannot be believed: {held[council['la_code']]}"
    return "delivered" if council["has_month"] else "late or refused: nothing of it could be used"


def _count(count: int, tone: str = "") -> Cell:
    return Cell(str(count), count, "count", tone=tone)


_HOW_TO_READ = (
    "A quartile is a quarter of the councils ranked, the first the best; it is given where high or low is good and "
    "four councils or more are ranked. An average of comparators is given when three or more of them have a figure "
    "and no other council could be told from it. Indicators overlap, so no row of the second table is a verdict."
)

_COUNCILS = """
select
    publication.la_code, councils.name, publication.delivery_id, publication.as_known_on, publication.code_version,
    cast(split_part(publication.delivery_id, '/', 2) as date) as stands_at,
    exists (
        select 1 from published_values as ledger
        where ledger.la_code = publication.la_code and ledger.period_end_on = $report_month
    ) as has_month
from publication
left join councils on publication.la_code = councils.la_code
order by coalesce(councils.name, publication.la_code)
"""

_HELD = """
select la_code, string_agg(distinct lower(what), '; ' order by lower(what)) as reason
from intake_checks
where result = 'held back' and split_part(delivery_id, '/', 2) = cast($report_month as varchar)
group by la_code
"""

_TALLY = """
select
    councils.name, ranks.la_code, count(*) as compared,
    count(*) filter (where ranks.quartile = 1) as quartile_1, count(*) filter (where ranks.quartile = 2) as quartile_2,
    count(*) filter (where ranks.quartile = 3) as quartile_3, count(*) filter (where ranks.quartile = 4) as quartile_4
from council_ranks as ranks
left join councils on ranks.la_code = councils.la_code
where ranks.period_end_on = $report_month and ranks.period_kind <> 'ytd' and ranks.quartile is not null
group by councils.name, ranks.la_code
order by coalesce(councils.name, ranks.la_code)
"""
