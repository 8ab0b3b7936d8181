"""The delivery of January 2021: what stays as published, what moves and who moved it."""

from __future__ import annotations

import csv
import hashlib
import shutil
from datetime import date
from pathlib import Path

import duckdb

from tests.conftest import run_demo

DECEMBER = date(2020, 12, 31)


def rows(data: Path, query: str, *values) -> list[tuple]:
    with duckdb.connect(str(data / "published" / "children.duckdb"), read_only=True) as con:
        return con.execute(query, values).fetchall()


def report_of(data: Path, month: date) -> list[tuple]:
    return rows(data, "select * from reporting.report_figures where report_month = ? order by all", month)


def checksums(data: Path) -> dict[str, str]:
    """SHA-256 of every published table, exported in sorted order."""
    with duckdb.connect(str(data / "published" / "children.duckdb"), read_only=True) as con:
        tables = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
        return {
            name: hashlib.sha256(
                repr(con.execute(f"select * from reporting.{name} order by all").fetchall()).encode()
            ).hexdigest()
            for name in tables
        }


def test_the_december_report_as_published_is_unchanged(december: Path, january: Path) -> None:
    before = report_of(december, DECEMBER)
    assert len(before) > 800
    assert report_of(january, DECEMBER) == before


def test_november_and_december_have_new_ledger_rows_and_no_old_one_is_touched(december: Path, january: Path) -> None:
    ledger = "select * from reporting.published_values order by all"
    before, after = set(rows(december, ledger)), set(rows(january, ledger))
    assert before < after
    new_months = {row[5] for row in after - before}
    assert new_months == {date(2020, 11, 30), DECEMBER, date(2021, 1, 31)}


def test_revisions_name_what_moved_and_why(january: Path) -> None:
    """Expected from the answer key of the January delivery, written by the generator, not by the models."""
    with (january / "demo_deliveries" / "answer_key.csv").open(encoding="utf-8", newline="") as file:
        key = [line for line in csv.DictReader(file) if line["delivery_id"].split("/")[1] == "2021-01-31"]
    late_contacts = {line["record_id"] for line in key if line["fault"] == "December 2020 contact recorded late"}
    assert len(late_contacts) == 4
    moved = rows(
        january,
        """
        select indicator_id, event_id, movement, reason from reporting.revision_children
        where period_kind = 'month' and changed_known_on = (select max(as_known_on) from reporting.report_issues)
        """,
    )
    seen = {(movement, reason) for _, event, movement, reason in moved if event in late_contacts}
    assert seen == {("joined", "recorded late")}
    assert {event for _, event, _, reason in moved if reason == "recorded late"} >= late_contacts
    for fault, indicator, expected in (
        ("November 2020 enquiry recorded late", "s47_started", ("joined", "recorded late")),
        (
            "November 2020 admission deleted since the delivery before",
            "looked_after",
            ("left", "record gone"),
        ),
        ("plan end moved from December 2020 to January 2021", "cp_plans_ceased_two_years", ("left", "date changed")),
        ("outcome of a December 2020 enquiry entered late", "s47_outcomes", ("left", "details changed")),
    ):
        (record,) = {line["record_id"] for line in key if line["fault"] == fault}
        found = {(movement, reason) for name, _, movement, reason in _of(moved, record, indicator)}
        assert expected in found, (fault, found)


def _of(moved: list[tuple], record: str, indicator: str) -> list[tuple]:
    """Rows of an indicator about a record; the key names an episode where the mart names its period of care."""
    exact = [row for row in moved if row[0] == indicator and row[1] == record]
    return exact or [row for row in moved if row[0] == indicator]


def test_revised_values_differ_by_the_children_who_moved(january: Path) -> None:
    """For counts: joined less left is the difference between first and last publication."""
    compared = rows(
        january,
        """
        select revisions.indicator_id, revisions.breakdown, revisions.period_kind, revisions.period_end_on,
            revisions.last_numerator - revisions.first_numerator as difference,
            count(*) filter (where moved.movement = 'joined') - count(*) filter (where moved.movement = 'left') as net
        from reporting.revisions as revisions
        inner join reporting.indicators using (indicator_id)
        left join reporting.revision_children as moved
            using (la_code, indicator_id, breakdown, period_kind, period_end_on)
        where indicators.unit in ('count', 'rate_per_10k')
        group by all
        """,
    )
    assert len(compared) > 20
    assert [row for row in compared if row[4] != row[5]] == []


def test_rerunning_the_same_month_changes_nothing(january: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(january, data)
    before = checksums(data)
    run_demo(data, "rerun")
    assert checksums(data) == before
