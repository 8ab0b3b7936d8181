"""How fast landing is beside DuckDB's bare reading of the same file, and beside the careful reader alone.

`python -m tests.benchmark.landing 1000000 2000000` prints the ratios. Belongs here: measuring. Does not belong: what is
right to land (tests/landing). The file is like ssd_contacts of a council: ids, dates, codes, and JSON in quotes.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

import duckdb

from orchestration.build import database
from orchestration.landing import table_files
from orchestration.landing.contract import tables
from orchestration.landing.deliveries import land_all

TABLE, LA_CODE, MONTH = "ssd_contacts", "E09999999", "2020-12-31"
ROUNDS = 3
CONTACTS = """
    select
        'C' || range as cont_contact_id,
        'P' || lpad((hash(range) % 400000)::varchar, 7, '0') as cont_person_id,
        date '2011-01-01' + (hash(range + 1) % 3650)::integer as cont_contact_date,
        ['1A', '1B', '2A', '3B', '5C', '6'][1 + (hash(range + 2) % 6)::integer] as cont_contact_source_code,
        ['Schools', 'Police', 'Individual, family member', 'Health services'][1 + (hash(range + 2) % 4)::integer]
            as cont_contact_source_desc,
        ['{"NEW_REFERRAL_FLAG": "Y", "NFA_FLAG": "N"}', '{"NEW_REFERRAL_FLAG": "N", "NFA_FLAG": "Y"}', null][
            1 + (hash(range + 3) % 3)::integer
        ] as cont_contact_outcome_json
    from range($rows)
"""


def measure(folder: Path, rows: int) -> dict[str, dict[str, float]]:
    """By format: rows per second of `bare` reading and of `landing`, and their `ratio`; the best of rounds in turn.

    Bare is `create table as select *` into a database file, of a CSV as text, without any check. Making the tables of
    raw does not count.
    """
    return {kind: _rates(_tasks(folder, kind, rows), rows) for kind in ("csv", "parquet")}


def _rates(tasks: dict[str, Callable[[], float]], rows: int) -> dict[str, float]:
    seconds = [{name: task() for name, task in tasks.items()} for _ in range(ROUNDS)]
    rates = {name: rows / min(taken[name] for taken in seconds) for name in tasks}
    return {**rates, "ratio": rates["landing"] / rates["bare"]}


def _tasks(folder: Path, kind: str, rows: int) -> dict[str, Callable[[], float]]:
    """What is compared; each gives the seconds from opening a database file to closing it."""
    file = _write_delivery(folder / kind, kind, rows)
    database_file = folder / f"{kind}.duckdb"
    names = ", ".join(f"'{name}': 'VARCHAR'" for name in tables()[TABLE].kept)
    read = {
        "csv": f"read_csv('{file}', all_varchar = true, auto_detect = false, header = true, delim = ',', quote = '\"', "
        f"escape = '\"', columns = {{{names}}})",
        "parquet": f"read_parquet('{file}')",
    }[kind]

    def bare() -> float:
        database_file.unlink(missing_ok=True)
        start = perf_counter()
        with duckdb.connect(str(database_file)) as con:
            con.execute(f"create table bare as select * from {read}")
        return perf_counter() - start

    def landing() -> float:
        database_file.unlink(missing_ok=True)
        with database.connect(database_file) as con:
            database.prepare(con)
        start = perf_counter()
        with database.connect(database_file) as con:
            summary = land_all(con, folder / kind, folder / "tmp")
        taken = perf_counter() - start
        if [one.rows for one in summary.landed] != [rows]:
            raise RuntimeError("the delivery of the benchmark was not landed")
        return taken

    return {"bare": bare, "landing": landing}


def _write_delivery(landing: Path, kind: str, rows: int) -> Path:
    folder = landing / LA_CODE / MONTH / "1"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{TABLE}.{kind}"
    with duckdb.connect() as con:
        con.execute(f"copy ({CONTACTS}) to '{file}'", {"rows": rows})
    with file.open("rb") as written:
        sha256 = hashlib.file_digest(written, "sha256").hexdigest()
    manifest = {
        "contract_version": 1,
        "la_code": LA_CODE,
        "source_system": "Demo of a benchmark",
        "month_end": MONTH,
        "extract_date": "2021-01-06",
        "delivery": 1,
        "tables": [{"name": TABLE, "file": file.name, "rows": rows, "sha256": sha256}],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return file


def main(sizes: list[int]) -> None:
    """Print the ratios, and how much faster than the careful reader landing is."""
    for rows in sizes:
        with tempfile.TemporaryDirectory() as made:
            for kind, rates in measure(Path(made), rows).items():
                with patch.object(table_files, "_if_tidy", lambda *_: None):
                    seconds = _tasks(Path(made), kind, rows)["landing"]()
                times = rates["landing"] * seconds / rows
                speeds = f"bare {rates['bare']:,.0f}/s, landing {rates['landing']:,.0f}/s, ratio {rates['ratio']:.2f}"
                print(f"{rows:,} rows of {kind}: {speeds}, {times:.1f} times the careful reader", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000_000])
