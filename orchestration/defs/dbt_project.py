"""The dbt project as Dagster sees it: paths, environment and an up-to-date manifest.

Belongs here: where dbt reads and writes. Does not belong: what is built (models/) or when (jobs.py).
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster_dbt import DbtProject

from orchestration.common.encryption.databases import install_cipher
from orchestration.common.encryption.keys import load_keys
from orchestration.common.settings import ROOT, Settings, private_folder

DBT = Path(sys.executable).parent / "dbt"
WATCHED = ("dbt_project.yml", "profiles.yml", "models/**/*", "macros/**/*", "seeds/**/*", "tests/data/**/*")


def dbt_project(settings: Settings) -> DbtProject:
    """The project of this repository, its artefacts in the private data folder, its manifest as new as its
    files."""
    target = private_folder(settings.dbt_target / "parse")
    project = DbtProject(ROOT, target_path=target, profiles_dir=ROOT)
    stamp = target / "parsed_from"
    signature = _signature(ROOT)
    if not (project.manifest_path.exists() and stamp.exists() and stamp.read_text() == signature):
        with dbt_environment(settings):
            project.preparer.prepare(project)
        stamp.write_text(signature)
    return project


@contextmanager
def dbt_environment(settings: Settings) -> Iterator[None]:
    """The environment of a dbt process: which build database, and nothing sent to anyone."""
    keys = load_keys()
    encrypted = {}
    if keys and keys.database:
        encrypted = {
            "CHILDREN_DBT_TARGET": "encrypted",
            "CHILDREN_BUILD_NAME": settings.build_db.stem,
            "CHILDREN_EXTENSIONS": str(install_cipher(private_folder(settings.data / "extensions"))),
            "DBT_ENV_SECRET_DATABASE_KEY": keys.database,
        }
    wanted = {
        **encrypted,
        "CHILDREN_BUILD_DB": str(settings.build_db),
        "DO_NOT_TRACK": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "PATH": os.pathsep.join([str(DBT.parent), os.environ.get("PATH", "")]),
        "DBT_TARGET_PATH": str(settings.dbt_target / "parse"),
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def _signature(root: Path) -> str:
    """Changes when a file that dbt reads is added, removed or edited."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in WATCHED for path in root.glob(pattern) if path.is_file()}):
        state = path.stat()
        digest.update(f"{path.relative_to(root)}|{state.st_mtime_ns}|{state.st_size}\n".encode())
    return digest.hexdigest()
