"""Reads what the guide tells: the catalogue of the published file, the indicators' words and the example queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from orchestration.common.encryption.databases import opened
from orchestration.common.relations import SCHEMA, Relation, published_relations

QUERIES = Path(__file__).parent / "queries.sql"


@dataclass(frozen=True)
class Query:
    """An example: what it asks, in words and in SQL."""

    title: str
    sql: str


@dataclass(frozen=True)
class Guide:
    """Marts by name; indicators in words as (subject, rows of the mart `indicators`), both by name."""

    marts: tuple[Relation, ...]
    subjects: tuple[tuple[str, tuple[dict, ...]], ...]
    queries: tuple[Query, ...]


def read_guide(published_db: Path) -> Guide:
    """The guide to a published file."""
    with opened(published_db) as con:
        marts = published_relations(con)
        found = con.execute(f"select * from {SCHEMA}.indicators order by subject, indicator_id")
        names = [column[0] for column in found.description]
        indicators = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return Guide(
        tuple(marts),
        tuple((subject, tuple(rows)) for subject, rows in groupby(indicators, lambda row: row["subject"])),
        tuple(queries(QUERIES.read_text(encoding="utf-8"))),
    )


def queries(text: str) -> Iterator[Query]:
    """The queries of a file: an empty line between them, the first line of each a comment that says what it asks."""
    for part in text.strip().split("\n\n"):
        title, _, sql = part.partition("\n")
        yield Query(title.removeprefix("-- "), sql)
