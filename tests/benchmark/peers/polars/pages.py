"""The three pages: `python -m tests.benchmark.peers.polars.pages`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from tests.benchmark.peers.exchange import Answers
from tests.benchmark.peers.polars.answers import summed
from tests.benchmark.peers.polars.care import care_by_month
from tests.benchmark.peers.polars.contacts import contacts_by_month
from tests.benchmark.peers.polars.landed import Landed
from tests.benchmark.peers.polars.protection import protection_by_month
from tests.benchmark.peers.shared import command_line


def pages(folder: Path, first: date, last: date) -> Answers:
    """The answers for the month ends `first` to `last`."""
    landed = Landed(folder)
    first_days = pl.date_range(first.replace(day=1), last, "1mo", eager=True)
    asked = pl.LazyFrame({"month_on": first_days.dt.month_end()})
    months = [
        *contacts_by_month(landed, _year_before(first), last),
        *protection_by_month(landed, asked),
        *care_by_month(landed, asked),
    ]
    return summed(landed, asked, pl.concat(months)).collect().rows()


def _year_before(month_on: date) -> date:
    """The first day of the twelve months to a month end."""
    return date(month_on.year - (month_on.month < 12), month_on.month % 12 + 1, 1)


if __name__ == "__main__":
    command_line("polars", pl.__version__, pages)
