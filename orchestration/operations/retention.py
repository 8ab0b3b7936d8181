"""Retention: what is kept no longer, and taking it away.

Deliveries go when their month is older than the months kept, counted back from the newest delivery of their council;
logs when they are older than the days kept, counted back from the newest of their kind. Nothing is counted from the
clock, so that a wrong clock removes nothing.

Never removed: the newest delivery of each council and the last two published, which the next rerun needs; deliveries
that nobody has looked at yet; the published file with its ledger.

Belongs here: choosing and removing. Does not belong: when it runs, Dagster's records of runs (defs/old_runs.py), or
what is left of the build database (rewrite.py).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from orchestration.build import database
from orchestration.build.rewrite import rewrite_without
from orchestration.common.months import months_before
from orchestration.common.settings import Settings
from orchestration.landing.deliveries import MANIFEST
from orchestration.landing.manifest import month_end_of
from orchestration.publish.previous import previous_copies
from orchestration.publish.queries import needed_deliveries
from orchestration.run_record import hash_chain

SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Removal:
    """One thing to remove: `kind` is 'delivery', 'copy', 'log' or (Dagster's) 'run'; `name` a delivery id, a path below
    the data folder or a run id; `why` a sentence without any value of a row.
    """

    kind: str
    name: str
    why: str

    def __str__(self) -> str:
        return f"{self.kind:<9} {self.name}  {self.why}"


def removals(settings: Settings) -> list[Removal]:
    """Deliveries, copies and logs that the settings no longer keep, deliveries first. Changes nothing."""
    return [*_deliveries(settings), *_copies(settings), *_logs(settings)]


def remove(settings: Settings, chosen: list[Removal]) -> None:
    """Remove what was chosen. The caller holds the writer lock.

    Killed in between it has removed some: a delivery without its manifest is not landed again, and its rows in the
    build database go last, so that the next call finds what is left.
    """
    deliveries = [one.name for one in chosen if one.kind == "delivery"]
    if deliveries:
        hash_chain.append(settings.run_record, "removed", {"removed": [f"landing/{name}" for name in deliveries]})
    for name in deliveries:
        folder = settings.landing / name
        (folder / MANIFEST).unlink(missing_ok=True)
        if folder.exists():
            shutil.rmtree(folder)
    if deliveries:
        if settings.spark.exists():
            shutil.rmtree(settings.spark)
        rewrite_without(settings.build_db, deliveries)
    for one in chosen:
        if one.kind in ("copy", "log"):
            (settings.data / one.name).unlink(missing_ok=True)


def _deliveries(settings: Settings) -> Iterator[Removal]:
    if not settings.build_db.exists():
        return
    with database.connect(settings.build_db) as con:
        database.prepare(con)
        landed = con.execute(
            "select delivery_id from raw.deliveries order by la_code, extract_date, month_end, delivery"
        ).fetchall()
        refused = con.execute("select distinct folder from raw.refused_deliveries").fetchall()
    newest = {name.split("/")[0]: name for (name,) in landed}
    kept = {*newest.values(), *needed_deliveries(settings.published_db)}
    for name in sorted({name for (name,) in [*landed, *refused]} - kept):
        la_code, month, _ = (name.split("/") + ["", ""])[:3]
        month_last, newest_month = month_end_of(month), month_end_of(newest.get(la_code, "//").split("/")[1])
        oldest = newest_month and months_before(newest_month, settings.keep_months)
        if month_last and oldest and month_last < oldest and _still_there(settings, name, landed):
            yield Removal("delivery", name, f"older than {settings.keep_months} months before {newest_month:%Y-%m}")


def _still_there(settings: Settings, name: str, landed: list[tuple[str]]) -> bool:
    """Whether something of a delivery is left to remove; what stands behind a symbolic link is not ours."""
    folder = settings.landing / name
    return (name,) in landed or (folder.exists() and folder.resolve() == settings.landing.resolve() / name)


def _copies(settings: Settings) -> Iterator[Removal]:
    copies = previous_copies(settings.published / "previous")
    for path in copies[: -settings.kept_copies]:
        yield Removal("copy", _below(settings, path), f"more than {settings.kept_copies} published copies")


def _logs(settings: Settings) -> Iterator[Removal]:
    places = (settings.logs, settings.dbt_target / "run")
    for files in ([path for path in place.rglob("*") if path.is_file()] for place in places):
        newest = max((path.stat().st_mtime for path in files), default=0)
        for path in sorted(files):
            if path.stat().st_mtime < newest - settings.keep_days * SECONDS_A_DAY:
                yield Removal("log", _below(settings, path), f"older than {settings.keep_days} days before the newest")


def _below(settings: Settings, path: Path) -> str:
    return path.relative_to(settings.data).as_posix()
