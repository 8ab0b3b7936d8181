"""The step before every build: land what is new, say which months to compute, copy the ledger.

Belongs here: the order of those three. Does not belong: how each is done (landing/, database.py), or Dagster.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from orchestration import database
from orchestration.code_version import code_version
from orchestration.landing.land import Summary, clear_scratch, land_all
from orchestration.months import rerun_range
from orchestration.own_words import NotPossible
from orchestration.privacy.databases import adopt
from orchestration.privacy.keys import load_keys
from orchestration.publish.publish import previous_copies
from orchestration.record import chain
from orchestration.record.deeds import encrypts, purged_deliveries
from orchestration.settings import Settings

NEWEST = "newest"
OWN_MONTH = "own_month"


def land_and_prepare(
    settings: Settings, months: tuple[date, date] | None = None, as_known: str = NEWEST
) -> tuple[Summary, database.Run | None]:
    """Land all new deliveries and set the control row and the ledger for the next build.

    `months` are the first and last month end to compute; None means the newest delivered month and its
    rerun window. `as_known` is 'newest' (the newest delivery landed), 'own_month' (the newest delivery of
    the last month to compute, as a monthly run at the time would have had) or an ISO date. The run is None
    when nothing has been landed. Raises DeliveryRefused, after landing the good deliveries, and ValueError
    when there is no delivery to compute from.
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
        first, last = months or rerun_range(newest[0], settings.rerun_months, date.min)
        run = database.Run(_as_known_on(con, last, as_known), first, last, code_version())
        database.set_run(con, run)
        database.refresh_ledger(con, settings.published_db)
    return summary, run


def _as_known_on(con: database.Connection, last: date, as_known: str) -> date:
    if as_known not in (NEWEST, OWN_MONTH):
        try:
            return date.fromisoformat(as_known)
        except ValueError:
            raise NotPossible("as known is not newest, own_month or a date like 2020-12-31") from None
    found = database.newest_delivery(con, last if as_known == OWN_MONTH else None)
    if found is None:
        raise NotPossible(f"no delivery of the month that ends on {last} has been landed")
    return found[1]
