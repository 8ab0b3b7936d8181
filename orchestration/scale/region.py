"""Runs the main job on a region of ten invented councils, one of them late and one refused.

Belongs here: the region and its run. Does not belong: how a council's deliveries are made (deliveries.py), or anything
a real run would not do as well.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from orchestration import database, prepare
from orchestration.demo.deliver import deliver
from orchestration.landing.land import MANIFEST, land_all
from orchestration.lock import hold_writer_lock
from orchestration.months import month_end
from orchestration.own_words import NotPossible
from orchestration.run import each_month
from orchestration.scale.councils import invented
from orchestration.scale.deliveries import landed_deliveries, write_councils
from orchestration.settings import Settings, private_folder

COUNCILS, SIZE_IN_ALL = 10, 6.0
MONTHS = ("2020-11", "2020-12")
LATE, REFUSED = "D00000004", "D00000007"  # neither the smallest nor the largest


def run_region(settings: Settings, seed: int = 1) -> int:
    """Make the deliveries of the region, where they are not there yet, and run its months; 0 when all went well.

    NotPossible when the landing folder holds other deliveries.
    """
    from orchestration.run_job import run_job  # Dagster takes seconds to import

    hold_writer_lock(settings.data)
    landing = private_folder(settings.landing)
    councils = {path.parts[-4] for path in landing.glob(f"*/*/*/{MANIFEST}")}
    if councils - {one.la_code for one in invented(COUNCILS, SIZE_IN_ALL)}:
        raise NotPossible(
            f"{landing} holds other deliveries than the region's; give it an empty folder in CHILDREN_DATA"
        )
    if not councils:
        print(f"Making deliveries of {COUNCILS} councils in {landing}", flush=True)
        write_region(landing, private_folder(settings.data / "demo_deliveries"), seed)
    return run_job(settings, each_month([MONTHS[0], MONTHS[-1]], settings), prepare.OWN_MONTH)


def write_region(landing: Path, made: Path, seed: int) -> None:
    """Write the deliveries of all months: in the last, one council has none and one a file that was cut short.

    `made` is a private folder for what they are copied from.
    """
    shutil.rmtree(made)
    wanted = {month_end(month).isoformat() for month in MONTHS}
    for folder in deliver(made / "landing", seed, MONTHS[-1]):
        if folder.parent.name not in wanted:
            shutil.rmtree(folder)
    source = made / "source.duckdb"
    with database.connect(source) as con:
        database.prepare(con)
        land_all(con, made / "landing", made / "tmp", is_demo_only=True).raise_if_blocked()
    councils = invented(COUNCILS, SIZE_IN_ALL)
    *earlier, last = landed_deliveries(source, [month_end(month) for month in MONTHS])
    for one in earlier:
        write_councils(one, councils, landing)
    write_councils(last, [one for one in councils if one.la_code != LATE], landing)
    cut_short(landing / REFUSED / last.month_end.isoformat() / "1" / "ssd_contacts.parquet")


def cut_short(path: Path) -> None:
    """Take the second half of a file away, as a broken transfer does."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
