"""The hand-made council: its delivery, its expected figures and its mutations, read from the files beside this one.

Belongs here: reading those files and writing deliveries from them. Does not belong: a figure or a date of a child,
which stand in the CSV files where a person can check them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.landing.small_deliveries import Rows, write_tables

HERE = Path(__file__).resolve().parent
LA_CODE = "E09000000"
MONTH = "2020-12"
MONTHS = ("2020-02", "2020-11", "2020-12")
YEARS_TO_DATE = {"2019/20": "2020-02", "2020/21": "2020-12"}
TERMS = {"2019/20 AUTUMN": "2020-02", "2019/20 SPRING": "2020-05"}
PERIODS = {
    **{("month", month): month for month in MONTHS},
    **{("ytd", year): month for year, month in YEARS_TO_DATE.items()},
    **{("term", term): month for term, month in TERMS.items()},
}

Figure = tuple[str, str, str, str]


@dataclass(frozen=True)
class Value:
    """What a figure says."""

    numerator: float | None
    denominator: float | None
    status: str


@dataclass(frozen=True)
class Mutation:
    """One change of one record, in a council of its own."""

    name: str
    la_code: str
    what_happens: str
    table: str
    record: str
    action: str
    changes: dict[str, str]


def read_csv(path: Path) -> Rows:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def delivery() -> dict[str, Rows]:
    """All tables of the council's delivery."""
    return {path.stem: read_csv(path) for path in sorted((HERE / "delivery").glob("*.csv"))}


def figure(row: dict[str, str]) -> Figure:
    """The key of a figure: indicator, category, kind of period, period."""
    return row["indicator_id"], row["breakdown"], row["period_kind"], row["period"]


def values(rows: Rows) -> dict[Figure, Value]:
    """The figures that a file states; a figure stated twice is an error of the file."""
    found = {}
    for row in rows:
        assert figure(row) not in found, f"stated twice: {figure(row)}"
        assert (row["period_kind"], row["period"]) in PERIODS, f"no such period: {figure(row)}"
        found[figure(row)] = Value(_number(row["numerator"]), _number(row["denominator"]), row["status"])
    return found


def mutations() -> list[Mutation]:
    """All mutations, each with the code of its own council, in the order of the file."""
    return [
        Mutation(
            row["mutation"],
            f"E09{number:06d}",
            row["what_happens"],
            row["table"],
            row["record"],
            row["action"],
            dict(change.split("=", 1) for change in row["changes"].split(";") if change),
        )
        for number, row in enumerate(read_csv(HERE / "mutations.csv"), start=1)
    ]


def write_councils(landing: Path, **keys: object) -> None:
    """The council's delivery and one for each mutation, in one landing folder; `keys` of their manifests."""
    write_tables(landing, delivery(), la_code=LA_CODE, month=MONTH, **keys)
    for mutation in mutations():
        write_tables(landing, mutated(delivery(), mutation), la_code=mutation.la_code, month=MONTH, **keys)


def mutated(tables: dict[str, Rows], mutation: Mutation) -> dict[str, Rows]:
    """The delivery with one record changed, removed or repeated; the record must be there, the fields too."""
    if mutation.action == "no_seed_rows":
        return tables
    rows = tables[mutation.table]
    key = next(iter(rows[0]))
    found = [row for row in rows if mutation.record in (row[key], "*")]
    assert found, f"{mutation.name}: no record {mutation.record} in {mutation.table}"
    assert set(mutation.changes) <= set(rows[0]), f"{mutation.name}: unknown field"
    match mutation.action:
        case "set":
            for row in found:
                row.update(mutation.changes)
        case "remove":
            tables[mutation.table] = [row for row in rows if row not in found]
        case "repeat":
            rows.append({**found[0], **mutation.changes})
        case "day_first_dates":
            for row in found:
                row.update({name: _day_first(text) for name, text in row.items() if name.endswith("_date")})
        case other:
            raise ValueError(f"{mutation.name}: no action {other}")
    return tables


def _day_first(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else text


def _number(text: str) -> float | None:
    return float(text) if text else None
