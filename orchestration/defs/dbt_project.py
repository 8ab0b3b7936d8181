"""The dbt project as Dagster sees it: paths and an up-to-date manifest.

Belongs here: when the project is parsed again. Does not belong: what is built (models/) or when (jobs.py).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from dagster_dbt import DbtProject

from orchestration.build.dbt_environment import dbt_environment
from orchestration.common.files import private_folder
from orchestration.common.settings import ROOT, Settings

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


def _signature(root: Path) -> str:
    """Changes when a file that dbt reads is added, removed or edited."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in WATCHED for path in root.glob(pattern) if path.is_file()}):
        state = path.stat()
        digest.update(f"{path.relative_to(root)}|{state.st_mtime_ns}|{state.st_size}\n".encode())
    return digest.hexdigest()
