"""What is asked for and cannot be done: every refusal says what, which value, and what to do; nothing is published."""

from datetime import date

import duckdb
import pytest

from orchestration.cli import main
from orchestration.common import settings
from orchestration.common.errors import NotPossible
from orchestration.operations.output_files import reported_councils
from orchestration.operations.prepare import land_and_prepare
from tests.landing.small_deliveries import LA_CODE, write_council

THERE = f"there are deliveries of {LA_CODE} 2020-11 to 2020-12"
PUT = "Put the delivery into the landing folder, or ask for months up to 2020-12"
MARCH = (date(2021, 1, 31), date(2021, 3, 31))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """November and December 2020 delivered, and reports of both months published."""
    made = settings.load({"CHILDREN_DATA": str(tmp_path_factory.mktemp("refusals") / "data")})
    write_council(made.landing, "2020-11", "2020-12")
    made.published.mkdir()
    with duckdb.connect(str(made.published_db)) as con:
        con.execute(
            "create schema reporting; create table reporting.report_issues as "
            f"select '{LA_CODE}' as la_code, unnest([date '2020-11-30', date '2020-12-31']) as report_month"
        )
    return made


def with_settings(place, **more):
    return settings.load({"CHILDREN_DATA": str(place.data), **more})


@pytest.mark.parametrize(
    ("months", "as_known", "says"),
    [
        (MARCH, "own_month", f"no delivery of 2021-03 has been landed; {THERE}. {PUT}"),
        (
            MARCH,
            "newest",
            f"newest delivery known on 2021-01-05 is of 2020-12; {THERE}. {PUT}",
        ),
        (None, "2020-12-07", "asked for is 2020-12, but the newest delivery known on 2020-12-07 is of 2020-11"),
        (None, "2010-01-01", "no delivery was known on 2010-01-01; the first was extracted on 2020-12-05"),
        (None, "yesterday", "--as-known is newest, own_month or a date like 2020-12-31, not 'yesterday'"),
    ],
)
def test_months_that_no_delivery_reaches(place, months, as_known, says):
    with pytest.raises(NotPossible, match=says):
        land_and_prepare(with_settings(place), months, as_known)


def test_a_delivery_before_the_first_month(place):
    with pytest.raises(
        NotPossible, match="2020-12 is before the first month, 2021-06; .* CHILDREN_FIRST_MONTH=2020-12"
    ):
        land_and_prepare(with_settings(place, CHILDREN_FIRST_MONTH="2021-06"))


def test_a_council_that_nobody_knows(place):
    unknown = with_settings(place, CHILDREN_LA="E0999999X")
    with pytest.raises(
        NotPossible, match=f"no delivery of CHILDREN_LA=E0999999X was known; those known are of {LA_CODE}"
    ):
        land_and_prepare(unknown)
    with pytest.raises(NotPossible, match=f"CHILDREN_LA=E0999999X; there are those of {LA_CODE} to 2020-12"):
        reported_councils(unknown, date(2020, 12, 31))


def test_a_report_of_a_month_that_is_not_published(place):
    with pytest.raises(NotPossible, match="no report of January 2021 has been published .*run month 2021-01"):
        reported_councils(with_settings(place), date(2021, 1, 31))


def test_the_command_line_tells_it_and_no_traceback(place, monkeypatch, capsys):
    monkeypatch.setenv("CHILDREN_DATA", str(place.data))
    monkeypatch.setenv("CHILDREN_KEYS", str(place.data / "no_such_file"))
    assert main.main(["land"]) == 1
    monkeypatch.setenv("CHILDREN_KEYS", "")
    monkeypatch.setenv("CHILDREN_FIRST_MONTH", "soon")
    assert main.main(["land"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "CHILDREN_KEYS: no_such_file cannot be read (No such file or directory); name a file of keys that this user "
        "may read, or unset CHILDREN_KEYS where there is demo data only",
        "CHILDREN_FIRST_MONTH: not a month: 'soon'; write it as 2020-12",
    ]
