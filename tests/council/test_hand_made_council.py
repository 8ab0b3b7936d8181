"""The figures of the hand-made council are those of expected.csv, and no figure counts anything beside them."""

from __future__ import annotations

from tests.council.council import HERE, LA_CODE, delivery, figure, read_csv, values
from tests.council.figures import figures_of, subjects_of

COUNT_UNITS = "select indicator_id from reporting.indicators where unit in ('count', 'rate_per_10k')"
INDICATORS = "select indicator_id from reporting.indicators"
REFUSED = "select table_name, refusal_reason from reporting.refused_rows where la_code = ? order by all"
REPAIRED = "select episode_id, fault, repair from reporting.care_episode_repairs where la_code = ? order by all"
EXPECTED = read_csv(HERE / "expected.csv")


def test_figures_are_those_expected(councils):
    found = figures_of(councils, LA_CODE)
    wrong = {key: (value, found.get(key)) for key, value in values(EXPECTED).items() if found.get(key) != value}
    assert wrong == {}, "(expected, found)"


def test_nothing_is_counted_beside_what_is_expected(councils):
    expected, counts = values(EXPECTED), {row[0] for row in councils.execute(COUNT_UNITS).fetchall()}
    beside = {
        key: value
        for key, value in figures_of(councils, LA_CODE).items()
        if key not in expected
        and (key[1] != "unknown" or value.numerator)  # a category of unknown codes is there when there are any
        and (value.numerator != 0 or value.status != ("reported" if key[0] in counts else "no_cases"))
    }
    assert beside == {}


def test_the_children_behind_the_figures_are_those_named(councils):
    found = subjects_of(councils, LA_CODE)
    wrong = {}
    for row in EXPECTED:
        expected = (row["children"], row["others"])
        if found.get(figure(row), ("", "")) != expected:
            wrong[figure(row)] = (expected, found.get(figure(row)))
    assert wrong == {}, "(expected, found)"


def test_every_indicator_counts_somebody(councils):
    counting = {row["indicator_id"] for row in EXPECTED if row["children"]}
    assert {row[0] for row in councils.execute(INDICATORS).fetchall()} - counting == set()


def test_every_child_is_told_of():
    told = {row["child"] for row in read_csv(HERE / "children.csv")}
    assert told == {row["pers_person_id"] for row in delivery()["ssd_person"]}


def test_refused_rows_are_kept(councils):
    assert councils.execute(REFUSED, [LA_CODE]).fetchall() == [
        ("ssd_contacts", "cont_contact_date: not a date"),
        ("ssd_contacts", "cont_contact_id: the same row again"),
    ]


def test_copied_end_dates_are_repaired(councils):
    assert councils.execute(REPAIRED, [LA_CODE]).fetchall() == [
        ("E35A", "end date copied from a later episode", "end of the linked placement"),
        ("E36A", "end date copied from a later episode", "not repairable"),
    ]
