"""A landing folder and an empty build database."""

from types import SimpleNamespace

import pytest

from orchestration.build import database
from orchestration.landing.deliveries import land_all


@pytest.fixture
def place(tmp_path):
    """`landing` (folder), `con` (a prepared build database in a file) and `land()` (land what is there)."""
    with database.connect(tmp_path / "build" / "council.duckdb") as con:
        database.prepare(con)
        landing = tmp_path / "landing"
        yield SimpleNamespace(
            landing=landing, con=con, land=lambda: land_all(con, landing, tmp_path / "build" / "tmp"), tmp=tmp_path
        )
