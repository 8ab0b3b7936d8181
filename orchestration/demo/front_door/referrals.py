"""Referrals: month by month those before enquiries, plans and care, and those of other families, first and again.

Belongs here: ssd_cin_episodes and lcs_referral_details. Does not belong here: when a case is closed (open_cases.py).
`Office.referrals` lists what was made, in the order of referral; assessments and contacts are attached to it.
"""

import json
import random
from collections import defaultdict
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import add_years, days_of, first_day, is_working_day, of, working_days_of
from orchestration.demo.base.people import SIZES, People, Person
from orchestration.demo.base.records import Recording, Store
from orchestration.demo.child_protection.enquiries import Case
from orchestration.demo.front_door import required_referrals
from orchestration.demo.front_door.contacts import CODES, NAMES, SPREAD
from orchestration.demo.front_door.open_cases import Stock
from orchestration.demo.front_door.referral import Referral
from orchestration.demo.front_door.required_referrals import FIRST, Room, Span
from orchestration.demo.looked_after.episodes import Care
from orchestration.demo.looked_after.periods_of_care import Stay

NEEDS = (("N1", "N2", "N3", "N4", "N5", "N6", "N8"), (58, 4, 5, 13, 14, 3, 3))
REASONS = (
    ("DOMESTIC_ABUSE", "NEGLECT", "PHYSICAL_ABUSE", "EMOTIONAL_ABUSE", "SEXUAL_ABUSE", "PARENT_MENTAL_HEALTH", "OTHER"),
    (28, 22, 14, 12, 4, 11, 9),
)
CSE = (("CSE_VICTIM", "CSE_PERPETRATOR"), (85, 15))
LONG_TERM = 150  # children, most of them disabled, whose case stays open for years


class Office:
    """Takes referrals month by month, first those that something hangs on, then others to the planned number."""

    def __init__(self, store: Store, rng: random.Random, people: People, found: list[Span], room: Room) -> None:
        self.store, self.rng, self.people, self.room = store, rng, people, room
        self.recording = Recording(rng, 0.004)
        self.serial, self.family = rng.randint(300000, 400000), 0
        self.stock = Stock(store, rng)
        self.referrals: list[Referral] = []
        self.last: dict[str, Referral] = {}
        self.waiting: dict[str, list[Span]] = defaultdict(list)
        self.later: dict[str, date] = {}  # child to the start of the last span: nothing else may come before it
        for span in found:
            assert span.on
            self.waiting[max(of(span.on), "2018-01")].append(span)
            self.later[span.child.id] = max(span.start, self.later.get(span.child.id, span.start))
        self.plan = plan_files.by_month("referrals.csv")

    def take(self, child: Person, on: date, family: int, again: bool, number: str = "", late: bool = False) -> Referral:
        """A referral of a child."""
        if not number:
            self.serial += 1
            number = f"R{self.serial}"
        rng = self.rng
        known = self.recording.day(on, 2, may_be_late=late)
        referral = Referral(number, child, on, True, known, family=family, again=again)
        referral.reason = rng.choices(*REASONS)[0]
        referral.needed_until = on + timedelta(days=50)
        days = rng.choices(((50, 80), (80, 240), (240, 800)), (45, 37, 18))[0]
        referral.wish = on + timedelta(days=rng.randint(*days))
        self.referrals.append(referral)
        self.last[child.id] = referral
        self.stock.open.append(referral)
        return referral

    def take_spans(self, month: str) -> None:
        """Referrals that an enquiry, a plan or a period of care hangs on."""
        families: dict[tuple[int, date], int] = {}
        for span in sorted(self.waiting[month], key=lambda s: (s.on or s.start, s.child.id)):
            assert span.on
            key = (id(span.claims[0].family), span.on)
            families.setdefault(key, len(families) + self.family + 1)
            one = self.take(span.child, span.on, families[key], span.again, span.claims[0].referral_id)
            one.needed_until = span.until and max(span.until, span.on + timedelta(days=50))
            if span.until:
                one.wish = span.until + timedelta(days=self.rng.randint(20, 240))
                if span.claims[-1].close_reason:
                    self.stock.close(one, max(span.until, span.on), span.claims[-1].close_reason)
                elif month < FIRST and span.until < first_day("2017-11"):
                    self.stock.close(one, span.until + timedelta(days=self.rng.randint(5, 35)), "RC7")
        self.family += len(families) + 1

    def long_term(self) -> None:
        """Children whose case is open for years."""
        for _ in range(LONG_TERM):
            on = self.day(f"{self.rng.randint(2012, 2017)}-{self.rng.randint(1, 12):02d}")
            self.family += 1
            child = self.people.person(on - timedelta(days=self.rng.randint(20, 2900)))
            if child.born < date(2004, 3, 1):
                child.born = date(2004 + self.rng.randint(0, 6), 3, child.born.day)
                on = max(on, child.born + timedelta(days=30))
            self.take(child, on, self.family, False).wish = date(2021, 1, 1) + timedelta(days=self.rng.randint(0, 900))

    def day(self, month: str) -> date:
        """A day of the month, seldom on a weekend."""
        while True:
            day = self.rng.choice(days_of(month))
            if is_working_day(day) or self.rng.random() < 0.1:
                return day

    def take_first(self, month: str) -> None:
        """First referrals of other families, with those for sexual exploitation and those without further action."""
        row, left = self.plan[month], self.room.first[month]
        for n in range(row["cse_referrals"] + row["referrals"] - row["to_assessment"]):
            on = self.day(month)
            self.family += 1
            if n < row["cse_referrals"]:
                one = self.take(self.people.child(on, 11.5, 16.6), on, self.family, False)
                one.reason = self.rng.choices(*CSE)[0]
            else:
                one = self.take(self.people.child(on, 0.1, 16.0), on, self.family, False)
                one.goes_on, one.nfa = False, True
                self.stock.close(one, on + timedelta(days=self.rng.randint(0, 4)), "RC7")
            left -= 1
        while left:
            size = min(left, self.rng.choices(*SIZES)[0])
            on, late = self.day(month), self.rng.random() < 0.3
            self.family += 1
            for child in self.people.siblings(on, size, 16.3):
                self.take(child, on, self.family, False, late=late and size == 1)
            left -= size

    def take_again(self, month: str) -> None:
        """Re-referrals of families whose case was closed before. Raises ValueError when there are too few."""
        left = self.room.again[month]
        days = working_days_of(month)
        pool: dict[tuple[int, date], list[Referral]] = defaultdict(list)
        for referral in self.last.values():
            if self.may_return(referral, days[0]):
                pool[referral.family, referral.on].append(referral)
        families = sorted(pool.values(), key=lambda f: (f[0].on, f[0].family))
        self.rng.shuffle(families)
        while left:
            if not families:
                raise ValueError(f"too few closed cases for the re-referrals of {month}")
            earlier = families.pop()[:left]
            latest = add_years(earlier[0].on, 1)
            on = self.rng.choice([day for day in days if day <= latest])
            self.family += 1
            for one in earlier:
                self.take(one.child, on, self.family, True)
            left -= len(earlier)

    def may_return(self, referral: Referral, first: date) -> bool:
        """True for a child whose case is closed, referred within a year, with nothing else to come."""
        return (
            referral.closed_on is not None
            and referral.closed_on < first - timedelta(days=10)
            and first < add_years(referral.on, 1) - timedelta(days=3)
            and referral.child.age(first) < 17.2
            and referral.close_reason != "RC1"
            and self.later.get(referral.child.id, first) <= first
        )

    def write(self) -> None:
        """Records of all referrals."""
        rng = self.rng
        for referral in self.referrals:
            code = rng.choice(CODES[rng.choices(*SPREAD)[0]])
            flags = {
                "SINGLE_ASSESSMENT_FLAG": "Y" if referral.goes_on else "N",
                "NFA_FLAG": "Y" if referral.nfa else "N",
            }
            referral.record = self.store.add(
                "ssd_cin_episodes",
                referral.recorded_on,
                cine_referral_id=referral.id,
                cine_person_id=referral.child.id,
                cine_referral_date=referral.on,
                cine_cin_primary_need_code=rng.choices(*NEEDS)[0],
                cine_referral_source_code=code,
                cine_referral_source_desc=NAMES[code],
                cine_referral_outcome_json=json.dumps(flags),
                cine_referral_nfa="Y" if referral.nfa else "N",
                cine_close_reason=None,
                cine_close_date=None,
                cine_referral_team=rng.choice(("T02", "T03")),
                cine_referral_worker_id=f"W{rng.randint(100, 160)}",
            )
            if referral.closed_on:
                known = self.recording.day(referral.closed_on, 4)
                referral.record.change(
                    known, cine_close_date=referral.closed_on, cine_close_reason=referral.close_reason
                )
            self.store.add(
                "lcs_referral_details", referral.recorded_on, referral_id=referral.id, referral_reason=referral.reason
            )


def make(store: Store, rng: random.Random, people: People, cases: list[Case], care: Care, stays: list[Stay]) -> Office:
    """All referrals with their records, in the order of referral, and the stock of open cases."""
    found = required_referrals.spans(required_referrals.of_cases(cases) + required_referrals.of_stays(stays, care))
    room = Room()
    required_referrals.give_days(rng, found, room)
    join(store, found)
    office = Office(store, rng, people, found, room)
    office.take_spans("2018-01")
    office.long_term()
    for month in office.plan:
        office.take_spans(month)
        office.take_first(month)
        office.take_again(month)
        office.stock.settle(month)
    office.referrals.sort(key=lambda r: (r.on, r.id))
    office.write()
    return office


def join(store: Store, found: list[Span]) -> None:
    """Let the records of events under one referral all name it."""
    same = {claim.referral_id: span.claims[0].referral_id for span in found for claim in span.claims[1:]}
    for record in store:
        for name, value in record.values.items():
            if name.endswith("referral_id") and value in same:
                record.values[name] = same[value]
