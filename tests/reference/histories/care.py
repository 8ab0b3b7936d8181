"""What happens to children in care, as raw rows: episodes, placements, legal statuses, with the faults sources have.

Belongs here: strategies for the records that say where a child is. Does not belong: what is done for the child there
(care_upkeep.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import strategies as st

from tests.reference.calculator.dates import ONE_DAY, add_months, month_of
from tests.reference.calculator.delivery import seed_rows
from tests.reference.histories.children import Child, Family, Rows

# Codes as lists describe them stand among the codes.
MOVED = ("P", "P", "B", "T", "U")
LEFT = (
    "E4A",
    "E11",
    "E12",
    "E41",
    "E43",
    "45",
    "E48",
    "E17",
    "E5",
    "E8",
    "Adopted –  consent dispensed with by the court",
    None,
)
TYPES = (*"U1 U4 U6 U6 A3 A4 A5 A6 P1 P2 K2 H5 R1 S1 T0 T4 K3 Z1 Z12".split(), "Children’s homes", None)
ADOPTIVE = ("A3", "A4", "A5", "A5", "A6")
PROVIDERS = ("PR0", "PR1", "PR2", "PR3", "PR4", "PR4", "PR5", None)
STATUSES = ("C1", "C2", "V2", "V2", "E1", "J1", "FULL CARE ORDER", "C1 - Interim care order")
LONG_AGO = tuple(date(year, 1, 31) for year in (1999, 2009))
MONTHS_IN_CARE = (0, 1, 12, 24, 24, 30, 30)
TERMS = tuple(row for row in seed_rows("school_terms") if row["academic_year"] <= "2020/21")
"""The terms of the years in which the histories lie."""


@dataclass
class Episode:
    """One episode being made up, before faults are written into it."""

    start: date
    reason: str
    end: date | None = None
    end_reason: str | None = None
    placement: str | None = None


@dataclass
class Period:
    """One period of care being made up."""

    child: Child
    period_id: str | None
    episodes: list[Episode] = field(default_factory=list)
    is_short_break: bool = False

    @property
    def start(self) -> date:
        return self.episodes[0].start

    @property
    def end(self) -> date | None:
        return self.episodes[-1].end


def one_in(family: Family, count: int) -> bool:
    """True once in `count`."""
    return family.draw(st.integers(1, count)) == count


def draw_periods(family: Family) -> list[Period]:
    """Periods of care of a family: none, one or two for a child, the second often right after the first, some of them
    under its id or as its continuation; now and then two children have one id."""
    periods: list[Period] = []
    for child in family.children:
        start = None
        for _ in range(family.draw(st.sampled_from((0, 1, 1, 2, 2)))):
            period = _period(family, child, start)
            if start and one_in(family, 4):
                period.period_id = periods[-1].period_id
            if start and one_in(family, 6):
                period.episodes[0].reason = family.draw(st.sampled_from(MOVED))
            periods.append(period)
            days_away = family.draw(st.sampled_from((0, 0, 1, 1, 2, 30)))
            start = period.end + timedelta(days=days_away) if period.end else None
    if periods and one_in(family, 10):
        periods[-1].period_id = periods[0].period_id
    return periods


def a_month_end(family: Family) -> date:
    """The end of a month in which the family's records lie."""
    return month_of(family.calendar.day()).last_on


def a_day_of_term(family: Family) -> date:
    """First or last day of a school term, or the day after."""
    term = family.draw(st.sampled_from(TERMS))
    day = date.fromisoformat(term[family.draw(st.sampled_from(("first_on", "last_on")))])
    return day + family.draw(st.sampled_from((0, 0, 1))) * ONE_DAY


def _start(family: Family) -> date:
    """A day so many months before a month end or the end of a term as rules ask for, to the day or one off."""
    kind = family.draw(st.integers(0, 14))
    if kind == 0:
        return family.draw(st.sampled_from(LONG_AGO))
    if kind < 5:
        return family.calendar.day()
    if kind < 8:
        return _before(family, a_day_of_term(family), family.draw(st.sampled_from((0, 12, 12))))
    return _before(family, a_month_end(family), family.draw(st.sampled_from(MONTHS_IN_CARE)))


def _before(family: Family, day: date, months: int) -> date:
    """So many months before a day, or a day more or less."""
    return add_months(day, -months) + family.draw(st.sampled_from((0, 0, 1, -1))) * ONE_DAY


def _move(family: Family, last: date) -> date:
    """The day of a move: a step from the last one, or so long before a month end as rules ask for."""
    day = _start(family) if one_in(family, 3) else family.calendar.after(last)
    return max(day, last)


def _period(family: Family, child: Child, start: date | None) -> Period:
    period_id = None if one_in(family, 6) else family.new_id("K")
    if start is None and one_in(family, 4):
        return _settled(family, child, period_id)
    period = Period(child, period_id, [Episode(start or _start(family), "S")])
    for _ in family.times(3):
        last = period.episodes[-1]
        following = _move(family, last.start)
        last.end, last.end_reason = following, "X1"
        period.episodes.append(Episode(following, "L" if one_in(family, 4) else family.draw(st.sampled_from(MOVED))))
    last = period.episodes[-1]
    end = a_day_of_term(family) if one_in(family, 8) else family.calendar.perhaps(last.start, 2)
    if end:
        last.end, last.end_reason = max(end, last.start), family.draw(st.sampled_from(LEFT))
    period.is_short_break = one_in(family, 8)
    return period


def _settled(family: Family, child: Child, period_id: str | None) -> Period:
    """In care since two and a half years before a month end, with the carers of the day since two years before it."""
    day = a_month_end(family)
    starts = [_before(family, day, months) for months in (30, 24, family.draw(st.sampled_from((1, 12, 24))))]
    starts = sorted(starts)[: family.draw(st.integers(2, 3))]
    reasons = ["S", "P", family.draw(st.sampled_from(MOVED))]
    episodes = [Episode(start, reason) for start, reason in zip(starts, reasons, strict=False)]
    for episode, following in pairwise(episodes):
        episode.end, episode.end_reason = following.start, "X1"
    return Period(child, period_id, episodes)


def care(family: Family, periods: list[Period]) -> Rows:
    """Episodes, placements and legal statuses of periods of care, most as they happened, some with a fault."""
    rows: Rows = []
    for period in periods:
        rows += _placements(family, period) + _statuses(family, period)
    for period in periods:
        _spoil(family, period)
    _copy_ends_into_earlier_periods(family, periods)
    return rows + [_episode_row(family, period, episode) for period in periods for episode in period.episodes]


def _episode_row(family: Family, period: Period, episode: Episode) -> tuple[str, dict]:
    period_id = None if one_in(family, 25) else period.period_id
    return (
        "ssd_cla_episodes",
        {
            "clae_cla_episode_id": family.new_id("E"),
            "clae_person_id": period.child.child_id,
            "clae_cla_placement_id": episode.placement,
            "clae_cla_episode_start_date": family.text(episode.start),
            "clae_cla_episode_start_reason": family.code(episode.reason),
            "clae_cla_episode_ceased_date": family.text(episode.end),
            "clae_cla_episode_ceased_reason": family.code(episode.end_reason),
            "clae_cla_id": period_id,
        },
    )


def _spoil(family: Family, period: Period) -> None:
    """Faults of the source: copied end dates, an end without a later episode, gaps, overlaps, ends left open."""
    fault, last = family.draw(st.integers(0, 12)), period.episodes[-1]
    earlier = family.draw(st.sampled_from(period.episodes))
    if fault == 0 and last.end:
        for episode in period.episodes[:-1]:
            episode.end = last.end
            if one_in(family, 2):
                episode.end_reason = last.end_reason
    elif fault == 1 and last.end:
        last.end_reason = "X1"
    elif fault == 2 and earlier is not last:
        earlier.end = max(earlier.start, earlier.end - timedelta(days=family.draw(st.integers(1, 5))))
    elif fault == 3 and earlier is not last:
        earlier.end = family.calendar.perhaps(earlier.end, 2)
    elif fault == 4:
        earlier.end_reason = None
    elif fault == 5 and not last.end:
        last.end_reason = "E4A"
    elif fault == 6:
        last.end = last.end_reason = None


def _copy_ends_into_earlier_periods(family: Family, periods: list[Period]) -> None:
    """The fault that the report tells of: leaving care writes its date into the earlier periods of the child."""
    for earlier, later in zip(periods, periods[1:], strict=False):
        if earlier.child == later.child and earlier.end and later.end and one_in(family, 2):
            earlier.episodes[-1].end = later.end
            if one_in(family, 4):
                earlier.episodes[-1].end_reason = "X1"


def _placements(family: Family, period: Period) -> Rows:
    """A placement for each move, its end the next one's start; some open, of a day, temporary, unnamed."""
    rows: list[dict] = []
    for episode in period.episodes:
        if episode.reason == "L" and rows:
            episode.placement = rows[-1]["clap_cla_placement_id"]
            continue
        if rows and not one_in(family, 8):
            rows[-1]["clap_cla_placement_end_date"] = episode.start
        rows.append(_placement(family, period, episode.start))
        episode.placement = None if one_in(family, 12) else rows[-1]["clap_cla_placement_id"]
    if period.end and not one_in(family, 8):
        rows[-1]["clap_cla_placement_end_date"] = period.end
    for _ in family.times(1):
        start = family.calendar.after(period.start)
        rows.append(_placement(family, period, start))
        rows[-1]["clap_cla_placement_end_date"] = family.calendar.perhaps(start, 2)
    for row in rows:
        for name in ("clap_cla_placement_start_date", "clap_cla_placement_end_date"):
            row[name] = family.text(row[name])
    return [("ssd_cla_placement", row) for row in rows]


def _placement(family: Family, period: Period, start: date) -> dict:
    return {
        "clap_cla_placement_id": family.new_id("A"),
        "clap_cla_id": None if one_in(family, 8) else period.period_id,
        "clap_person_id": period.child.child_id,
        "clap_cla_placement_start_date": start,
        "clap_cla_placement_type": family.code(*(ADOPTIVE if one_in(family, 6) else TYPES)),
        "clap_cla_placement_provider": family.code(*PROVIDERS),
        "clap_cla_placement_end_date": None,
    }


def _statuses(family: Family, period: Period) -> Rows:
    """The legal status of a period; short breaks as the whole period or a part of it; guardianship after it."""
    rows: Rows = []

    def add(code: str | None, start: date | None, end: date | None) -> None:
        rows.append(
            (
                "ssd_legal_status",
                {
                    "lega_legal_status_id": family.new_id("G"),
                    "lega_person_id": period.child.child_id,
                    "lega_legal_status": family.code(code),
                    "lega_legal_status_start_date": family.text(start),
                    "lega_legal_status_end_date": family.text(end),
                },
            )
        )

    end = None if one_in(family, 8) else period.end
    if period.is_short_break:
        add("V4", period.start, end)
        if one_in(family, 3):
            add("C2", family.calendar.after(period.start), period.end)
    else:
        add(family.draw(st.sampled_from(STATUSES)), period.start, end)
    if one_in(family, 8):
        start = family.calendar.after(period.start)
        end = family.calendar.perhaps(start)
        add("V3", start, max(start, end) if end else None)
    if one_in(family, 5):
        add("SGO", family.calendar.after(period.end), None)
    return rows
