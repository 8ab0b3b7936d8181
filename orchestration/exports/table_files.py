"""One file per published table, written from the published file alone.

Belongs here: replacing the files of a folder safely. Does not belong: a format, or which tables it is for
(parquet_files.py, csv_files.py).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from orchestration.common.encryption.databases import opened
from orchestration.common.files import file_mode_in, private_folder
from orchestration.common.relations import Relation, literal, published_relations

CopyOf = Callable[[Relation], tuple[str, str] | None]
"""Of a table: the query whose rows its file holds, and the options of DuckDB's `copy`; None where it has no file."""


def write_table_files(published_db: Path, folder: Path, ending: str, copy_of: CopyOf) -> list[Path]:
    """Write folder/<table>.<ending>, each file replaced in one step; returns the files by name.

    Files of that ending whose tables are no longer published, or no longer copied, are removed. Same rows give the same
    bytes as long as the query sorts them.
    """
    private_folder(folder)
    for leftover in folder.glob(".new-*"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as made:
        written = _write(published_db, Path(made), ending, copy_of)
        for path in written:
            path.chmod(file_mode_in(folder))
        for path in written:
            os.replace(path, folder / path.name)
    names = {path.name for path in written}
    for path in folder.glob(f"*.{ending}"):
        if path.name not in names:
            path.unlink()
    return sorted(folder / name for name in names)


def _write(published_db: Path, made: Path, ending: str, copy_of: CopyOf) -> list[Path]:
    written = []
    with opened(published_db, folders=[made], threads=1) as con:
        for relation in published_relations(con):
            copy = copy_of(relation)
            if copy is None:
                continue
            query, options = copy
            path = made / f"{relation.name}.{ending}"
            con.execute(f"copy ({query}) to {literal(str(path))} ({options})")
            written.append(path)
    return written
