"""What hangs on a referral: enquiries, plans and periods of care of a child, and the day of the referral before them.

Belongs here: joining the events of a child that one referral covers, and finding it a day in a month that still has
room. Does not belong here: referrals that lead to none of these (referrals.py).
"""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import add_years, is_working_day, of
from orchestration.demo.base.people import Person
from orchestration.demo.child_protection.enquiries import Case
from orchestration.demo.looked_after.episodes import Care
from orchestration.demo.looked_after.periods_of_care import Stay

FIRST = "2018-02"  # from here on referrals are planned month by month
QUIET = timedelta(days=150)  # a case is closed when nothing happens for so long
CLOSE_REASONS = {"E11": "RC1", "E12": "RC1", "E17": "RC7"} | {f"E4{n}": "RC4" for n in range(5, 9)}


@dataclass
class Claim:
    """Something that needs an open case: from its start until its end (None: not over yet)."""

    child: Person
    start: date
    until: date | None
    referral_id: str
    family: object
    close_reason: str | None = None  # set when its end closes the case


@dataclass
class Span:
    """Claims of one child under one referral."""

    child: Person
    claims: list[Claim]
    on: date | None = None
    again: bool = False
    previous: "Span | None" = field(default=None, repr=False)

    @property
    def start(self) -> date:
        """Start of the first claim."""
        return self.claims[0].start

    @property
    def until(self) -> date | None:
        """End of the last claim; None when one is not over."""
        ends = [claim.until for claim in self.claims]
        return None if None in ends else max(end for end in ends if end)

    @property
    def earliest(self) -> date:
        """First day on which the referral may lie."""
        day = max(self.child.born, self.start - timedelta(days=420))
        if self.previous:
            assert self.previous.until is not None
            day = max(day, self.previous.until + timedelta(days=40))
        return min(day, self.start)


class Room:
    """How many first referrals and re-referrals each month can still take."""

    def __init__(self) -> None:
        rows = plan_files.by_month("referrals.csv")
        self.first = {m: row["referrals"] - row["rereferrals"] for m, row in rows.items()}
        self.again = {m: row["rereferrals"] for m, row in rows.items()}
        self.kept = {m: row["referrals"] - row["to_assessment"] + row["cse_referrals"] for m, row in rows.items()}
        self.share = {m: row["referrals"] // 6 for m, row in rows.items()}

    def take(self, day: date, size: int, spare: bool) -> bool:
        """Take places of the day's month, when there are; `spare` leaves more for referrals of other families."""
        month = of(day)
        if month < FIRST:
            return True
        if self.first[month] - size < self.kept[month] + (self.share[month] if spare else 0):
            return False
        self.first[month] -= size
        return True


def of_cases(cases: Iterable[Case]) -> list[Claim]:
    """Claims of enquiries and plans, one for each child of a case."""
    found = []
    for case in cases:
        for n, child in enumerate(case.children):
            if n < len(case.plan_ends):
                until = case.plan_ends[n][0]
            elif case.start and not case.end:
                until = None
            else:
                until = max(day for day in (case.first, case.end, case.conference) if day)
            found.append(Claim(child, case.first, until, case.referrals[n], case))
    return found


def of_stays(stays: Iterable[Stay], care: Care) -> list[Claim]:
    """Claims of periods of care."""
    found = []
    for stay in stays:
        number = next(r.values["clae_referral_id"] for r in care.records[id(stay)] if "clae_referral_id" in r.values)
        found.append(Claim(stay.child, stay.start, stay.end, number, stay, CLOSE_REASONS.get(stay.reason or "")))
    return found


def spans(claims: list[Claim]) -> list[Span]:
    """Claims of each child joined where one follows another closely; a case closed for good is not joined."""
    found: list[Span] = []
    last: dict[str, Span] = {}
    for claim in sorted(claims, key=lambda c: (c.start, c.referral_id)):
        span = last.get(claim.child.id)
        if span and (span.until is None or claim.start - span.until <= QUIET):
            span.claims.append(claim)
            continue
        last[claim.child.id] = Span(claim.child, [claim], previous=span)
        found.append(last[claim.child.id])
    return found


def give_days(rng: random.Random, found: list[Span], room: Room) -> None:
    """Give every span the day of its referral: of siblings the same, soon before the event or some months before.

    Raises ValueError when a month has no room left.
    """
    families: dict[int, list[Span]] = defaultdict(list)
    for span in found:
        if span.previous is None:
            families[id(span.claims[0].family)].append(span)
    # those that can wait for no other month come first
    order = sorted(families.values(), key=lambda group: (group[0].start - max(s.earliest for s in group)).days)
    for group in order:
        day = day_for(rng, max(s.earliest for s in group), min(s.start for s in group), len(group), room)
        for span in group:
            span.on = day
    for span in found:
        if span.previous:
            again_day(rng, span, room)


def day_for(rng: random.Random, earliest: date, start: date, size: int, room: Room) -> date:
    """A day from `earliest` to `start` in a month with room."""
    if (start - earliest).days < 30 or rng.random() < 0.7:
        tries = [max(earliest, start - timedelta(days=rng.randint(0, 9))) for _ in range(4)]
    else:
        tries = []
    tries += [earliest + timedelta(days=rng.randint(0, (start - earliest).days)) for _ in range(25)]
    tries = [workday(day, earliest) for day in tries]
    for spare in (True, False):
        for day in tries:
            if room.take(day, size, spare):
                return day
    raise ValueError("no month has room for the referral before an enquiry, a plan or a period of care")


def workday(day: date, earliest: date) -> date:
    """The day itself or a working day shortly before it, not before `earliest`."""
    while not is_working_day(day) and day > earliest:
        day -= timedelta(days=1)
    return day


def again_day(rng: random.Random, span: Span, room: Room) -> None:
    """The day of a child's next referral: a re-referral where it lies within a year of the one before."""
    assert span.previous and span.previous.on
    year_on = add_years(span.previous.on, 1) + timedelta(days=1)
    free = max(span.earliest, year_on + timedelta(days=1))
    if free <= span.start:
        span.on = day_for(rng, free, span.start, 1, room)
        return
    day = workday(max(span.earliest, span.start - timedelta(days=rng.randint(0, 6))), span.earliest)
    span.on, span.again = day, of(day) >= FIRST
    if span.again:
        room.again[of(day)] -= 1
        if room.again[of(day)] < 0:
            raise ValueError("more re-referrals than planned")
