"""The three pages: `python -m tests.benchmark.peers.pandas.pages`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from tests.benchmark.peers.exchange import Answers
from tests.benchmark.peers.pandas.answers import summed
from tests.benchmark.peers.pandas.care import care_by_month
from tests.benchmark.peers.pandas.contacts import contacts_by_month
from tests.benchmark.peers.pandas.landed import Landed
from tests.benchmark.peers.pandas.protection import protection_by_month
from tests.benchmark.peers.shared import command_line


def pages(folder: Path, first: date, last: date) -> Answers:
    """The answers for the month ends `first` to `last`."""
    landed = Landed(folder)
    asked = pd.DataFrame({"month_on": pd.date_range(first, last, freq="ME")})
    earliest = pd.Timestamp(first) - pd.offsets.MonthBegin(12)
    months = [
        *contacts_by_month(landed, earliest, last),
        *protection_by_month(landed, asked),
        *care_by_month(landed, asked),
    ]
    return summed(landed, asked, pd.concat(months))


if __name__ == "__main__":
    command_line("pandas", pd.__version__, pages)
