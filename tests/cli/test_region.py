"""Several councils in one installation: one that is late or refused stops nobody, and each has a file of its own."""

import duckdb
import pytest

from tests.installation import Installation
from tests.landing.small_deliveries import write_council

pytestmark = pytest.mark.slow

IN_TIME, LATE, REFUSED = "E09999999", "E09999998", "E09999997"


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    """Three councils of other sizes in December 2020. Not to be changed."""
    made = Installation(tmp_path_factory.mktemp("region") / "data")
    for la_code, last, children in ((IN_TIME, "2020-12", 12), (LATE, "2020-11", 9), (REFUSED, "2020-12", 6)):
        write_council(made.settings.landing, "2020-10", last, la_code=la_code, children=children)
    table = made.settings.landing / REFUSED / "2020-12-31" / "1" / "ssd_contacts.csv"
    table.write_bytes(table.read_bytes() + b"one more line")
    done = made.run("month", "2020-12")
    assert done.returncode == 0, done.stdout + done.stderr
    made.output = done.stdout
    return made


def ask(path, question):
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(question).fetchall()


def test_the_others_go_on_and_it_is_said_why_one_did_not(region):
    assert f"Refused, the other councils go on: {REFUSED}/2020-12-31/1/ssd_contacts.csv" in region.output
    newest = ask(region.settings.published_db, "select la_code, delivery_id from reporting.publication order by 1")
    assert newest == [
        (REFUSED, f"{REFUSED}/2020-11-30/1"),
        (LATE, f"{LATE}/2020-11-30/1"),
        (IN_TIME, f"{IN_TIME}/2020-12-31/1"),
    ]
    last = "select la_code, max(period_end_on)::text from reporting.published_values group by all order by all"
    assert ask(region.settings.published_db, last) == [
        (REFUSED, "2020-11-30"),
        (LATE, "2020-11-30"),
        (IN_TIME, "2020-12-31"),
    ]


def test_only_who_delivered_has_a_report_and_the_region_one(region):
    found = {path.name for path in region.settings.reports.glob("*-restricted.*")}
    assert found == {
        f"{whose}-2020-12-restricted.{ending}" for whose in (IN_TIME, "region") for ending in ("html", "pdf", "xlsx")
    }
    assert not list(region.settings.reports.glob("region-*-public.*"))
    page = (region.settings.reports / "region-2020-12-restricted.html").read_text(encoding="utf-8")
    assert f"1 of 3 councils have figures of December 2020. In no place and no average: {REFUSED}, {LATE}." in page


def test_a_councils_figures_do_not_depend_on_its_neighbours(region, tmp_path):
    alone = Installation(tmp_path / "data")
    write_council(alone.settings.landing, "2020-10", "2020-12", la_code=IN_TIME)
    assert alone.run("month", "2020-12").returncode == 0
    values = f"select * from reporting.published_values where la_code = '{IN_TIME}' order by all"
    assert ask(region.settings.published_db, values) == ask(alone.settings.published_db, values)


@pytest.mark.parametrize("la_code", [IN_TIME, LATE, REFUSED])
def test_a_councils_file_holds_no_row_of_another(region, la_code):
    path = region.settings.analysts / la_code / "children.duckdb"
    others = {IN_TIME, LATE, REFUSED} - {la_code}
    with duckdb.connect(str(path), read_only=True) as con:
        tables = [row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()]
        rows = {name: con.execute(f"select * from reporting.{name}").fetchall() for name in tables}
    assert len(tables) > 40 and rows["publication"] and rows["lac_episodes_by_child"]
    assert not [name for name, found in rows.items() if any(other in str(found) for other in others)]
    assert not [other for other in others if other.encode() in path.read_bytes()]


def test_a_month_is_compared_among_those_who_have_it(region):
    ranks = """
        select la_code, max(councils_ranked), max(councils_missing), max(place) from reporting.council_ranks
        where indicator_id = 'placements_family_based' and period_kind = 'month'
            and period_end_on = '{}' group by all order by 1
        """
    assert ask(region.settings.published_db, ranks.format("2020-12-31")) == [(IN_TIME, 1, 2, None)]
    november = ask(region.settings.published_db, ranks.format("2020-11-30"))
    assert [row[:3] for row in november] == [(la_code, 3, 0) for la_code in (REFUSED, LATE, IN_TIME)]


@pytest.mark.parametrize("la_code", [IN_TIME, LATE, REFUSED])
def test_a_councils_file_gives_none_of_two_others_away(region, la_code):
    path = region.settings.analysts / la_code / "children.duckdb"
    averages = "region_value, council_average, comparators_average, comparators_best"
    assert ask(path, f"select distinct {averages} from reporting.council_ranks") == [(None,) * 4]
    assert ask(path, "select count(*) from reporting.region_values") == [(0,)]
    assert ask(region.settings.analysts_db, "select count(*) > 0 from reporting.region_values") == [(True,)]


def test_the_record_knows_every_file(region):
    assert region.run("verify").returncode == 0


def test_the_reports_come_out_the_same_when_they_are_computed_again(region):
    done = region.run("verify", "--report", "2020-12", "--rebuild")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_folder_of_no_council_known_stops_the_run(tmp_path):
    made = Installation(tmp_path / "data")
    for la_code, month in ((IN_TIME, "2020-11"), (LATE, "2020-11"), ("E0999", "2020-12")):
        write_council(made.settings.landing, month, month, la_code=la_code, children=1)
    done = made.run("land")
    assert done.returncode == 1 and "E0999/2020-12-31/1" in done.stderr
