"""Every value of every mart is the same on DuckDB and on Spark: `python -m tests.spark.compare`.

Belongs here: the comparison, which names the keys of figures that differ, and of other marts whose rows do. Does not
belong: the builds (build.py), and what single macros say (macros.py).
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from tests.spark import macros
from tests.spark.build import build_both

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MARTS = "select table_name from information_schema.tables where table_schema = 'reporting' order by all"
KEYS = {
    "indicator_values": ("la_code", "indicator_id", "breakdown", "period_kind", "period_end_on"),
    "report_figures": ("la_code", "report_month", "page", "key", "breakdown", "period_kind", "period", "part"),
}


def main() -> int:
    """Build on both engines and compare; 1 where a value differs, or where there is no figure."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        build, spark = build_both(place)
        with duckdb.connect(build, read_only=True) as con:
            marts = [mart for (mart,) in con.execute(MARTS).fetchall()]
            results = [compared(mart, con, spark) for mart in marts]
        results.append(macros.compared(place, spark))
        spark.stop()
    return 0 if all(results) and set(KEYS) <= set(marts) else 1


def compared(mart: str, con: duckdb.DuckDBPyConnection, spark: SparkSession) -> bool:
    """Whether all rows of a mart are alike; says how many are, and which keys are not."""
    found = con.table(f"reporting.{mart}")
    columns, keys = found.columns, KEYS.get(mart, found.columns[:1])
    on_duckdb = Counter(found.fetchall())
    on_spark = Counter(tuple(row) for row in spark.table(f"reporting.{mart}").select(*columns).collect())
    differing = list(((on_duckdb - on_spark) + (on_spark - on_duckdb)).elements())
    print(f"{mart}: {on_duckdb.total()} rows on DuckDB, {on_spark.total()} on Spark; {len(differing)} differ")
    places = [columns.index(key) for key in keys]
    for key in sorted({" / ".join(str(row[place]) for place in places) for row in differing})[:50]:
        print(f"  {key}")
    return not differing and bool(on_duckdb or mart not in KEYS)


if __name__ == "__main__":
    sys.exit(main())
