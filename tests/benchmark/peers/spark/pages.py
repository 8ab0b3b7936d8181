"""The three pages: `python -m tests.benchmark.peers.spark.pages`."""

from __future__ import annotations

from datetime import date
from functools import reduce
from pathlib import Path

import pyspark
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from tests.benchmark.peers.exchange import Answers
from tests.benchmark.peers.shared import command_line
from tests.benchmark.peers.spark.answers import summed
from tests.benchmark.peers.spark.care import care_by_month
from tests.benchmark.peers.spark.contacts import contacts_by_month
from tests.benchmark.peers.spark.landed import Landed, session
from tests.benchmark.peers.spark.protection import protection_by_month


def pages(folder: Path, first: date, last: date) -> Answers:
    """The answers for the month ends `first` to `last`."""
    landed = Landed(folder)
    first_days = F.sequence(F.lit(first.replace(day=1)), F.lit(last), F.expr("interval 1 month"))
    asked = F.broadcast(session().range(1).select(F.explode(F.transform(first_days, F.last_day)).alias("month_on")))
    months = [
        *contacts_by_month(landed, first, last),
        *protection_by_month(landed, asked),
        *care_by_month(landed, asked),
    ]
    return [tuple(row) for row in summed(landed, asked, reduce(DataFrame.unionByName, months)).collect()]


if __name__ == "__main__":
    command_line(
        "spark", pyspark.__version__, pages, start=session, helper=lambda: session().sparkContext._gateway.proc.pid
    )
