"""One Parquet file per published table, written from the published file alone.

Belongs here: the export. Does not belong: any choice of rows or columns.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import duckdb

from orchestration.publish.tables import SCHEMA, identifier, literal, relations
from orchestration.settings import private_folder


def export_parquet(published_db: Path, folder: Path) -> list[Path]:
    """Write published_db's marts to folder/<table>.parquet, each replaced in one step; returns the files by
    name.

    Files of tables that are no longer published are removed. Same rows give the same bytes.
    """
    private_folder(folder)
    for leftover in folder.glob(".new-*"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as made:
        written = _write(published_db, Path(made))
        for path in written:
            os.replace(path, folder / path.name)
    names = {path.name for path in written}
    for path in folder.glob("*.parquet"):
        if path.name not in names:
            path.unlink()
    return sorted(folder / name for name in names)


def _write(published_db: Path, made: Path) -> list[Path]:
    written = []
    with duckdb.connect(str(published_db), read_only=True) as con:
        con.execute("set threads = 1")
        database = con.execute("select current_database()").fetchone()[0]
        for relation in relations(con, database):
            path = made / f"{relation.name}.parquet"
            con.execute(
                f"copy (select * from {SCHEMA}.{identifier(relation.name)} order by all) "
                f"to {literal(str(path))} (format parquet, compression zstd)"
            )
            path.chmod(0o600)
            written.append(path)
    return written
