"""A few of the kills of `make test-kills`, at the same moments each time as far as a machine can."""

import os

import pytest

from tests.kills.random_kills import Victim, expect, is_whole

pytestmark = [pytest.mark.nightly, pytest.mark.skipif(os.name == "nt", reason="signals")]

KINDS = ["publish", "land", "publish", "month"]


@pytest.fixture(scope="module")
def expected(november, tmp_path_factory):
    return expect(november.data, tmp_path_factory.mktemp("kills") / "finished")


@pytest.fixture
def victim(expected, tmp_path):
    return Victim(tmp_path / "data", expected, seed=1)


def test_runs_killed_at_random_moments(victim):
    outcome = victim.kill_many(KINDS, finish_every=len(KINDS))
    assert outcome.wrong == []
    assert sum(outcome.kinds.values()) == len(KINDS) and outcome.finished == 1 and outcome.reads > 0


def test_a_published_file_cut_short_or_of_other_rows_is_seen(victim, expected):
    """The judge itself: what a killed run must never leave is called wrong."""
    whole = victim.chosen.published_db.read_bytes()
    victim.chosen.published_db.write_bytes(whole[: len(whole) // 2])
    assert victim.judge("cut short") == "wrong"
    older = next(expected.start.glob("build/*.duckdb"))
    victim.chosen.published_db.write_bytes(older.read_bytes())
    assert victim.judge("another database") == "wrong"
    parquet = sorted(victim.chosen.parquet.glob("*.parquet"))[0]
    parquet.write_bytes(parquet.read_bytes()[:-4])
    (report,) = victim.chosen.reports.glob("*-restricted.html")
    report.write_bytes(report.read_bytes()[:-100])
    victim.outcome.wrong.clear()
    victim.judge_files("files")
    assert len(victim.outcome.wrong) == 2 and not is_whole(report)


def test_what_is_left_behind_is_seen(victim):
    assert victim.leftovers() == []
    (victim.chosen.published / ".children-1.tmp").write_text("")
    assert victim.leftovers() == [".children-1.tmp"]
