"""Runs the main job on demo deliveries: every month of 2020 as it was known then, or the rerun of January 2021.

Belongs here: putting demo deliveries into the landing folder and running the job on them. Does not belong: making
the deliveries (deliver.py), or anything a real run would not do as well.
"""

from __future__ import annotations

import filecmp
import shutil
from datetime import date
from pathlib import Path

from orchestration.cli.main import each_month
from orchestration.common.files import private_folder
from orchestration.common.months import month_end
from orchestration.common.settings import Settings
from orchestration.common.writer_lock import hold_writer_lock
from orchestration.demo.deliveries.deliver import deliver
from orchestration.demo.deliveries.delivery_files import LA_CODE
from orchestration.operations import prepare

MANIFEST = "manifest.json"


class OtherDeliveries(RuntimeError):
    """The landing folder holds deliveries that are not those of the demo, or of its region."""

    def __init__(self, landing: Path, whose: str):
        super().__init__(
            f"{landing} holds other deliveries than the {whose}'s; give the {whose} an empty folder in CHILDREN_DATA"
        )


def run_demo(settings: Settings, first: str, last: str, seed: int) -> int:
    """Run each month from `first` to `last` ('2020-01'); 0 when all went well. OtherDeliveries when some are there."""
    from orchestration.cli.in_process_run import run_job  # Dagster takes seconds to import

    hold_writer_lock(settings.data)
    made = private_folder(settings.data / "demo_deliveries")
    print(f"Making demo deliveries in {made}", flush=True)
    deliver(made, seed=seed, through="2021-01")
    put_into_landing(made, private_folder(settings.landing), month_end(last))
    return run_job(settings, each_month([first, last], settings), prepare.OWN_MONTH)


def put_into_landing(made: Path, landing: Path, last: date) -> None:
    """Copy the deliveries up to month end `last`. One already there stays; one that is not the demo's stops all."""
    ours = {folder.relative_to(made): folder for folder in sorted(made.glob(f"{LA_CODE}/*/*"))}
    for manifest in landing.glob(f"*/*/*/{MANIFEST}"):
        place = manifest.parent.relative_to(landing)
        if place not in ours or not filecmp.cmp(manifest, ours[place] / MANIFEST, shallow=False):
            raise OtherDeliveries(landing, "demo")
    for place, folder in ours.items():
        if date.fromisoformat(place.parts[1]) <= last and not (landing / place).exists():
            shutil.copytree(folder, landing / place)
