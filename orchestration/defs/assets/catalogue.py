"""What an engineer sees of a mart or an indicator in Dagster: its row count, and its columns with types and words.

Both are read from the build database in one go when dbt has ended, since dbt keeps the file to itself until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.build import database
from orchestration.common.relations import SCHEMA, identifier

INDICATORS = "indicators"
COUNTED = (SCHEMA, INDICATORS)
"""Schemas whose relations are told with their rows and columns."""
WORDS = "indicator_events"
"""The mart that all indicators flow into: its columns describe theirs, which have no words of their own."""


def with_rows_and_columns(events: Iterable[Any], build_db: Path, tables: Mapping[str, str]) -> Iterator[Any]:
    """The events of a dbt build in their order, those of marts and indicators at the end, each with its rows and
    columns.

    `tables` are 'schema.table' by the name of the output that stands for them.
    """
    held = []
    for event in events:
        if _is_counted(event):
            held.append(event)
        else:
            yield event
    outputs = [event.output_name for event in held if isinstance(event, dg.Output)]
    found = rows_and_columns(build_db, {tables[name] for name in outputs}) if outputs else {}
    for event in held:
        if isinstance(event, dg.Output):
            event = event.with_metadata({**event.metadata, **found.get(tables[event.output_name], {})})
        yield event


def tables_of(models: dg.AssetsDefinition) -> dict[str, str]:
    """'schema.table' of each model and seed; the table's name is not always the model's own."""
    return {
        spec.key.to_python_identifier(): spec.metadata["dagster/table_name"].partition(".")[2] for spec in models.specs
    }


def rows_and_columns(build_db: Path, tables: set[str]) -> dict[str, dict[str, Any]]:
    """Metadata of those tables and views, named 'schema.table', that are there."""
    with database.connect(build_db, read_only=True) as con:
        columns = con.execute(_COLUMNS).fetchall()
        words = {name: comment for table, name, _, comment in columns if table == f"{SCHEMA}.{WORDS}"}
        schemas: dict[str, list[dg.TableColumn]] = {}
        for table, name, data_type, comment in columns:
            said = comment or (words.get(name) if table.startswith(f"{INDICATORS}.") else None)
            if table in tables:
                schemas.setdefault(table, []).append(dg.TableColumn(name, data_type, said))
        counted = ", ".join(f"(select count(*) from {_quoted(table)})" for table in schemas)
        counts = con.execute(f"select {counted}").fetchone() if schemas else ()
    return {
        table: {"dagster/row_count": rows, "dagster/column_schema": dg.TableSchema(found)}
        for (table, found), rows in zip(schemas.items(), counts, strict=True)
    }


def _quoted(table: str) -> str:
    schema, _, name = table.partition(".")
    return f"{schema}.{identifier(name)}"


def _is_counted(event: Any) -> bool:
    """Checks wait with their model, so that they stand after it."""
    if isinstance(event, dg.Output):
        return event.output_name.startswith(tuple(f"{schema}__" for schema in COUNTED))
    return isinstance(event, dg.AssetCheckResult) and event.asset_key is not None and event.asset_key.path[0] in COUNTED


_COLUMNS = """
select schema_name || '.' || table_name, column_name, data_type, comment from duckdb_columns()
where database_name = current_database() order by schema_name, table_name, column_index
"""
