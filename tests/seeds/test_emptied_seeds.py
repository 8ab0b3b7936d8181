"""Seeds that are empty, or hold nothing but digits: they build, and what was taken away is cured by putting it back."""

from __future__ import annotations

import csv

import pytest

from orchestration.build import database
from tests.landing.small_deliveries import LA_CODE
from tests.project import ROOT, add_seed_rows, dbt, dbt_build
from tests.seeds.files import HEADERS, SEEDS

TYPES = {"string": "VARCHAR", "integer": "INTEGER", "bigint": "BIGINT", "double": "DOUBLE"}
COLUMNS = "select table_name, column_name, data_type from duckdb_columns() where schema_name in ('seeds', 'reporting')"
VALUES = "select * from reporting.indicator_values order by all"


def own_seeds() -> list[str]:
    """Seeds of which every row is one council's."""
    found = []
    for name, header in HEADERS.items():
        with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            if "la_code" in header.split(",") and all(row["la_code"] for row in csv.DictReader(file)):
                found.append(name)
    return found


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_every_column_has_a_type(name):
    assert list(SEEDS[name]["config"]["column_types"]) == HEADERS[name].split(",")


def test_every_seed_empty_keeps_its_types(project, build, change):
    for name in HEADERS:
        change(name, lambda lines: [])
    dbt(project, build, project.parent, "seed")
    with database.connect(build, read_only=True) as con:
        rows = con.execute(COLUMNS).fetchall()
    found = {(table, column): type_ for table, column, type_ in rows}
    for name, seed in SEEDS.items():
        for column, type_ in seed["config"]["column_types"].items():
            assert found[name, column] == TYPES.get(type_, type_.upper()), f"{name}.{column}"


def test_a_build_with_no_row_of_any_council_and_one_after_it_with_all(project, build, change):
    """The council lands everything, and no seed knows it; restored, every figure is as it was."""
    emptied = own_seeds()
    assert {"contact_counting_rules", "published_contradictions", "figure_check_exceptions", "team_groups"} <= set(
        emptied
    )
    before = values(project, build)
    texts = {name: (project / "seeds" / f"{name}.csv").read_text(encoding="utf-8") for name in emptied}
    for name in emptied:
        change(name, lambda lines: [])
    dbt(project, build, project.parent, "build", "--exclude-resource-type", "unit_test")
    for name, text in texts.items():
        (project / "seeds" / f"{name}.csv").write_text(text, encoding="utf-8")
    assert values(project, build) == before


def test_ids_that_are_digits_stay_text(project, build, change):
    """Teams 0101 and 0202 of the only council there is, known as 0101 and 0202."""
    change("team_groups", lambda lines: [])
    add_seed_rows(project, "team_groups.csv", HEADERS["team_groups"], [
        f"{LA_CODE},0101,1,duty,Y", f"{LA_CODE},0202,2,locality,Y",
    ])  # fmt: skip
    dbt_build(project, build, ("team_groups",))
    with database.connect(build, read_only=True) as con:
        assert con.execute("select team_id, team_name from seeds.team_groups order by 1").fetchall() == [
            ("0101", "1"),
            ("0202", "2"),
        ]


def test_a_build_that_failed_is_cured_by_the_next(project, build, change):
    """A seed with a value that is no date stops the build; mended, the same database builds."""
    before = values(project, build)
    path = project / "seeds" / "child_populations.csv"
    text = path.read_text(encoding="utf-8")
    change("child_populations", lambda lines: [line.replace("2020-04-01", "1 April 2020") for line in lines])
    with pytest.raises(AssertionError, match="child_populations"):
        values(project, build)
    path.write_text(text, encoding="utf-8")
    assert values(project, build) == before


def values(project, build) -> list[tuple]:
    """Build all values, and read them."""
    dbt_build(project, build, ("+indicator_values",))
    with database.connect(build, read_only=True) as con:
        found = con.execute(VALUES).fetchall()
    assert found
    return found
