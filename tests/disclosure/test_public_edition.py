"""The public edition of the demo's report, issue by issue, and an attack on all its issues together."""

from __future__ import annotations

import re
import shutil
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.disclosure import PublicCell, public_cells, public_edition, public_editions, suppress
from orchestration.disclosure import issues as issues_module
from orchestration.disclosure.issues import NoSuchReport
from tests.disclosure.knowledge import Knowledge
from tests.disclosure.solver import recovered

LA_CODE = "E08000018"
DECEMBER = date(2020, 12, 31)


def knowledge_of(published: Path, issues: dict[date, dict[tuple, PublicCell]]) -> Knowledge:
    """What an attacker holds when all issues lie on the desk."""
    knowledge = Knowledge(published, LA_CODE)
    for month, cells in issues.items():
        whole = frozenset(key for key, cell in cells.items() if cell.held_back == "whole")
        knowledge.read_issue(month, {key: cell.text for key, cell in cells.items()}, whole)
    return knowledge


def attack(published: Path, issues: dict[date, dict[tuple, PublicCell]], equal: list | None = None) -> tuple[list, int]:
    """(small numbers recovered, small numbers hidden)."""
    knowledge = knowledge_of(published, issues)
    targets = knowledge.close(equal)
    return recovered(knowledge.public, targets), len(targets)


@pytest.fixture(scope="module")
def published(december: Path) -> Path:
    return december / "published" / "children.duckdb"


@pytest.fixture(scope="module")
def public(published: Path) -> dict[date, dict[tuple, PublicCell]]:
    return public_editions(published, LA_CODE, DECEMBER)


@pytest.fixture(scope="module")
def unprotected(published: Path) -> dict[date, dict[tuple, PublicCell]]:
    return public_editions(published, LA_CODE, DECEMBER, with_secondary=False)


def test_no_small_number_follows_from_all_issues_together(published: Path, public: dict) -> None:
    given_away, hidden = attack(published, public)
    assert given_away == []
    assert hidden > 100


def test_without_secondary_cells_the_attack_finds_many(published: Path, unprotected: dict) -> None:
    given_away, _ = attack(published, unprotected)
    assert len(given_away) > 100


def test_one_issue_without_secondary_cells_is_found(published: Path, public: dict, unprotected: dict) -> None:
    """Eleven safe issues and one that is not: the attack sees more than all or nothing."""
    given_away, _ = attack(published, {**public, DECEMBER: unprotected[DECEMBER]})
    assert ("s47_outcomes:not_substantiated", "month", (2020, 12)) in given_away


def test_the_next_month_gives_nothing_away_and_leaves_the_issues_before(january: Path, public: dict) -> None:
    published = january / "published" / "children.duckdb"
    longer = public_editions(published, LA_CODE, date(2021, 1, 31))
    assert {month: longer[month] for month in public} == public
    assert public_edition(published, LA_CODE, DECEMBER) == public[DECEMBER]
    given_away, hidden = attack(published, longer)
    assert given_away == []
    assert hidden > 100


@pytest.mark.parametrize(
    ("by", "hidden_at_least", "has_whole_rows"), [(3, 300, False), (10, 600, True), (100, 1500, True)]
)
def test_a_small_council_has_an_edition_that_gives_nothing_away(
    published: Path,
    public: dict,
    tmp_path: Path,
    by: int,
    hidden_at_least: int,
    has_whole_rows: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Down to five looked-after children. The edition is made from the ledger, so the ledger alone is thinned: texts of
    the cells are those of before and not compared."""  # fmt: skip
    small = tmp_path / "small.duckdb"
    shutil.copy(published, small)
    with duckdb.connect(str(small)) as con:
        con.execute(
            f"""
            create table thinned as
            select ledger.* replace (
                case when unit = 'average' then numerator else floor(numerator / {by}) end as numerator,
                case unit when 'percent' then floor(denominator / {by}) else denominator end as denominator,
                case when unit = 'percent' and denominator < {by} then 'no_cases' else value_status end as value_status
            )
            from reporting.published_values as ledger inner join reporting.indicators using (indicator_id);
            drop table reporting.published_values;
            create table reporting.published_values as select * from thinned;
            """
        )
    monkeypatch.setattr(issues_module, "check_texts", lambda *_: None)
    taken = []
    monkeypatch.setattr(suppress.Steps, "take", lambda steps, take=suppress.Steps.take: (taken.append(1), take(steps)))
    issues = public_editions(small, LA_CODE, DECEMBER)
    assert len(issues) == 12
    assert len(taken) / 2 <= 12 * (suppress.ALL_SHORT + suppress.ALL_LONG)  # each step counts in its part and the whole
    large = knowledge_of(published, public)
    large.close()
    given_away, hidden = attack(small, issues, large.equal_series())
    assert given_away == []
    assert hidden > hidden_at_least
    held = Counter(cell.held_back for cells in issues.values() for cell in cells.values())
    assert bool(held["whole"]) is has_whole_rows
    assert held[""] > 5000


def test_what_is_held_back_stays_and_numbers_move_by_six_or_not_at_all(public: dict) -> None:
    texts = defaultdict(list)
    for cells in public.values():
        for key, cell in cells.items():
            if key[0] == "figure" and key[4] in ("month", "term", "annual"):
                texts[key].append(cell.text)
    assert len(texts) > 1000
    for key, shown in texts.items():
        first_held = shown.index("c") if "c" in shown else len(shown)
        assert set(shown[first_held:]) <= {"c"}, key
        if key[6] in ("count", "numerator") and key[2] != "agency":
            numbers = [int(re.match(r"\d+", one).group()) for one in shown if re.match(r"\d+(?!.*\.)", one)]
            steps = [abs(now - was) for was, now in zip(numbers, numbers[1:], strict=False)]
            assert all(step == 0 or step >= 6 for step in steps), key


def test_no_count_of_one_to_five_and_no_share_of_one_is_printed(published: Path, public: dict) -> None:
    with duckdb.connect(str(published), read_only=True) as con:
        small = con.execute(
            """
            select page, key, figures.breakdown, figures.period_kind, period, part
            from reporting.report_figures as figures
            inner join reporting.published_values as ledger
                on figures.la_code = ledger.la_code and figures.indicator_id = ledger.indicator_id
                and figures.indicator_breakdown = ledger.breakdown and figures.period_kind = ledger.period_kind
                and figures.period_end_on = ledger.period_end_on and figures.issue = ledger.issue
            where figures.report_month = ? and figures.period_end_on = figures.report_month
                and figures.indicator_id not like 'caseload%' and figures.indicator_id not like 'adoption_days%'
                and (
                    (quantity = 'numerator' and numerator between 1 and 5)
                    or (quantity = 'denominator' and denominator between 1 and 5)
                    or (part = 'percent' and (numerator between 1 and 5 or denominator - numerator between 1 and 5))
                )
            """,
            [DECEMBER],
        ).fetchall()
    assert len(small) > 10
    assert {public[DECEMBER]["figure", *key].text for key in small} == {"c"}


def test_the_newest_month_is_printed_as_in_the_restricted_edition_or_not_at_all(published: Path, public: dict) -> None:
    """Sums apart: they add up the months as the public has them."""
    with duckdb.connect(str(published), read_only=True) as con:
        rows = con.execute(
            "select page, key, breakdown, figures.period_kind, period, part, printed, period_rule "
            "from reporting.report_figures as figures inner join reporting.indicators using (indicator_id) "
            "where report_month = ? and (period_end_on = report_month or period_end_on is null)",
            [DECEMBER],
        ).fetchall()
    kept = 0
    for *key, printed, rule in rows:
        cell = public[DECEMBER]["figure", *key]
        if cell.text not in ("c", "z", "x", "low") and key[3] != "ytd" and rule != "rolling_12":
            assert cell.text == printed, key
            kept += 1
    assert kept > 600


def test_every_figure_has_a_public_cell(published: Path, public: dict) -> None:
    with duckdb.connect(str(published), read_only=True) as con:
        figures = con.execute(
            "select report_month, page, key, breakdown, period_kind, period, part from reporting.report_figures"
        ).fetchall()
        rows = [row for (row,) in con.execute("select row_key from reporting.report_scorecard").fetchall()]
    assert all(("figure", *key) in public[month] for month, *key in figures)
    assert len(set(rows)) == 98
    assert all(
        ("scorecard", row, column) in public[DECEMBER]
        for row in rows
        for column in ("two_months_before", "month_before", "this_month", "year_to_date", "year_before", "dot", "rag")
    )


def test_the_year_to_date_adds_up_its_printed_months(public: dict) -> None:
    cells = public[DECEMBER]
    page = ("figure", "SECTION 47 INVESTIGATIONS - STARTED", "s47_started", "")
    months = [int(cells[*page, "month", f"2020-{month:02d}", "count"].text) for month in range(4, 13)]
    assert int(cells[*page, "ytd", "2020/21", "count"].text) == sum(months)


def test_a_direction_or_rating_of_a_hidden_number_is_hidden(public: dict) -> None:
    cells = public[DECEMBER]
    hidden = [
        key[1] for key, cell in cells.items() if key[0] == "scorecard" and key[2] == "this_month" and cell.held_back
    ]
    assert len(hidden) > 5
    for row in hidden:
        assert {cells["scorecard", row, column].text for column in ("dot", "dot_reason", "rag", "rag_reason")} == {"c"}


def test_the_largest_caseload_is_in_no_public_issue(public: dict) -> None:
    texts = {cell.text for cells in public.values() for key, cell in cells.items() if "max_caseload" in str(key[2])}
    assert texts == {"c"}


def test_the_same_file_gives_the_same_texts(published: Path, public: dict) -> None:
    again = public_cells(published, LA_CODE, DECEMBER)
    assert list(again.items()) == [(key, cell.text) for key, cell in public[DECEMBER].items()]


def test_a_month_never_published_is_said_so(published: Path) -> None:
    with pytest.raises(NoSuchReport, match="no report of May 2031"):
        public_cells(published, LA_CODE, date(2031, 5, 31))
