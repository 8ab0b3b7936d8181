"""Who is looked after at each month end, and where, as known when the figures of the month are last computed.

Belongs here: reading the records of care made so far. Does not belong here: making any.
"""

from dataclasses import dataclass
from datetime import date

from orchestration.demo.base.months import add_years, extract_date, last_day
from orchestration.demo.base.people import People, Person
from orchestration.demo.base.records import Store, Values
from orchestration.demo.base.shares_in_time import MONTHS, TARGETS, last_known

SHORT_BREAKS = ("V3", "V4")


@dataclass(frozen=True)
class Placement:
    """A placement of a period of care; `end` is the first day elsewhere."""

    id: str
    start: date
    end: date | None


@dataclass(eq=False)
class Period:
    """A period of care as known on a day; `until` is the first day no longer looked after."""

    id: str
    child: Person
    start: date
    until: date | None
    placements: list[Placement]

    def covers(self, day: date) -> bool:
        """True when the child is looked after at the end of the day."""
        return self.start <= day and (self.until is None or day < self.until)


@dataclass
class InCare:
    """Periods of care as known with the December delivery, and the rows of each month as last computed."""

    periods: dict[str, Period]
    rows: list[list[Period]]
    passing: set[str]  # children whom only another delivery than December's counts: nothing is kept up for them
    followed: set[str]  # periods after which the child came back: plans and checks are those of the last period

    def is_kept_up(self, period: Period) -> bool:
        """True when plans and checks are made for the period."""
        return period.child.id not in self.passing and period.id not in self.followed


def find(store: Store, people: People) -> InCare:
    """Periods of care and the rows of 2020; ValueError when they are not as many as published."""
    periods = known(store, people, extract_date("2020-12"))
    rows, passing = [], set()
    for month in MONTHS:
        end = last_day(month)
        row = [p for p in known(store, people, extract_date(last_known(month))).values() if p.covers(end)]
        if len(row) != int(TARGETS[month]["looked_after"]):
            raise ValueError(f"{len(row)} looked-after children at the end of {month}")
        passing |= {p.child.id for p in row if p.id not in periods or not periods[p.id].covers(end)}
        rows.append(row)
    last = {p.child.id: p.id for p in sorted(periods.values(), key=lambda p: p.start)}
    return InCare(periods, rows, passing, {p.id for p in periods.values() if last[p.child.id] != p.id})


def known(store: Store, people: People, on: date) -> dict[str, Period]:
    """All periods of care by id, as known on a day, short breaks left out."""
    children = {person.id: person for person in people.everyone}
    breaks = {
        values["lega_person_id"]
        for values in rows_known(store, "ssd_legal_status", on)
        if values["lega_legal_status"] in SHORT_BREAKS
    }
    placements: dict[str, list[Placement]] = {}
    for values in rows_known(store, "ssd_cla_placement", on):
        placements.setdefault(values["clap_cla_id"], []).append(
            Placement(
                values["clap_cla_placement_id"],
                values["clap_cla_placement_start_date"],
                values["clap_cla_placement_end_date"],
            )
        )
    chains: dict[str, list[Values]] = {}
    for values in rows_known(store, "ssd_cla_episodes", on):
        if values["clae_person_id"] not in breaks:
            chains.setdefault(values["clae_cla_id"], []).append(values)
    return {
        number: period(number, children[chain[0]["clae_person_id"]], chain, placements.get(number, []))
        for number, chain in chains.items()
    }


def rows_known(store: Store, table: str, on: date) -> list[Values]:
    """Rows of a table as known on a day."""
    return [values for record in store.tables[table] if (values := record.as_known(on))]


def period(number: str, child: Person, chain: list[Values], placements: list[Placement]) -> Period:
    """One period of care from its episodes."""
    last = max(chain, key=lambda values: values["clae_cla_episode_start_date"])
    ended = last["clae_cla_episode_ceased_date"] if last["clae_cla_episode_ceased_reason"] != "X1" else None
    adult = add_years(child.born, 18)
    until = min(ended, adult) if ended else adult
    start = min(values["clae_cla_episode_start_date"] for values in chain)
    return Period(number, child, start, until, placements)
