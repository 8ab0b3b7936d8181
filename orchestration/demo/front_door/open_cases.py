"""When cases are closed, so that the children in need of each month end are as many as planned.

Belongs here: closing of cases. Does not belong here: referrals that open them.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import (
    DELIVERED,
    add_years,
    extract_date,
    first_day,
    last_day,
    shift,
    working_days_of,
)
from orchestration.demo.base.records import Store
from orchestration.demo.front_door.referral import Referral

SETTLED = timedelta(days=45)  # from here on a plan is expected


def last_known(month: str) -> date:
    """The extract from which the figures of a month are last computed."""
    return extract_date("2021-01" if month == "2021-01" else max(DELIVERED[0], min(shift(month, 2), "2020-12")))


def on_plan_or_in_care(store: Store, month: str) -> set[str]:
    """Ids of children who at the month end are on a plan of this authority or looked after, as last known."""
    end, known_on = last_day(month), last_known(month)
    found = set()
    breaks = {
        r.values["lega_person_id"]
        for r in store.tables["ssd_legal_status"]
        if r.values["lega_legal_status"] in ("V3", "V4")
    }
    for table, child, start, ended in (
        ("ssd_cp_plans", "cppl_person_id", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"),
        ("ssd_cla_episodes", "clae_person_id", "clae_cla_episode_start_date", "clae_cla_episode_ceased_date"),
    ):
        for record in store.tables[table]:
            row = record.as_known(known_on)
            if row and row[start] <= end and (row[ended] is None or row[ended] > end):
                if row.get("cppl_cp_plan_ola") != "Y" and not (table == "ssd_cla_episodes" and row[child] in breaks):
                    found.add(row[child])
    return found


class Stock:
    """The open cases, and which of them are closed each month."""

    def __init__(self, store: Store, rng: random.Random) -> None:
        self.store, self.rng = store, rng
        self.open: list[Referral] = []
        self.plan = plan_files.by_month("children_in_need.csv")
        self.at_end: dict[str, list[Referral]] = {}  # children in need at each month end

    def close(self, referral: Referral, on: date, reason: str) -> None:
        """Close a case."""
        referral.closed_on, referral.close_reason = on, reason

    def settle(self, month: str) -> None:
        """Close cases of the month until the planned number is open. Raises ValueError when that cannot be done."""
        end, wanted = last_day(month), self.plan[month]["open"]
        for referral in self.open:
            birthday = add_years(referral.child.born, 18)
            if referral.closed_on is None and birthday <= end:
                self.close(referral, birthday, "RC7")
        self.open = [r for r in self.open if r.closed_on is None or r.closed_on > end]
        elsewhere = on_plan_or_in_care(self.store, month)
        counted = [r for r in self.open if not r.nfa and r.on <= end and r.child.id not in elsewhere]
        closing = self.choose(counted, month, len(counted) - wanted)
        counted = self.fit_plans(month, counted, closing)
        days: dict[tuple[int, date], date] = {}
        for referral in closing:
            low = max(self.earliest(referral), first_day(month))
            day = days.get((referral.family, referral.on))
            if not day or day < low:
                natural = referral.wish if low <= referral.wish <= end else None
                day = natural or self.rng.choice([d for d in working_days_of(month) if d >= low] or [end])
            days[referral.family, referral.on] = day
            self.close(referral, day, "RC8" if (day - referral.on).days < 90 else "RC7")
        self.open = [r for r in self.open if r.closed_on is None or r.closed_on > end]
        self.at_end[month] = counted
        if len(counted) != wanted and month >= DELIVERED[0]:
            raise ValueError(f"children in need of {month} are not as planned")

    def earliest(self, referral: Referral) -> date:
        """First day on which the case may be closed."""
        assert referral.needed_until
        return referral.needed_until + timedelta(days=2)

    def choose(self, counted: list[Referral], month: str, number: int) -> list[Referral]:
        """The cases to close: those that had been due to close first."""
        end = last_day(month)
        ready = [r for r in counted if r.closed_on is None and r.needed_until and self.earliest(r) <= end]
        ready.sort(key=lambda r: (r.wish, r.id))
        return ready[: max(0, number)]

    def fit_plans(self, month: str, counted: list[Referral], closing: list[Referral]) -> list[Referral]:
        """Exchange a case or two that close for younger ones until the planned share of up-to-date plans exists."""
        end, share = last_day(month), self.plan[month]["plans_up_to_date_per_mille"]
        young = [r for r in counted if end - SETTLED < r.on <= end - timedelta(days=30) and r not in closing]
        young = [r for r in young if r.needed_until == r.on + timedelta(days=50) and r.closed_on is None]
        for place in range(len(closing) + 1):
            gone = set(map(id, closing))
            left = [r for r in counted if id(r) not in gone]
            settled = sum(r.on + SETTLED <= end for r in left)
            if not share or up_to_date(settled, share) is not None:
                return left
            if not young or place == len(closing):
                break
            closing[-1 - place] = young.pop()
            closing[-1 - place].needed_until = closing[-1 - place].on + timedelta(days=28)
        raise ValueError(f"no whole number of plans gives the share of {month}")


def up_to_date(settled: int, per_mille: int) -> int | None:
    """How many of `settled` print as the share, rounded half up; None when no number does."""
    return next((k for k in range(settled + 1) if (2000 * k + settled) // (2 * settled) == per_mille), None)
