"""Style of the SQL and conventions of the dbt project: sqlfluff and dbt-bouncer on a database without data.

Both need a parsed project, and sqlfluff a database to compile against; this makes an empty one in target/lint.
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


def main() -> int:
    """0 when both tools find nothing; their findings stand on the terminal."""
    PLACE.mkdir(parents=True, exist_ok=True)
    os.environ["CHILDREN_BUILD_DB"] = str(PLACE / "empty.duckdb")
    os.environ["DO_NOT_TRACK"] = "1"
    (PLACE / "empty.duckdb").unlink(missing_ok=True)
    with database.connect(PLACE / "empty.duckdb") as con:
        database.prepare(con)
    steps = (
        [
            "dbt",
            "--quiet",
            "build",
            "--empty",
            "--exclude-resource-type",
            "test",
            "--target-path",
            str(PLACE),
            "--log-path",
            str(PLACE),
        ],
        ["sqlfluff", "lint", "--processes", "2", "models", "tests/data"],
        ["dbt-bouncer", "run", "--config-file", "dbt-bouncer.yml"],
    )
    return max(subprocess.run([BIN / name, *rest], cwd=ROOT).returncode for name, *rest in steps)


if __name__ == "__main__":
    sys.exit(main())
