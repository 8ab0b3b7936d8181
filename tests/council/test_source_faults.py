"""Each rule of a statutory return is broken once, by one record of a council of its own, and is seen to be."""

from __future__ import annotations

import json

import pytest

from tests.council.conftest import RUN, build_councils
from tests.council.council import HERE, LA_CODE, MONTH, delivery, read_csv
from tests.landing.small_deliveries import write_tables

BROKEN = [{**row, "la_code": f"E08{number:06d}"} for number, row in enumerate(read_csv(HERE / "broken_rules.csv"), 1)]
OF_ITSELF = {
    ("903-501", "E35A"),  # the end copied from the later period, repaired by the placement's
    ("903-501", "E36A"),  # the same, not repairable
    ("903-526", "P31"),  # no provider
    ("CIN-8600", "RG1"),  # no date
    ("CIN-8615", "SF2"),  # no start
    ("CIN-8867", "AQ2"),  # open, in a case that was closed in 2018
    ("CIN-8890", "SE2"),  # another started before it was completed
}
FAULTS = "select rule, event_id from reporting.source_faults where la_code = ?"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The build database of the council and of one per broken rule, and the results of the rules' tests."""
    place = tmp_path_factory.mktemp("broken_rules")
    write_tables(place / "landing", delivery(), la_code=LA_CODE, month=MONTH)
    for row in BROKEN:
        write_tables(place / "landing", broken(row), la_code=row["la_code"], month=MONTH)
    with build_councils(place, RUN, ("+told_first", "+refused_rows"), tests=True) as con:
        results = json.loads((place / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
        yield con, {one["unique_id"].split(".")[2]: one for one in results}


def broken(row):
    """The council's delivery with one record changed; a field that the council leaves out may be given."""
    tables = delivery()
    key = next(iter(tables[row["table"]][0]))
    (record,) = (one for one in tables[row["table"]] if one[key] == row["record"])
    record.update(change.split("=", 1) for change in row["changes"].split(";"))
    return tables


def test_the_council_itself_breaks_what_it_was_made_to_break(built):
    con, _ = built
    assert set(con.execute(FAULTS, [LA_CODE]).fetchall()) == OF_ITSELF


@pytest.mark.parametrize("row", BROKEN, ids=lambda row: row["rule"])
def test_a_broken_rule_is_seen(built, row):
    con, results = built
    found = set(con.execute(FAULTS, [row["la_code"]]).fetchall())
    assert (row["rule"], row["breaks_it"]) in found - OF_ITSELF
    test = results["rule_" + row["rule"].replace("-", "_").lower()]
    everywhere = con.execute("select count(*) from reporting.source_faults where rule = ?", [row["rule"]]).fetchone()[0]
    assert (test["status"], test["failures"]) == ("warn", everywhere)


def test_every_rule_is_tried(built):
    con, _ = built
    rules = {rule for (rule,) in con.execute("select rule from reporting.validation_rules").fetchall()}
    assert rules == {row["rule"] for row in BROKEN}


def test_the_team_is_that_of_the_lead_worker(built):
    """C31's worker has a younger post in the second team; C24's manages and holds no cases; C07 never had a worker."""
    con, _ = built
    query = "select distinct la_code = ?, child_id, team from reporting.source_faults"
    teams = con.execute(query, [LA_CODE]).fetchall()
    assert sorted(one for one in teams if one[1] in ("C07", "C24", "C31")) == [
        (False, "C07", "not known"),
        (False, "C24", "not known"),
        (False, "C31", "team not in the list"),  # the other councils are not in the seed
        (True, "C07", "not known"),
        (True, "C24", "not known"),
        (True, "C31", "Looked After Team"),
    ]


def test_counts_by_team_are_those_of_the_records(built):
    con, _ = built
    counted = "select la_code, table_name, sum(records) from reporting.data_quality_by_team where kind = ? group by all"
    faults = "select la_code, table_name, count(*) from reporting.source_faults group by all"
    refused = "select la_code, table_name, count(*) from reporting.refused_rows group by all"
    assert sorted(con.execute(counted, ["source fault"]).fetchall()) == sorted(con.execute(faults).fetchall())
    assert sorted(con.execute(counted, ["refused row"]).fetchall()) == sorted(con.execute(refused).fetchall()) != []


def test_what_is_told_first_stands_with_the_team_of_the_lead_worker(built):
    """No list of workers is delivered, so ten involvements refer to nobody: of the children of W1 four, of W2 three and
    of W3 one. W4 manages and holds no cases, and C26 has a co-worker alone.
    """
    con, _ = built
    told = "select team, records, out_of from reporting.told_first where la_code = ? and finding = ? and place = ?"
    place = [LA_CODE, "referred_to_nothing", "ssd_involvements.invo_professional_id"]
    assert sorted(con.execute(told, place).fetchall()) == [
        ("Disability Team", 1, 10),
        ("Locality Team", 4, 10),
        ("Looked After Team", 3, 10),
        ("not known", 2, 10),
    ]
