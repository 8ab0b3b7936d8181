"""One run of two councils of another name and year: one delivers every table of the contract, one the tables of the
standard safeguarding dataset alone.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestration.common.settings import ROOT
from tests.installation import Installation
from tests.landing.small_deliveries import write_tables
from tests.other_council.council import FIRST, KNOWN, LAST, TEAMS, TERMS, all_tables, ssd_tables
from tests.project import add_seed_rows

WHOLE, SSD = "E08990001", "E08990002"
PROJECT = (
    "dbt_project.yml",
    "dagster.yaml",
    "profiles.yml",
    "macros",
    "models",
    "seeds",
    "orchestration",
    "tests/data",
)


@dataclass
class Ran:
    """The installation after the run, and what the run said."""

    installation: Installation
    output: str


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Twelve months of both councils. Read it only."""
    place = tmp_path_factory.mktemp("other_council")
    project = write_project(place / "project")
    made = Installation(place / "data", project)
    for la_code, rows in ((WHOLE, all_tables()), (SSD, ssd_tables())):
        write_tables(made.settings.landing, rows, month=LAST, la_code=la_code, extract_date=KNOWN.isoformat())
    done = made.run("range", FIRST, LAST)
    assert done.returncode == 0, done.stdout + done.stderr
    return Ran(made, done.stdout + done.stderr)


def write_project(project: Path) -> Path:
    """The project with seeds of the council that has some; the other has none."""
    for name in PROJECT:
        source, target = ROOT / name, project / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    add_seed_rows(project, "councils.csv", "la_code,name", [f"{WHOLE},Northbeck"])
    add_seed_rows(
        project,
        "child_populations.csv",
        "la_code,valid_from,valid_to,population_aged_0_17,vintage,source",
        [f"{WHOLE},2024-04-01,2025-03-31,3111,mid-2023,estimate", f"{WHOLE},2025-04-01,,3147,mid-2024,estimate"],
    )
    add_seed_rows(
        project,
        "benchmarks.csv",
        "la_code,page_key,page_breakdown,page_part,benchmark,source,year,valid_from,valid_to,printed",
        [
            f"{WHOLE},lac_rate,,rate,SN AVE,average of the statistical neighbours,,2025-05-01,,71.3",
            f"{WHOLE},lac_rate,,rate,NAT AVE,average of England,2025,2026-04-01,,70.4",
        ],
    )
    add_seed_rows(
        project,
        "team_groups.csv",
        "la_code,team_id,team_name,team_group,is_key_safeguarding",
        [f"{WHOLE},{team},Team {team},{group},Y" for team, group in TEAMS.items()],
    )
    add_seed_rows(
        project,
        "school_terms.csv",
        "la_code,academic_year,term,first_on,last_on,reported_month_on,is_assumed",
        [f"{WHOLE},{year},{term},{first},{last},{reported}," for year, term, first, last, reported in TERMS],
    )
    return project
