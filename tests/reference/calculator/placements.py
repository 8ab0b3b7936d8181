"""Where looked-after children live: settings, providers, stability, number of placements.

Belongs here: indicators taken from the placement of a child. Does not belong: visits (looked_after.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tests.reference.calculator.care import Care, care_of
from tests.reference.calculator.dates import Month, add_months, birthday
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import Event, counted
from tests.reference.calculator.reading import reported_as

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
    """A placement in its period of care; `carers` is the first of the placements with the same carers."""

    placement_id: str
    started_on: date
    ended_on: date | None
    type: str | None
    provider: str | None
    period_id: str
    carers: str

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
    rows.sort(key=lambda row: (row["clap_cla_placement_start_date"], row["clap_cla_placement_id"]))
    stays: list[Stay] = []
    for row in rows:
        placement_id, started_on = row["clap_cla_placement_id"], row["clap_cla_placement_start_date"]
        period_id = row["clap_cla_id"] or _period_of(care, child_id, started_on)
        kind = row["clap_cla_placement_type"]
        before = [one for one in stays if one.period_id == period_id and one.setting != "temporary"]
        is_continued = before and (kind in ADOPTED_BY_CARERS or _began_with_same_carers(care, child_id, placement_id))
        stays.append(
            Stay(
                placement_id,
                started_on,
                row["clap_cla_placement_end_date"],
                kind,
                row["clap_cla_placement_provider"],
                period_id,
                before[-1].carers if is_continued else placement_id,
            )
        )
    return stays


def _period_of(care: Care, child_id: str, day: date) -> str:
    period = care.period_on(child_id, day)
    return period.period_id if period else ""


def _began_with_same_carers(care: Care, child_id: str, placement_id: str) -> bool:
    """Whether the first episode in the placement says that the carers stayed the same."""
    first = next((one for one in care.episodes[child_id] if one.placement_id == placement_id), None)
    return first is not None and first.start_reason in SAME_CARERS


def home_on(care: Care, child_id: str, stays: list[Stay], day: date) -> Stay | None:
    """Where the child lives: the placement begun last, a temporary move only where there is no other."""
    period = care.period_on(child_id, day)
    held = [one for one in stays if period and one.period_id == period.period_id and one.holds(day)]
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
    since = _first_day_with(stays, home.carers)
    if home.setting == "adoption" and home.carers == home.placement_id:
        earlier = [
            one
            for one in stays
            if one.period_id == home.period_id and one.started_on < home.started_on and one.setting != "temporary"
        ]
        since = _first_day_with(stays, earlier[-1].carers) if earlier else since
    return birthday(since, 2) <= day


def _first_day_with(stays: list[Stay], carers: str) -> date:
    return min(one.started_on for one in stays if one.carers == carers)
