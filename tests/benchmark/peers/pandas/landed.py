"""What was delivered, typed, and the seeds. Belongs here: reading and refusing. Does not belong: what is made of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tests.benchmark.peers.shared import DAY_FIRST_DATE, ISO_DATE, NO, NO_DATE, STAGED, WHITE_SPACE, YES


class Landed:
    """The newest delivery of each council and the seeds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.codes = self.seed("codes")
        self.newest = (
            pd.read_parquet(folder / "raw" / "deliveries.parquet")
            .sort_values(["extract_date", "month_end", "delivery"])
            .drop_duplicates("la_code", keep="last")[["delivery_id", "la_code", "month_end"]]
            .astype({"month_end": "datetime64[us]"})
        )

    def seed(self, name: str, *dates: str) -> pd.DataFrame:
        """A seed, the given columns as dates."""
        return pd.read_parquet(self.folder / "seeds" / f"{name}.parquet").astype(dict.fromkeys(dates, "datetime64[us]"))

    def reported_as(self, field: str) -> pd.Series:
        """What the report makes of each code of a field."""
        return self.codes[self.codes["field"] == field].set_index("code")["reported_as"]

    def codes_reported_as(self, field: str, group: str) -> pd.Index:
        """The codes of a field that the report puts in one group."""
        groups = self.reported_as(field)
        return groups.index[groups == group]

    def staged(self, table: str) -> pd.DataFrame:
        """The rows of a table that can be believed, typed: none refused, none repeated."""
        rows = pd.read_parquet(self.folder / "raw" / f"{table}.parquet")
        rows = rows.merge(self.newest[["delivery_id", "la_code"]], left_on="_delivery_id", right_on="delivery_id")
        typed = {"la_code": rows["la_code"]}
        refused = rows["_fault"].notna()
        for field in STAGED[table]:
            text = rows[field.source].str.strip(WHITE_SPACE)
            text = text.mask(text == "")
            code = text.str.upper()
            typed[field.name] = code
            if field.required:
                refused |= text.isna()
            if field.listed:
                refused |= text.notna() & ~code.isin(self.reported_as(field.source).index)
            if field.kind == "date":
                written = _written_date(text)
                refused |= text.notna() & written.isna()
                typed[field.name] = written.mask(written == pd.Timestamp(NO_DATE))
            if field.kind == "flag":
                refused |= text.notna() & ~code.isin(YES + NO)
                typed[field.name] = code.isin(YES)
        return _without_repeats(pd.DataFrame(typed)[~refused], rows, STAGED[table][0].name)


def _written_date(text: pd.Series) -> pd.Series:
    iso = text.where(text.str.fullmatch(ISO_DATE)).str[:10]
    day_first = text.where(text.str.fullmatch(DAY_FIRST_DATE)).str[:10]
    return pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce").fillna(
        pd.to_datetime(day_first, format="%d/%m/%Y", errors="coerce")
    )


def _without_repeats(typed: pd.DataFrame, rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """The same row again counts once; a key that then still comes twice says two things, and counts not at all."""
    again = typed.index[typed.duplicated(["la_code", key], keep=False)]
    same = rows.loc[again].sort_values("_row").duplicated(rows.columns.drop("_row").to_list())
    return typed.drop(same.index[same]).drop_duplicates(["la_code", key], keep=False)
