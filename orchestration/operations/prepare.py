"""The step before every build: land what is new, copy the ledger, say which months to compute.

Belongs here: the order of those three. Does not belong: how each is done (landing/, database.py), or Dagster.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from orchestration.build import database
from orchestration.common.code_version import code_version
from orchestration.common.encryption.databases import adopt
from orchestration.common.encryption.keys import load_keys
from orchestration.common.errors import NotPossible, and_so_on
from orchestration.common.months import Months, in_words, month_end, rerun_range
from orchestration.common.settings import Settings
from orchestration.landing.deliveries import Summary, clear_scratch, delivery_folders, land_all
from orchestration.landing.manifest import month_end_of
from orchestration.publish.previous import previous_copies
from orchestration.run_record import hash_chain
from orchestration.run_record.entries import encrypts, purged_deliveries

NEWEST = "newest"
OWN_MONTH = "own_month"
PUT_THERE = "Put the delivery into the landing folder"


def land_and_prepare(
    settings: Settings, months: Months | None = None, as_known: str = NEWEST, *, is_repeat: bool = False
) -> tuple[Summary, database.Run | None]:
    """Land all new deliveries and set the control row and the ledger for the next build.

    `months` are the first and last month end to compute; None means the newest delivered month and its
    rerun window. `as_known` is 'newest' (the newest delivery landed), 'own_month' (the newest delivery of
    the last month to compute, as a monthly run at the time would have had) or an ISO date. The run is None
    when nothing has been landed. Raises DeliveryRefused, after landing the good deliveries, and NotPossible
    when there is no delivery to compute these months from, or none that gives the last of them a report, unless the
    run repeats one that took place.
    """
    keys = load_keys()
    adopt(settings.build_db)
    for path in (settings.published_db, *previous_copies(settings.published / "previous")):
        adopt(path, partial(encrypts, settings, path))
    with database.connect(settings.build_db) as con:
        clear_scratch(settings.scratch)
        database.prepare(con)
        purged = purged_deliveries(hash_chain.read(settings.run_record).records)
        summary = land_all(con, settings.landing, settings.scratch, is_demo_only=keys is None, purged=purged)
        summary.raise_if_blocked()
        newest = database.newest_delivery(con)
        if newest is None:
            return summary, None
        first, last = months or rerun_range(newest[0], settings.rerun_months, month_end(settings.first_month))
        known_on = _as_known_on(con, (first, last), as_known)
        if not is_repeat:
            _require_delivered(con, settings, (first, last), known_on)
        database.refresh_ledger(con, settings.published_db)
        if not is_repeat:
            _require_report(con, settings, (first, last), known_on)
        run = database.Run(known_on, first, last, code_version())
        database.set_run(con, run)
    return summary, run


def require_each_delivered(settings: Settings, months: list[date], as_known: str) -> None:
    """NotPossible when a month of a catch-up has no delivery of its own, before the first of them is run.

    A delivery counts when it has landed or stands in the landing folder, whether or not it will be refused.
    """
    with database.connect(settings.build_db) as con:
        database.prepare(con)
        there = {row[0] for row in con.execute("select distinct month_end from raw.deliveries").fetchall()}
    there |= {month_end_of(folder.parts[-2]) for folder in delivery_folders(settings.landing)} - {None}
    missing = [f"{month:%Y-%m}" for month in months if month not in there]
    if as_known == OWN_MONTH and missing:
        named = and_so_on([f"{month:%Y-%m}" for month in sorted(there)], 24) or "no month"
        raise NotPossible(
            f"no month was run: there is no delivery of {and_so_on(missing)}, only of {named}. {PUT_THERE}; months "
            "without a delivery of their own are filled from a later one by `range`"
        )


def _as_known_on(con: database.Connection, months: Months, as_known: str) -> date:
    if as_known not in (NEWEST, OWN_MONTH):
        try:
            return date.fromisoformat(as_known)
        except ValueError:
            raise NotPossible(f"--as-known is newest, own_month or a date like 2020-12-31, not {as_known!r}") from None
    found = database.newest_delivery(con, months[1] if as_known == OWN_MONTH else None)
    if found is None:
        raise NotPossible(
            f"no delivery of {months[1]:%Y-%m} has been landed; {_there_are(con)}. {_instead(con, months)}"
        )
    return found[1]


def _require_delivered(con: database.Connection, settings: Settings, months: Months, known_on: date) -> None:
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
    if months[1] > newest:
        raise NotPossible(
            f"the last month asked for is {months[1]:%Y-%m}, but the newest delivery known on {known_on} is of "
            f"{newest:%Y-%m}; {_there_are(con)}. {PUT_THERE}, or ask for months up to {newest:%Y-%m}"
        )


def _require_report(con: database.Connection, settings: Settings, months: Months, known_on: date) -> None:
    """NotPossible when the last month has no report and would have none after this run.

    A publication issues the report of its delivery's month; one of an older delivery than the last published issues
    none.
    """
    if con.execute(_HAS_REPORT, {"la": settings.la_code, "last": months[1], "known_on": known_on}).fetchone() is None:
        raise NotPossible(
            f"no report of {months[1]:%Y-%m} can be written: it was not published when its delivery was the newest; "
            f"{_there_are(con)}. {_instead(con, months)}"
        )


def _there_are(con: database.Connection) -> str:
    """'there are deliveries of E08000018 2020-01 to 2020-12': first and last month of each council."""
    found = con.execute("select la_code, min(month_end), max(month_end) from raw.deliveries group by 1 order by 1")
    named = [f"{la_code} {in_words((first, last))}" for la_code, first, last in found.fetchall()]
    return f"there are deliveries of {and_so_on(named)}"


def _instead(con: database.Connection, months: Months) -> str:
    """What to do about a month that has no delivery of its own that could be published."""
    first, newest = months[0], database.newest_delivery(con)[0]
    if months[1] > newest:
        return f"{PUT_THERE}, or ask for months up to {newest:%Y-%m}"
    return (
        "Months without a report of their own are filled from the newest delivery, together with its own month: "
        f"`python -m orchestration.run range {first:%Y-%m} {newest:%Y-%m}`, or these months in Dagster"
    )


_HAS_REPORT = """
select 1 from (
    from raw.deliveries
    where extract_date <= $known_on
    qualify row_number() over (partition by la_code order by extract_date desc, month_end desc, delivery desc) = 1
) as newest
left join (
    select la_code, max(as_known_on) as last_known_on from ledger.published_values group by la_code
) as published using (la_code)
where
    la_code = coalesce($la, la_code) and month_end = $last
    and (last_known_on is null or extract_date >= last_known_on)
union all
select 1 from ledger.published_values
where la_code = coalesce($la, la_code) and split_part(delivery_id, '/', 2) = cast($last as varchar)
limit 1
"""
