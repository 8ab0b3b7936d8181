"""A plugin of dbt-duckdb: what DuckDB says of a row is not told.

Its words on a cast, a key or a constraint quote the value, and dbt writes them into its log, its results and its
output, which Dagster keeps. Loaded by profiles.yml into every dbt process, also one that is started by hand; dbt finds
it by its folder, so it may import nothing of this project.
"""

from __future__ import annotations

import re
from typing import Any

import duckdb
from dbt.adapters.duckdb.environments import local
from dbt.adapters.duckdb.plugins import BasePlugin

# These speak of statements, files and the machine. All others can quote a row.
TOLD = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.ParserException,
)
NOT_NULL = re.compile(r"NOT NULL constraint failed: \w+\.\w+")
LINE = re.compile(r"LINE (\d{1,4}):")
# A seed is a file of this project: no row of a delivery can stand in it.
LOADS_SEED = re.compile(r"\s*(?:/\*.*?\*/)?\s*copy\s.+\sfrom\s+'[^']*/seeds/[^']*\.csv'", re.IGNORECASE | re.DOTALL)
NOT_TOLD = "DuckDB's words can quote a row and are not kept; run the compiled statement by hand to read them"


def words(error: Exception) -> str:
    """What may be told of an error: all, or its kind with the line of the statement or the column that was null."""
    text = str(error)
    if isinstance(error, TOLD):
        return text
    line = LINE.search(text)
    parts = [type(error).__name__, f" in line {line[1]}" if line else ""]
    return "".join(parts) + f": {found[0] if (found := NOT_NULL.search(text)) else NOT_TOLD}"


class QuietCursor(local.DuckDBCursorWrapper):
    """Every statement and every row of dbt comes through here."""

    def execute(self, sql: str, bindings: Any = None) -> Any:
        if not LOADS_SEED.match(sql):
            return _quietly(super().execute, sql, bindings)
        try:
            return super().execute(sql, bindings)
        except Exception as error:
            raise duckdb.Error("Seed cannot be loaded: " + " ".join(str(error).split("\n\n")[0].split())) from None

    def fetchone(self) -> Any:
        return _quietly(self._cursor.fetchone)

    def fetchmany(self, size: int) -> Any:
        return _quietly(self._cursor.fetchmany, size)

    def fetchall(self) -> Any:
        return _quietly(self._cursor.fetchall)


def _quietly(call: Any, *arguments: Any) -> Any:
    try:
        return call(*arguments)
    except Exception as error:
        raise duckdb.Error(words(error)) from None


class Plugin(BasePlugin):
    """Takes the place of the cursor when dbt first connects."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        local.DuckDBCursorWrapper = QuietCursor
