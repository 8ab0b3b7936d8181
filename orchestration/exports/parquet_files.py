"""One Parquet file per published table.

Belongs here: the format. Does not belong: any choice of rows or columns.
"""

from __future__ import annotations

from pathlib import Path

from orchestration.common.relations import Relation, table
from orchestration.exports.table_files import write_table_files


def export_parquet(published_db: Path, folder: Path) -> list[Path]:
    """Write every published table to folder/<table>.parquet; returns the files by name."""
    return write_table_files(published_db, folder, "parquet", _all_rows)


def _all_rows(relation: Relation) -> tuple[str, str]:
    return f"select * from {table(relation)} order by all", "format parquet, compression zstd"
