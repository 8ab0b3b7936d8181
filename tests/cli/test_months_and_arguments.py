"""Pure functions: months, ranges, settings, dbt arguments."""

from datetime import date
from pathlib import Path

import pytest

from orchestration.build.dbt_failures import failure_text
from orchestration.cli import main
from orchestration.common import settings
from orchestration.common.errors import NotPossible
from orchestration.common.months import month_end, months_before, rerun_range
from orchestration.defs.assets.dbt_models import build_arguments
from orchestration.defs.partitions import months_of, partition_key, range_tags


@pytest.mark.parametrize(
    ("key", "end"),
    [("2020-12", "2020-12-31"), ("2020-02-01", "2020-02-29"), ("2021-02", "2021-02-28"), ("2020-04-15", "2020-04-30")],
)
def test_month_end(key, end):
    assert month_end(key).isoformat() == end


@pytest.mark.parametrize("key", ["2020", "2020-13", "December", "2020-1", "2020-12-01; drop"])
def test_what_is_not_a_month(key):
    with pytest.raises(ValueError):
        month_end(key)


def test_months_before_and_after():
    assert months_before(date(2020, 12, 31), 10) == date(2020, 2, 29)
    assert months_before(date(2020, 1, 31), 1) == date(2019, 12, 31)
    assert months_before(date(2020, 12, 31), -2) == date(2021, 2, 28)


def test_rerun_range_ends_with_the_newest_month_and_starts_no_earlier_than_the_first():
    assert rerun_range(date(2020, 12, 31), 2, date(2019, 1, 31)) == (date(2020, 10, 31), date(2020, 12, 31))
    assert rerun_range(date(2019, 1, 31), 2, date(2019, 1, 31)) == (date(2019, 1, 31), date(2019, 1, 31))
    assert rerun_range(date(2020, 12, 31), 0, date.min) == (date(2020, 12, 31), date(2020, 12, 31))


def test_partition_keys_and_range_tags():
    assert partition_key(date(2020, 12, 31)) == "2020-12-01"
    assert months_of(["2020-11-01", "2020-12-01", "2020-10-01"]) == (date(2020, 10, 31), date(2020, 12, 31))
    assert range_tags(date(2020, 7, 31), date(2020, 12, 31)) == {
        "dagster/asset_partition_range_start": "2020-07-01",
        "dagster/asset_partition_range_end": "2020-12-01",
    }
    with pytest.raises(ValueError):
        months_of([])


def test_months_asked_for_on_the_command_line():
    chosen = settings.load({})
    assert main.asked_months(["2020-12"], chosen) == (date(2020, 10, 31), date(2020, 12, 31))
    assert main.asked_months(["2020-07", "2020-12"], chosen) == (date(2020, 7, 31), date(2020, 12, 31))
    assert main.asked_months([], chosen) is None
    assert [last for _, last in main.each_month(["2020-11", "2021-01"], chosen)] == [
        date(2020, 11, 30),
        date(2020, 12, 31),
        date(2021, 1, 31),
    ]
    with pytest.raises(ValueError):
        main.asked_months(["2020-12", "2020-07"], chosen)


@pytest.mark.parametrize("asked", [["2018-06"], ["2018-06", "2018-08"], ["2018-06", "2020-12"]])
def test_a_month_before_the_first_is_named_with_the_setting(asked):
    with pytest.raises(NotPossible) as said:
        main.asked_months(asked, settings.load({"CHILDREN_FIRST_MONTH": "2019-01"}))
    assert str(said.value) == (
        "2018-06 is before the first month, 2019-01; ask for a later month, or set CHILDREN_FIRST_MONTH=2018-06"
    )


def test_settings_come_from_the_environment():
    chosen = settings.load(
        {"CHILDREN_DATA": "/somewhere/data", "CHILDREN_RERUN_MONTHS": "11", "CHILDREN_LA": "E09999999"}
    )
    assert chosen.published_db == Path("/somewhere/data/published/children.duckdb")
    assert chosen.build_db == Path("/somewhere/data/build/council.duckdb")
    assert (chosen.rerun_months, chosen.la_code) == (11, "E09999999")
    assert settings.load({}).data == settings.ROOT / "data"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("CHILDREN_RERUN_MONTHS", "13", "a whole number from 0 to 12, not '13'"),
        ("CHILDREN_RERUN_MONTHS", "-1", "a whole number from 0 to 12, not '-1'"),
        ("CHILDREN_KEEP_COPIES", "0", "a whole number from 1 to 1000, not '0'"),
        ("CHILDREN_FIRST_MONTH", "January", "not a month: 'January'; write it as 2020-12"),
        ("CHILDREN_DATA", "/a[1]", "'/a[1]'"),
    ],
)
def test_settings_that_cannot_be_meant_are_named_with_what_they_may_be(name, value, says):
    with pytest.raises(NotPossible) as said:
        settings.load({name: value})
    assert name in str(said.value) and says in str(said.value)


def test_the_first_month_may_be_written_without_its_day():
    for written in ("2018-06", "2018-06-01"):
        assert settings.load({"CHILDREN_FIRST_MONTH": written}).first_month == "2018-06-01"


def test_a_new_month_does_not_change_the_arguments_of_dbt():
    assert "--vars" not in build_arguments()


def test_a_failed_build_names_models_and_tests_and_no_value(tmp_path):
    results = tmp_path / "run_results.json"
    results.write_text(
        '{"results": [{"unique_id": "model.p.contacts", "status": "error", "message": "SECRETCHILD", "failures": null},'
        '{"unique_id": "test.p.not_null_a.1", "status": "fail", "message": "x", "failures": 3},'
        '{"unique_id": "model.p.fine", "status": "success"}]}'
    )
    text = failure_text(results)
    assert "\n  model contacts (error)\n  test not_null_a (fail, 3 rows)\n" in text
    assert "SECRETCHILD" not in text and "fine" not in text
