"""A copy of the project whose dbt models and tests fail on rows of children, each in its own way."""

from __future__ import annotations

import shutil
from pathlib import Path

from orchestration.common.settings import ROOT

COPIED = ("orchestration", "models", "macros", "seeds", "tests/data", "dbt_project.yml", "profiles.yml", "dagster.yaml")
STAGED = "from {{ source('raw', 'ssd_person') }}"
MODELS = {
    "forced_rows": f"select pers_person_id as id, pers_dob as born {STAGED}",
    "forced_cast": f"select cast(pers_dob as date) as born {STAGED}",
    "forced_error": f"select error(pers_person_id || ' born ' || pers_dob) as id {STAGED}",
    "forced_key": f"select pers_person_id as id {STAGED} union all select pers_person_id {STAGED}",
    "forced_null": f"select pers_person_id as id, nullif(pers_dob, pers_dob) as born {STAGED}",
    "forced_check": f"select pers_person_id as id {STAGED}",
}
CONSTRAINTS = {
    "forced_key": {"id": "{type: primary_key}"},
    "forced_null": {"id": "{type: primary_key}", "born": "{type: not_null}"},
    "forced_check": {"id": "{type: check, expression: \"id = 'nobody'\"}"},
}
TESTS = {
    "forced_rows_found": "select * from {{ ref('forced_rows') }}",
    "forced_rows_cast": "select id::int from {{ ref('forced_rows') }} where born::date > '2000-01-01'",
    # All other models are passed by when this fails, which saves half a minute.
    "forced_source": "select * from {{ source('raw', 'deliveries') }}",
}
FORCED = [*(name for name in MODELS if name != "forced_rows"), *TESTS]


def broken_project(root: Path) -> Path:
    """Write the copy into a new folder, which is returned."""
    for name in COPIED:
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    for name, sql in MODELS.items():
        (root / "models" / "staging" / f"{name}.sql").write_text(f"{sql}\n")
    for name, sql in TESTS.items():
        (root / "tests" / "data" / f"{name}.sql").write_text(f"{sql}\n")
    for name, columns in CONSTRAINTS.items():
        lines = ["models:", f"  - name: {name}", "    config: {contract: {enforced: true}}", "    columns:"]
        lines += [
            f"      - {{name: {column}, data_type: varchar, constraints: [{constraint}]}}"
            for column, constraint in columns.items()
        ]
        (root / "models" / "staging" / f"{name}.yml").write_text("\n".join(lines) + "\n")
    return root
