"""Where looked-after children live: settings, providers, stability, number of placements.

Belongs here: indicators taken from the placement of a child. Does not belong: visits (looked_after.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tests.reference.calculator.care import Care, Period, care_of
from tests.reference.calculator.dates import Month, add_months, birthday
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import Event, counted
from tests.reference.calculator.reading import Row, reported_as

INDICATORS = (
    "placements_family_based",
    "placements_with_parents",
    "placements_commissioned",
    "looked_after_fostered",
    "placements_three_or_more",
    "placements_stable_two_years",
)
FAMILY = {"fostering", "relatives", "adoption", "parents"}
BOUGHT = {"fostering", "residential"}
MARKET = {"PR4", "PR5"}
SAME_CARERS = {"T", "U"}
ADOPTED_BY_CARERS = {"A3", "A5"}


@dataclass(frozen=True)
class Stay:
    """A placement in its period of care, no longer than that; `begun_on` is its first day in the record.

    `carers` is the first of the placements with the same carers.
    """

    placement_id: str
    started_on: date
    ended_on: date | None
    type: str | None
    provider: str | None
    period_id: str | None
    carers: str
    begun_on: date
    recorded_end_on: date | None

    @property
    def setting(self) -> str | None:
        return reported_as("clap_cla_placement_type", self.type)

    def holds(self, day: date) -> bool:
        return self.started_on <= day and (self.ended_on is None or self.ended_on > day)


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """Events of all indicators of placements."""
    care = care_of(delivery)
    for month in months:
        for child_id in care.looked_after(month.last_on):
            yield from _events_of(care, child_id, month)


def _events_of(care: Care, child_id: str, month: Month) -> Iterator[Event]:
    stays = stays_of(care, child_id)
    home = home_on(care, child_id, stays, month.last_on)
    setting = home.setting if home else None
    is_commissioned = setting in BOUGHT and home.provider in MARKET
    yield counted("placements_family_based", month, child_id, setting in FAMILY)
    yield counted("placements_with_parents", month, child_id, setting == "parents")
    yield counted("placements_commissioned", month, child_id, is_commissioned)
    yield counted("looked_after_fostered", month, child_id, setting == "fostering")
    yield counted("placements_three_or_more", month, child_id, len(carers_in_year(stays, month)) >= 3)
    if is_long_term(care, child_id, month.last_on):
        yield counted("placements_stable_two_years", month, child_id, is_stable(stays, home, month.last_on))


def stays_of(care: Care, child_id: str) -> list[Stay]:
    """Placements of a child in the order in which they began, temporary moves and those of less than a day included."""
    rows = [
        row
        for row in care.delivery.rows("ssd_cla_placement")
        if row["clap_person_id"] == child_id and row["clap_cla_placement_start_date"] is not None
    ]
    found = [stay for row in rows for stay in _in_periods(care, child_id, row)]
    found.sort(key=lambda stay: (stay.started_on, stay.recorded_end_on or date.max, stay.placement_id))
    stays: list[Stay] = []
    for stay in found:
        before = alike(stays, stay)
        if before and (stay.type in ADOPTED_BY_CARERS or _began_with_same_carers(care, child_id, stay)):
            stay = replace(stay, carers=before[-1].carers)
        stays.append(stay)
    return stays


def _in_periods(care: Care, child_id: str, row: Row) -> list[Stay]:
    """A placement in each period of the id it names that it reaches into; naming none, in the one it began in."""
    name, begun_on, end_on = (
        row["clap_cla_id"],
        row["clap_cla_placement_start_date"],
        row["clap_cla_placement_end_date"],
    )
    named = [period for period in care.periods.get(child_id, ()) if name in period.names]
    if named:
        return [_stay(row, max(begun_on, one.started_on), one) for one in named if _reaches(begun_on, end_on, one)]
    period = care.period_on(child_id, begun_on) if name is None else None
    return [_stay(row, begun_on, period)]


def _reaches(begun_on: date, end_on: date | None, period: Period) -> bool:
    """Begun before the period ended, and not over when it began."""
    if period.ended_on is not None and begun_on >= period.ended_on:
        return False
    return begun_on >= period.started_on or end_on is None or end_on > period.started_on


def _stay(row: Row, started_on: date, period: Period | None) -> Stay:
    ends = [row["clap_cla_placement_end_date"], period.ended_on if period else None]
    period_id = period.period_id if period else row["clap_cla_id"]
    return Stay(
        row["clap_cla_placement_id"],
        started_on,
        min((end for end in ends if end), default=None),
        row["clap_cla_placement_type"],
        row["clap_cla_placement_provider"],
        period_id,
        f"{period_id}/{row['clap_cla_placement_id']}",
        row["clap_cla_placement_start_date"],
        row["clap_cla_placement_end_date"],
    )


def alike(stays: list[Stay], one: Stay) -> list[Stay]:
    """Stays of the same period; temporary moves stand apart from the others, which they do not interrupt."""
    return [
        other
        for other in stays
        if other.period_id == one.period_id and (other.setting == "temporary") == (one.setting == "temporary")
    ]


def _began_with_same_carers(care: Care, child_id: str, stay: Stay) -> bool:
    """Whether an episode with which the placement began says that the carers stayed the same."""
    return any(
        one.placement_id == stay.placement_id and one.started_on == stay.begun_on and one.start_reason in SAME_CARERS
        for one in care.episodes[child_id]
    )


def open_stays(care: Care, child_id: str, stays: list[Stay], day: date) -> list[Stay]:
    """Placements open on the day in the period of care that the child is in, in the order in which they began."""
    period = care.period_on(child_id, day)
    held = [one for one in stays if period and one.period_id in (None, period.period_id) and one.holds(day)]
    return sorted(held, key=lambda one: (one.started_on, one.placement_id))


def home_on(care: Care, child_id: str, stays: list[Stay], day: date) -> Stay | None:
    """Where the child lives: the placement begun last, a temporary move only where there is no other."""
    held = open_stays(care, child_id, stays, day)
    standing = [one for one in held if one.setting != "temporary"]
    return (standing or held or [None])[-1]


def carers_in_year(stays: list[Stay], month: Month) -> set[str]:
    """Carers with whom the child lived on a day of the twelve months."""
    first_on = month.twelve_months()[0].first_on
    return {
        one.carers
        for one in stays
        if one.setting != "temporary"
        and one.started_on <= month.last_on
        and (one.ended_on is None or one.ended_on > max(first_on, one.started_on))
    }


def is_long_term(care: Care, child_id: str, day: date) -> bool:
    """Under 16 and looked after without a gap for two and a half years."""
    born_on = care.delivery.born_on(child_id)
    is_under_16 = born_on is not None and day < birthday(born_on, 16)
    return is_under_16 and add_months(care.looked_after_since(child_id, day), 30) <= day


def is_stable(stays: list[Stay], home: Stay | None, day: date) -> bool:
    """Two years with the same carers; placed for adoption, the carers before count as well."""
    if home is None:
        return False
    since = _first_day_with(stays, home)
    if home.setting == "adoption":
        adopters = [one for one in alike(stays, home) if one.carers == home.carers and one.setting == "adoption"]
        earlier = alike(stays[: stays.index(adopters[0])], home)
        since = min([since] + [_first_day_with(stays, one) for one in earlier[-1:]])
    return add_months(since, 24) <= day


def _first_day_with(stays: list[Stay], stay: Stay) -> date:
    return min(one.started_on for one in alike(stays, stay) if one.carers == stay.carers)
