"""Twenty readers through ten publications: no error, and no answer that mixes two of them."""

import duckdb
import pytest

from orchestration.publish.publication import publish
from tests.installation import Readers

pytestmark = pytest.mark.slow

READERS = 20
SECONDS_BETWEEN_LOOKS = 1
QUERIES = (
    "select code_version from reporting.publication",
    "select min(definition) from reporting.indicators",
    "select max(printed) from reporting.report_figures",
    "select code_version from reporting.published_values where indicator_id = 'readers' order by issue desc limit 1",
)


def build(council, number):
    """A build of which every table asked says the same number; its ledger grows by a row."""
    name = f"build {number:02d}"
    with duckdb.connect(str(council.settings.build_db)) as con:
        con.execute("update reporting.publication set code_version = $name", {"name": name})
        con.execute("update reporting.indicators set definition = $name", {"name": name})
        con.execute("update reporting.report_figures set printed = $name", {"name": name})
        con.execute(
            "insert into reporting.published_values by name "
            "select * replace ('readers' as indicator_id, $number as issue, $name as code_version) "
            "from (from reporting.published_values limit 1)",
            {"name": name, "number": number},
        )
    return name


def test_readers_see_one_publication_at_a_time(council):
    names = [build(council, 0)]
    publish(council.settings)
    readers = Readers(council, READERS, SECONDS_BETWEEN_LOOKS, *QUERIES)
    try:
        for number in range(1, 11):
            names.append(build(council, number))
            assert publish(council.settings).is_changed
    finally:
        saw, failed = readers.stop()
    assert failed == [] and len(saw) == READERS
    for one in saw:
        assert one["seen"] == sorted(one["seen"]) and one["seen"][-1] == names[-1], one
    assert {name for one in saw for name in one["seen"]} <= set(names)
    assert max(len(one["seen"]) for one in saw) > 3, "the readers came too late to see anything change"
