"""One CSV file per published table that holds no rows of single children, for spreadsheets and other tools.

Belongs here: which tables may be copied, and making their texts safe to open in a spreadsheet. Does not belong: any
choice of rows.
"""

from __future__ import annotations

from pathlib import Path

from orchestration.common.relations import Relation, identifier, names_records, table
from orchestration.exports.table_files import write_table_files

STARTS_A_FORMULA = "('=', '+', '-', '@', chr(9), chr(10), chr(13))"


def export_csv(published_db: Path, folder: Path) -> list[Path]:
    """Write the tables without rows of single children to folder/<table>.csv; returns the files by name.

    UTF-8, a header, lines that end in LF, dates like 2020-12-31. Texts stand in quotes, and a text that a spreadsheet
    would take for a formula has an apostrophe before it; numbers, dates and nulls have neither.
    """
    return write_table_files(published_db, folder, "csv", _safe_rows)


def is_of_single_records(relation: Relation) -> bool:
    """Whether a row can be of one child or one record: a column names it."""
    return bool(names_records(relation)) or any(column.name == "source_row" for column in relation.columns)


def _safe_rows(relation: Relation) -> tuple[str, str] | None:
    if is_of_single_records(relation):
        return None
    texts = [identifier(column.name) for column in relation.columns if column.is_text]
    safe = f" replace ({', '.join(map(_without_formula, texts))})" if texts else ""
    quoted = f", force_quote ({', '.join(texts)})" if texts else ""
    return f"select *{safe} from {table(relation)} order by all", f"format csv, header{quoted}"


def _without_formula(name: str) -> str:
    return f"case when left({name}, 1) in {STARTS_A_FORMULA} then '''' || {name} else {name} end as {name}"
