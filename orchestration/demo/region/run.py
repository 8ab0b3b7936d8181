"""Runs the main job on a region of ten invented councils, one of them late and one refused.

Belongs here: the region and its run. Does not belong: how a council's deliveries are made (deliveries.py), or anything
a real run would not do as well.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from orchestration.build import database
from orchestration.cli.main import each_month
from orchestration.common.files import private_folder
from orchestration.common.months import month_end
from orchestration.common.settings import Settings
from orchestration.common.writer_lock import hold_writer_lock
from orchestration.demo.deliveries.deliver import deliver
from orchestration.demo.region.councils import Council, invented
from orchestration.demo.region.deliveries import Source, landed_deliveries, write_councils
from orchestration.demo.run import OtherDeliveries
from orchestration.landing.deliveries import MANIFEST, land_all
from orchestration.operations import prepare

COUNCILS, SIZE_IN_ALL = 10, 6.0
MONTHS = ("2020-11", "2020-12")
LATE, REFUSED = "D00000004", "D00000007"  # neither the smallest nor the largest
SEED = 1


def run_region(settings: Settings) -> int:
    """Make the deliveries of the region's councils that are not there yet, and run its months; 0 when all went well.

    OtherDeliveries when the landing folder holds other councils.
    """
    from orchestration.cli.in_process_run import run_job  # Dagster takes seconds to import

    hold_writer_lock(settings.data)
    landing = private_folder(settings.landing)
    put_region_into_landing(landing, private_folder(settings.data))
    return run_job(settings, each_month([MONTHS[0], MONTHS[-1]], settings), prepare.OWN_MONTH)


def put_region_into_landing(landing: Path, data: Path) -> None:
    """Add every council of the region that `landing` lacks, each whole or not at all; `data` lies on the same disk."""
    councils = invented(COUNCILS, SIZE_IN_ALL)
    there = {path.parts[-4] for path in landing.glob(f"*/*/*/{MANIFEST}")}
    if there - {one.la_code for one in councils}:
        raise OtherDeliveries(landing, "region")
    lacking = [one for one in councils if one.la_code not in there]
    if not lacking:
        return
    print(f"Making deliveries of {len(lacking)} councils in {landing}", flush=True)
    with tempfile.TemporaryDirectory(dir=data, prefix=".region-") as made:
        write_region(source_of(Path(made)), lacking, Path(made) / "region")
        for one in lacking:
            os.replace(Path(made) / "region" / one.la_code, landing / one.la_code)


def source_of(made: Path) -> list[Source]:
    """The demo's deliveries of the region's months, made and landed in the folder `made`."""
    wanted = {month_end(month).isoformat() for month in MONTHS}
    for folder in deliver(made / "landing", SEED, MONTHS[-1]):
        if folder.parent.name not in wanted:
            shutil.rmtree(folder)
    with database.connect(made / "source.duckdb") as con:
        database.prepare(con)
        land_all(con, made / "landing", made / "tmp", is_demo_only=True).raise_if_blocked()
    return landed_deliveries(made / "source.duckdb", [month_end(month) for month in MONTHS])


def write_region(sources: list[Source], councils: list[Council], landing: Path) -> None:
    """Write all months of the councils: in the last, one council has no delivery and one a file that was cut short."""
    write_councils(sources, councils, landing)
    last = sources[-1].month_end.isoformat()
    for folder in landing.glob(f"{LATE}/{last}"):
        shutil.rmtree(folder)
    for path in landing.glob(f"{REFUSED}/{last}/*/ssd_contacts.parquet"):
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2])
