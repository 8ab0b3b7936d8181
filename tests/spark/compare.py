"""Every figure is the same on DuckDB and on Spark: `python -m tests.spark.compare`.

Belongs here: the comparison, which names the keys that differ; no mart compared here knows of children. Not here: the
builds (build.py), and what single macros say (macros.py).
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

import duckdb

from tests.spark import macros
from tests.spark.build import build_both

KEYS = {
    "indicator_values": ("la_code", "indicator_id", "breakdown", "period_kind", "period_end_on"),
    "report_figures": ("la_code", "report_month", "page", "key", "breakdown", "period_kind", "period", "part"),
}


def main() -> int:
    """Build on both engines and compare; 1 where a value differs, or where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        build, spark = build_both(place, tuple(f"+{mart}" for mart in KEYS))
        with duckdb.connect(build, read_only=True) as con:
            results = [compared(mart, con, spark) for mart in KEYS]
        results.append(macros.compared(place, spark))
        spark.stop()
    return 0 if all(results) else 1


def compared(mart: str, con: duckdb.DuckDBPyConnection, spark) -> bool:
    """Whether all rows of a mart are alike; says how many are, and which keys are not."""
    found = con.table(f"reporting.{mart}")
    columns, keys = found.columns, KEYS[mart]
    on_duckdb = Counter(found.fetchall())
    on_spark = Counter(tuple(row) for row in spark.table(f"reporting.{mart}").select(*columns).collect())
    places = [columns.index(key) for key in keys]
    differing = {tuple(str(row[place]) for place in places) for row in (on_duckdb - on_spark) + (on_spark - on_duckdb)}
    print(f"{mart}: {on_duckdb.total()} rows on DuckDB, {on_spark.total()} on Spark, {len(differing)} keys differ")
    for key in sorted(differing)[:50]:
        print("  " + " / ".join(key))
    return bool(on_duckdb) and not differing


if __name__ == "__main__":
    sys.exit(main())
