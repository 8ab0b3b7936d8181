"""A small council of October 2026, landed, and projects with seeds to change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from orchestration.build import database
from orchestration.common import settings
from orchestration.operations.prepare import land_and_prepare
from tests.landing.small_deliveries import LA_CODE, council_tables, write_tables
from tests.project import linked_project

MONTH, KNOWN = "2026-10", date(2026, 11, 6)
RUN = database.Run(KNOWN, date(2026, 8, 31), date(2026, 10, 31), "test")


@pytest.fixture(scope="session")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build database with one delivery, in whose education record eight rows are of summer 2025/26. Read it only."""
    made = settings.load({"CHILDREN_DATA": str(tmp_path_factory.mktemp("landed") / "data")})
    rows = council_tables(KNOWN, 12)
    rows["epep_terms"] = [
        {"record_id": f"T{number}", "person_id": f"P{number}", "academic_year": "2025/26", "term": "SUMMER"}
        for number in range(8)
    ]
    write_tables(made.landing, rows, month=MONTH, la_code=LA_CODE, extract_date=KNOWN.isoformat())
    land_and_prepare(made)
    with database.connect(made.build_db) as con:
        database.set_run(con, RUN)
    return made.build_db


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose seeds are copies."""
    return linked_project(tmp_path / "project")


@pytest.fixture
def build(landed: Path, tmp_path: Path) -> Path:
    """A copy of the landed build database."""
    return Path(shutil.copy(landed, tmp_path / landed.name))


@pytest.fixture
def change(project: Path) -> Callable[[str, Callable[[list[str]], list[str]]], None]:
    """Replaces the lines of a seed of the project but its header by what a function makes of them."""

    def change_lines(seed: str, make: Callable[[list[str]], list[str]]) -> None:
        path = project / "seeds" / f"{seed}.csv"
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([header, *make(lines)]) + "\n", encoding="utf-8")

    return change_lines
