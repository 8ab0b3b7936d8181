"""What follows from what was measured."""

import pytest

from tests.benchmark.targets import size_of_equal_time, targets


def peers(spark_at_1, spark_at_10):
    """DuckDB takes 1 s at one council-equivalent and 10 s at ten."""
    return [
        {"size": size, "engines": {"duckdb": {"seconds": size}, "spark": {"seconds": spark}}}
        for size, spark in ((1.0, spark_at_1), (10.0, spark_at_10))
    ]


def test_spark_gains_a_second_for_each_council_equivalent_less_than_duckdb_takes():
    # 20 s and 0.5 s a council-equivalent against nothing and 1 s: equal at 40, where both take 40 s
    assert size_of_equal_time(peers(20.5, 25.0), "spark") == pytest.approx(40)


@pytest.mark.parametrize("spark_at_10", [30.0, 29.0])
def test_an_engine_that_does_not_gain_is_never_as_fast(spark_at_10):
    assert size_of_equal_time(peers(20.0, spark_at_10), "spark") is None


def test_one_size_says_nothing_of_others():
    assert size_of_equal_time(peers(20.0, 25.0)[:1], "spark") is None


def test_a_bound_is_met_at_its_edge_only():
    judged = {one.what: one.is_met for one in targets({"peers": peers(20.0, 50.0)})}
    assert judged["spark against DuckDB, size 10"]
    judged = {one.what: one.is_met for one in targets({"peers": peers(20.0, 49.9)})}
    assert not judged["spark against DuckDB, size 10"]
