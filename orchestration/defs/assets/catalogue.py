"""What readers see of a mart in Dagster: how many rows it has, and its columns with types and words.

Both are read from the build database in one go when dbt has ended, since dbt keeps the file to itself until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.build import database
from orchestration.common.relations import SCHEMA, published_relations, table

MARTS = f"{SCHEMA}__"


def with_rows_and_columns(events: Iterable[Any], build_db: Path, tables: Mapping[str, str]) -> Iterator[Any]:
    """The events of a dbt build in their order, those of marts at the end, each mart with its rows and columns.

    `tables` are the names of tables by the name of the output that stands for them.
    """
    held = []
    for event in events:
        if _is_of_mart(event):
            held.append(event)
        else:
            yield event
    found = rows_and_columns(build_db) if held else {}
    for event in held:
        if isinstance(event, dg.Output):
            event = event.with_metadata({**event.metadata, **found.get(tables[event.output_name], {})})
        yield event


def tables_of(models: dg.AssetsDefinition) -> dict[str, str]:
    """The name of the table of each model and seed, which is not always the model's own."""
    return {
        spec.key.to_python_identifier(): spec.metadata["dagster/table_name"].rpartition(".")[2] for spec in models.specs
    }


def rows_and_columns(build_db: Path) -> dict[str, dict[str, Any]]:
    """Metadata of each table of schema reporting by its name."""
    with database.connect(build_db, read_only=True) as con:
        marts = published_relations(con)
        counted = ", ".join(f"(select count(*) from {table(mart)})" for mart in marts)
        counts = con.execute(f"select {counted}").fetchone() if marts else ()
    return {
        mart.name: {
            "dagster/row_count": rows,
            "dagster/column_schema": dg.TableSchema(
                [dg.TableColumn(one.name, one.data_type, one.comment) for one in mart.columns]
            ),
        }
        for mart, rows in zip(marts, counts, strict=True)
    }


def _is_of_mart(event: Any) -> bool:
    """Checks wait with their mart, so that they stand after it."""
    if isinstance(event, dg.Output):
        return event.output_name.startswith(MARTS)
    return isinstance(event, dg.AssetCheckResult) and event.asset_key is not None and event.asset_key.path[0] == SCHEMA
