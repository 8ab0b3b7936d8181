"""The tables that the models read, moved from the build database of DuckDB into a Spark catalogue.

Belongs here: every table of the schemas raw, control and ledger, as Parquet and then as a table. Does not belong: what
stands in them, which landing and the ledger say.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.build.database import Connection

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SCHEMAS = ("raw", "control", "ledger")
TABLES = "select table_schema, table_name from information_schema.tables where table_schema in ? order by all"


def export(con: Connection, folder: Path) -> list[tuple[str, str]]:
    """Write each table as `folder`/schema/table.parquet; the tables, by schema and name."""
    tables = con.execute(TABLES, [SCHEMAS]).fetchall()
    for schema, table in tables:
        path = folder / schema / f"{table}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        con.execute(f"copy {schema}.{table} to '{path}' (format parquet)")
    return tables


def register(spark: SparkSession, folder: Path, tables: list[tuple[str, str]]) -> None:
    """Make each exported table anew in the catalogue of the session."""
    for schema in SCHEMAS:
        spark.sql(f"create database if not exists {schema}")
    for schema, table in tables:
        rows = spark.read.parquet(str(folder / schema / f"{table}.parquet"))
        rows.write.mode("overwrite").saveAsTable(f"{schema}.{table}")
