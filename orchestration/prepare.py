"""The step before every build: land what is new, say which months to compute, copy the ledger.

Belongs here: the order of those three. Does not belong: how each is done (landing/, database.py), or Dagster.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from orchestration import database
from orchestration.code_version import code_version
from orchestration.landing.land import Summary, clear_scratch, land_all
from orchestration.months import month_end, rerun_range
from orchestration.own_words import NotPossible, and_so_on
from orchestration.privacy.databases import adopt
from orchestration.privacy.keys import load_keys
from orchestration.publish.publish import previous_copies
from orchestration.record import chain
from orchestration.record.deeds import encrypts, purged_deliveries
from orchestration.settings import Settings

NEWEST = "newest"
OWN_MONTH = "own_month"


def land_and_prepare(
    settings: Settings, months: tuple[date, date] | None = None, as_known: str = NEWEST, *, is_repeat: bool = False
) -> tuple[Summary, database.Run | None]:
    """Land all new deliveries and set the control row and the ledger for the next build.

    `months` are the first and last month end to compute; None means the newest delivered month and its
    rerun window. `as_known` is 'newest' (the newest delivery landed), 'own_month' (the newest delivery of
    the last month to compute, as a monthly run at the time would have had) or an ISO date. The run is None
    when nothing has been landed. Raises DeliveryRefused, after landing the good deliveries, and NotPossible
    when there is no delivery to compute these months from, unless the run repeats one that took place.
    """
    keys = load_keys()
    adopt(settings.build_db)
    for path in (settings.published_db, *previous_copies(settings.published / "previous")):
        adopt(path, partial(encrypts, settings, path))
    with database.connect(settings.build_db) as con:
        clear_scratch(settings.scratch)
        database.prepare(con)
        purged = purged_deliveries(chain.read(settings.run_record).records)
        summary = land_all(con, settings.landing, settings.scratch, is_demo_only=keys is None, purged=purged)
        summary.raise_if_blocked()
        newest = database.newest_delivery(con)
        if newest is None:
            return summary, None
        first, last = months or rerun_range(newest[0], settings.rerun_months, month_end(settings.first_month))
        known_on = _as_known_on(con, last, as_known)
        if not is_repeat:
            _require_delivered(con, settings, last, known_on)
        run = database.Run(known_on, first, last, code_version())
        database.set_run(con, run)
        database.refresh_ledger(con, settings.published_db)
    return summary, run


def _as_known_on(con: database.Connection, last: date, as_known: str) -> date:
    if as_known not in (NEWEST, OWN_MONTH):
        try:
            return date.fromisoformat(as_known)
        except ValueError:
            raise NotPossible(f"--as-known is newest, own_month or a date like 2020-12-31, not {as_known!r}") from None
    found = database.newest_delivery(con, last if as_known == OWN_MONTH else None)
    if found is None:
        newest = database.newest_delivery(con)
        raise NotPossible(
            f"no delivery of {last:%Y-%m} has been landed; the newest is of {newest[0]:%Y-%m}. Put it into the landing "
            "folder, or ask for an earlier month"
        )
    return found[1]


def _require_delivered(con: database.Connection, settings: Settings, last: date, known_on: date) -> None:
    """NotPossible when nothing known on that day reaches the last month, or the one council asked for is not known."""
    councils = "select distinct la_code from raw.deliveries where extract_date <= ? order by 1"
    known = [row[0] for row in con.execute(councils, [known_on]).fetchall()]
    if not known:
        first = con.execute("select min(extract_date) from raw.deliveries").fetchone()[0]
        raise NotPossible(f"no delivery was known on {known_on}; the first was extracted on {first}")
    if settings.la_code and settings.la_code not in known:
        raise NotPossible(
            f"no delivery of CHILDREN_LA={settings.la_code} was known; those known are of {and_so_on(known)}"
        )
    newest = con.execute("select max(month_end) from raw.deliveries where extract_date <= ?", [known_on]).fetchone()[0]
    if last > newest:
        raise NotPossible(
            f"the last month asked for is {last:%Y-%m}, but the newest delivery known on {known_on} is of "
            f"{newest:%Y-%m}; put later deliveries into the landing folder, or ask for months up to {newest:%Y-%m}"
        )
