"""What was delivered, typed, and the seeds. Belongs here: reading and refusing. Does not belong: what is made of it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars import col

from tests.benchmark.peers.shared import DAY_FIRST_DATE, ISO_DATE, NO, NO_DATE, STAGED, WHITE_SPACE, YES


class Landed:
    """The newest delivery of each council and the seeds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.codes = self.seed("codes").collect()
        self.newest = (
            pl.scan_parquet(folder / "raw" / "deliveries.parquet")
            .sort("extract_date", "month_end", "delivery", descending=True)
            .unique("la_code", keep="first", maintain_order=True)
            .select("delivery_id", "la_code", "month_end")
        )

    def seed(self, name: str) -> pl.LazyFrame:
        """A seed."""
        return pl.scan_parquet(self.folder / "seeds" / f"{name}.parquet")

    def reported_as(self, field: str) -> dict[str, str | None]:
        """What the report makes of each code of a field."""
        return dict(self.codes.filter(col("field") == field).select("code", "reported_as").rows())

    def codes_reported_as(self, field: str, group: str) -> list[str]:
        """The codes of a field that the report puts in one group."""
        return [code for code, reported_as in self.reported_as(field).items() if reported_as == group]

    def staged(self, table: str) -> pl.LazyFrame:
        """The rows of a table that can be believed, typed. The same row again counts once; a key that then still comes
        twice says two things, and counts not at all."""
        rows = pl.scan_parquet(self.folder / "raw" / f"{table}.parquet")
        rows = rows.unique(pl.exclude("_row"))
        typed = []
        refused = [col("_fault").is_not_null()]
        for field in STAGED[table]:
            text = col(field.source).str.strip_chars(WHITE_SPACE)
            code = text.str.to_uppercase()
            if field.required:
                refused.append(text.fill_null("") == "")
            if field.listed:
                refused.append((text != "") & ~code.is_in(list(self.reported_as(field.source))))
            if field.kind == "date":
                refused.append((text != "") & _written_date(text).is_null())
                typed.append(_written_date(text).replace(NO_DATE, None).alias(field.name))
            elif field.kind == "flag":
                refused.append((text != "") & ~code.is_in(YES + NO))
                typed.append(code.is_in(YES).fill_null(False).alias(field.name))
            else:
                typed.append(code.replace("", None).alias(field.name))
        return (
            rows.join(self.newest, left_on="_delivery_id", right_on="delivery_id")
            .filter(~pl.any_horizontal(refused).fill_null(False))
            .select("la_code", *typed)
            .filter(pl.len().over("la_code", STAGED[table][0].name) == 1)
        )


def _written_date(text: pl.Expr) -> pl.Expr:
    iso = pl.when(text.str.contains(ISO_DATE)).then(text.str.slice(0, 10))
    day_first = pl.when(text.str.contains(DAY_FIRST_DATE)).then(text.str.slice(0, 10))
    return pl.coalesce(iso.str.to_date("%Y-%m-%d", strict=False), day_first.str.to_date("%d/%m/%Y", strict=False))
