"""The dbt project with seeds of a test's own, and building a part of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ("dbt_project.yml", "macros", "models", "orchestration", "profiles.yml", "tests")


def linked_project(project: Path) -> Path:
    """A project folder that shares everything with this one but the seeds, which are copies."""
    project.mkdir()
    for name in SHARED:
        (project / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "seeds", project / "seeds")
    return project


def add_seed_rows(project: Path, seed: str, header: str, rows: list[str]) -> None:
    """Add lines to a seed of the project; its header must be the one given."""
    with (project / "seeds" / seed).open("r+", encoding="utf-8") as file:
        assert file.readline().strip() == header, seed
        file.seek(0, os.SEEK_END)
        file.writelines(f"{row}\n" for row in rows)


def dbt_build(project: Path, build: Path, models: tuple[str, ...], tests: bool = False) -> None:
    """Build models and what they rest on; with the tests of the models where asked for."""
    excluded = ("unit_test",) if tests else ("test", "unit_test")
    selected = ("--select", *models, "--exclude-resource-type", *excluded, "--indirect-selection", "cautious")
    dbt(project, build, project.parent, "build", *selected)


def dbt(project: Path, build: Path, place: Path, *arguments: str) -> None:
    """Run dbt on a build database, with its target and its logs in `place`; fails with its output when it does not end
    well.
    """
    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("dbt"), *arguments, "--quiet"),
            *("--project-dir", project, "--profiles-dir", project),
            *("--target-path", place / "target", "--log-path", place / "logs"),
        ],
        cwd=ROOT,
        env={**os.environ, "CHILDREN_BUILD_DB": str(build), "DO_NOT_TRACK": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
