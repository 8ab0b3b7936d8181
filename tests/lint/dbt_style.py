"""Style of the SQL, conventions of the dbt project and its unit tests, on a database without data.

    python -m tests.lint.dbt_style               all SQL files
    python -m tests.lint.dbt_style --changed     those that differ from the last commit

sqlfluff and dbt-bouncer need a parsed project, and sqlfluff a database to compile against; this makes an empty one in
target/lint, which the unit tests need as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from orchestration.build import database
from orchestration.common.settings import ROOT

BIN = Path(sys.executable).parent
PLACE = ROOT / "target" / "lint"
FOLDERS = ("models", "tests/data")


def main() -> int:
    """0 when no tool finds anything; their findings stand on the terminal."""
    files = changed_files() if sys.argv[1:] == ["--changed"] else list(FOLDERS)
    steps = [
        [
            *("dbt", "--quiet", "build", "--empty", "--exclude-resource-type", "test"),
            *("--target-path", str(PLACE), "--log-path", str(PLACE)),
        ],
        ["dbt-bouncer", "run", "--config-file", "dbt-bouncer.yml"],
    ]
    if files:
        steps.append(["sqlfluff", "lint", "--processes", "2", *files])
    make_empty_database()
    return max(subprocess.run([BIN / name, *rest], cwd=ROOT).returncode for name, *rest in steps)


def make_empty_database() -> None:
    """An empty build database, which the steps find in the environment."""
    build = PLACE / "empty.duckdb"
    os.environ |= {"CHILDREN_BUILD_DB": str(build), "DO_NOT_TRACK": "1"}
    build.unlink(missing_ok=True)
    with database.connect(build) as con:
        database.prepare(con)


def changed_files() -> list[str]:
    """SQL files of the project that were edited or added since the last commit."""
    ask = ("git", "status", "--porcelain", "--untracked-files=all", "--no-renames", "--", *FOLDERS)
    lines = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [line[3:] for line in lines if line.endswith(".sql") and (ROOT / line[3:]).exists()]


if __name__ == "__main__":
    sys.exit(main())
