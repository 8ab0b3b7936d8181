"""One landing and one build for the whole matrix: each case is a council of its own in one landing folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.build import database
from orchestration.common import settings as installation
from orchestration.common.files import private_folder
from orchestration.common.settings import Settings
from orchestration.landing.problems import DeliveryRefused
from orchestration.operations.prepare import land_and_prepare
from tests.faults import doubtful_deliveries, refused_deliveries, untidy_deliveries
from tests.faults.small import Small
from tests.project import add_seed_rows, dbt_build, linked_project

RUN = database.Run(date(2021, 1, 31), date(2020, 12, 31), date(2020, 12, 31), "test")
MODELS = ("+intake_checks", "+unread_attributes")
ACCEPTANCES = "delivery_id,check_id,table_name,accepted_by,reason"


@dataclass
class Matrix:
    """Councils by case, settings of the installation, what landing said, and the published file before and after."""

    settings: Settings
    councils: dict[str, str] = field(default_factory=dict)
    said: str = ""
    published: tuple[bytes, bytes] = (b"", b"")
    con: duckdb.DuckDBPyConnection = None

    def council(self, name: str) -> str:
        """The council of a case, a new one when it is first asked for."""
        return self.councils.setdefault(name, f"E99{len(self.councils):06d}")

    def ask(self, question: str, *values: object) -> list[tuple]:
        """Rows of the build database."""
        return self.con.execute(question, list(values)).fetchall()


@pytest.fixture(scope="session")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matrix]:
    """All cases landed in one go, beside a published file, and built as far as the checks of deliveries."""
    place = tmp_path_factory.mktemp("faults")
    made = Matrix(installation.load({"CHILDREN_DATA": str(place / "data")}))
    project = linked_project(place / "project")
    _write_deliveries(made, project)
    _publish_something(made.settings.published_db)
    before = made.settings.published_db.read_bytes()
    with pytest.raises(DeliveryRefused) as refusal:
        land_and_prepare(made.settings)
    made.said, made.published = str(refusal.value), (before, made.settings.published_db.read_bytes())
    with database.connect(made.settings.build_db) as con:
        database.set_run(con, RUN)
        con.execute(
            "insert into ledger.published_values by name select la_code, delivery_id, extract_date as as_known_on "
            "from raw.deliveries where month_end = '2020-11-30'"
        )
    dbt_build(project, made.settings.build_db, MODELS, tests=True)
    with database.connect(made.settings.build_db, read_only=True) as made.con:
        yield made


def _write_deliveries(made: Matrix, project: Path) -> None:
    landing = made.settings.landing
    for case in (*refused_deliveries.CASES, *untidy_deliveries.CASES):
        small = Small.good(made.council(case.name))
        case.spoil(small)
        small.write(landing)
    for pair in doubtful_deliveries.CASES:
        la_code = made.council(pair.name)
        pair.write(landing, la_code)
        if pair.accepted:
            row = f"{la_code}/2020-12-31/1,{pair.accepted},data engineer,archived"
            add_seed_rows(project, "intake_acceptances.csv", ACCEPTANCES, [row])


def _publish_something(path: Path) -> None:
    private_folder(path.parent)
    with duckdb.connect(str(path)) as con:
        con.execute("create table standing as select 1 as figure")
