"""Builds many histories as many councils at once and reads what the models make of them.

Belongs here: rows into raw tables, dbt, values out. Does not belong: what the values should be (calculator/), or how
they are compared (agreement.py).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.build import database
from orchestration.landing.contract import tables as contract_tables
from tests.reference.calculator.dates import Month, month_of
from tests.reference.calculator.values import Key, Value
from tests.reference.histories.history import DELIVERED, History

ROOT = Path(__file__).resolve().parents[2]
DBT = Path(sys.executable).parent / "dbt"
PROJECT = (
    "dbt_project.yml",
    "profiles.yml",
    "models",
    "macros",
    "seeds",
    "tests/data",
    "orchestration/build/dbt_plugin",
)
SEEDED = (
    "assessment_counting_rules",
    "contact_counting_rules",
    "collection_starts",
    "child_populations",
    "gaps_in_collection",
    "team_groups",
)
FIRST_MONTH = month_of(date(2019, 12, 31))
AS_KNOWN = tuple((month_of(month_end), extract_on) for month_end, extract_on in DELIVERED)
"""Last month and extract date of each build."""

Found = dict[tuple[str, Key], Value]


@dataclass(frozen=True)
class Build:
    """A copy of the dbt project with its build database beside it, named so that dbt can reuse what it has parsed."""

    project: Path

    @property
    def path(self) -> Path:
        return self.project / "council.duckdb"

    def dbt(self, *arguments: str) -> None:
        """Run dbt; fails with its output when it does not end well."""
        environment = {**os.environ, "CHILDREN_BUILD_DB": self.path.name, "DO_NOT_TRACK": "1"}
        places = ["--profiles-dir", ".", "--target-path", "target", "--log-path", "logs"]
        done = subprocess.run(
            [DBT, *arguments, *places], cwd=self.project, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]

    def copied(self, folder: Path) -> Build:
        """The same project and database in another folder."""
        return Build(shutil.copytree(self.project, folder))


def prepared(folder: Path, histories: Sequence[History]) -> Build:
    """A build database that holds the histories and the seeds, and no model yet."""
    build = Build(_copied_project(folder / "project"))
    with database.connect(build.path) as con:
        database.prepare(con)
        _insert_deliveries(con, histories, folder)
    build.dbt("seed", "--quiet")
    with database.connect(build.path) as con:
        for seed in SEEDED:
            rows = [row for history in histories for row in history.settings.get(seed, ())]
            if rows:
                _insert(con, f"seeds.{seed}", rows, folder)
    return build


def built_values(build: Build, last: Month, as_known_on: date) -> Found:
    """Run the models as known on a day, for the months to `last`, and read every value."""
    with database.connect(build.path) as con:
        database.set_run(con, database.Run(as_known_on, FIRST_MONTH.last_on, last.last_on, "reference"))
    build.dbt("run", "--quiet", "--select", "+indicator_values")
    return read_values(build)


def read_values(build: Build) -> Found:
    """Every value that stands in the build database, by council."""
    with database.connect(build.path, read_only=True) as con:
        return values_in(con)


def values_in(con: database.Connection) -> Found:
    """The same of an open one."""
    rows = con.execute(
        "select la_code, indicator_id, breakdown, period_kind, period_end_on, numerator, denominator, value, "
        "value_status from reporting.indicator_values"
    ).fetchall()
    return {(la, (name, part, kind, Month(end))): Value(*rest) for la, name, part, kind, end, *rest in rows}


def _copied_project(folder: Path) -> Path:
    """A copy of the dbt project."""
    for name in PROJECT:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return folder


def _insert_deliveries(con: database.Connection, histories: Iterable[History], folder: Path) -> None:
    delivered: list[dict] = []
    listed: list[dict] = []
    rows: dict[str, list[dict]] = {}
    for history in histories:
        for one in history.deliveries:
            delivery_id = f"{one.la_code}/{one.month_end}/1"
            delivered.append(
                {
                    "delivery_id": delivery_id,
                    "la_code": one.la_code,
                    "month_end": one.month_end.isoformat(),
                    "extract_date": one.extract_on.isoformat(),
                    "delivery": 1,
                    "source_system": "made up",
                    "manifest_sha256": delivery_id,
                }
            )
            for table, held in one.tables.items():
                file = f"{table}.csv"
                place = {"delivery_id": delivery_id, "la_code": one.la_code}
                listed.append({**place, "table_name": table, "file_name": file, "rows": len(held), "sha256": table})
                rows.setdefault(table, []).extend(
                    {
                        "_delivery_id": delivery_id,
                        "_la_code": one.la_code,
                        "_file": file,
                        "_row": line,
                        "_fault": None,
                        **row,
                    }
                    for line, row in enumerate(held, start=2)
                )
    _insert(con, "raw.deliveries", delivered, folder)
    _insert(con, "raw.delivery_tables", listed, folder)
    for table, held in rows.items():
        if table in contract_tables():
            _insert(con, f"raw.{table}", held, folder)


def _insert(con: database.Connection, table: str, rows: Sequence[dict], folder: Path) -> None:
    """Add rows to a table by the names of its columns."""
    if not rows:
        return
    names = list(dict.fromkeys(name for row in rows for name in row))
    path = folder / "rows.json"
    lines = (json.dumps({name: value if value != "" else None for name, value in row.items()}) for row in rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    columns = ", ".join(f"'{name}': 'varchar'" for name in names)
    con.execute(
        f"insert into {table} by name "
        f"select * from read_json('{path}', format = 'newline_delimited', columns = {{{columns}}})"
    )
    path.unlink()
