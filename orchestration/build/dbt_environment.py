"""The environment of a dbt process: which build database it writes, with which key, and where its files go."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.common.encryption.databases import install_cipher
from orchestration.common.encryption.keys import load_keys
from orchestration.common.files import private_folder
from orchestration.common.settings import Settings

DBT = Path(sys.executable).parent / "dbt"


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
