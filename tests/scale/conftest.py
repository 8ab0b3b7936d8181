"""Deliveries of two months of the demo, and councils copied out of them and landed."""

from __future__ import annotations

import pytest

from orchestration.build import database
from orchestration.demo.region.councils import invented
from orchestration.demo.region.deliveries import write_councils
from orchestration.demo.region.run import source_of
from orchestration.landing.deliveries import land_all

COUNCILS = invented(3, 3.0)  # one smaller than the source, one of its size, one nearly twice


@pytest.fixture(scope="session")
def sources(tmp_path_factory):
    return source_of(tmp_path_factory.mktemp("source"))


@pytest.fixture(scope="session")
def copied(sources, tmp_path_factory):
    """A database with both months of the three councils as `raw`, and those of the source as `source.raw`."""
    folder = tmp_path_factory.mktemp("copied")
    assert len(write_councils(sources, COUNCILS, folder / "landing")) == 6
    with database.connect(folder / "copied.duckdb") as con:
        database.prepare(con)
        summary = land_all(con, folder / "landing", folder / "tmp", is_demo_only=True)
        assert not summary.refused and len(summary.landed) == 6
        con.execute(f"attach '{sources[-1].database}' as source (read_only)")
        yield con
