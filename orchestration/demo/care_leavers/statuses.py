"""Care leavers and eligible children: who is one from when to when, where they live, what they do.

Belongs here: lcs_care_leaver_history, ssd_care_leavers and the years in care before. Does not belong here: the plans
themselves (pathway_plans.py), and which looked-after children are eligible (eligible.py).
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import add_years, days_of, first_day, last_day, of, shift
from orchestration.demo.base.people import Person
from orchestration.demo.base.records import Record, Recording, Store
from orchestration.demo.care_leavers import eligible
from orchestration.demo.care_leavers.pathway_plans import PathwayPlans
from orchestration.demo.history.world import World
from orchestration.demo.looked_after import homes
from orchestration.demo.looked_after.episodes import Care
from orchestration.demo.looked_after.periods_of_care import BEGIN, Stay

SUITABLE = (("U", "B", "D", "Z", "T", "E", "C", "K", "S", "Y"), (44, 19, 14, 11, 5, 3, 2, 2, 1, 1))
NOT_SUITABLE = (("X", "W", "R", None), (55, 12, 25, 8))
OCCUPIED = (("F5", "F2", "P5", "F1", "F4", "P2", "P4"), (34, 28, 13, 9, 8, 6, 2))
NOT_OCCUPIED = (("G5", "G4", "G6", None), (62, 24, 10, 4))
JUDGED = dict.fromkeys("UBDZTECKY", "1") | dict.fromkeys("XWSV", "2")
YOUNGEST = date(1995, 3, 15)  # born on or after: not yet 26 in any delivery
RELEVANT = 8  # persons who left care at 16 or 17 and are not yet 18 when the year begins


@dataclass(eq=False)
class Leaver:
    """One person with a status: its rows by their first day, and the last day it holds."""

    person: Person
    rows: list[tuple[date, str]] = field(default_factory=list)  # first day, eligibility
    homes: dict[date, tuple[str | None, str | None]] = field(default_factory=dict)  # first day to home and activity
    last_day: date | None = None
    gap: tuple[date, date] | None = None  # last day of an earlier support, first day of the present one
    suitable: bool = True
    occupied: bool = True
    home: str | None = None
    activity: str | None = None
    records: list[Record] = field(default_factory=list)

    def begin(self, day: date, eligibility: str) -> None:
        """A row from this day on with what is known of home and activity."""
        self.rows = [row for row in self.rows if row[0] != day] + [(day, eligibility)]
        self.homes[day] = (self.home, self.activity) if eligibility != "ELIGIBLE" else (None, None)


class Service:
    """The leaving care service, month by month."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self.world, self.rng = world, rng
        self.recording = Recording(rng, 0.02)
        self.plans = PathwayPlans(world.store, rng)
        self.past = Care(world.store, rng)
        self.past.serial += 800_000
        self.known: dict[str, Leaver] = {}  # person id to everyone who ever had a status
        self.leavers: list[Leaver] = []
        self.children: dict[int, Leaver] = {}  # id of a stay to the child with the status of an eligible one

    # -- persons ---------------------------------------------------------------------------------------------------

    def someone(self, born: date, left: date, support_until: date | None = None) -> Leaver:
        """A person who was looked after until `left`, and has had a status since."""
        person = self.world.people.person(born)
        years = self.rng.triangular(0.4, min(9.0, (left - born).days / 365.25 - 1), 2.5)
        grown = left >= add_years(born, 18)
        reason = "E17" if grown else self.rng.choice(("E4B", "E8", "E13"))
        stay = Stay(person, left - timedelta(days=int(years * 365.25)), left, reason)
        self.past.add(stay, homes.unplanned(self.rng, stay))
        leaver = self.keep(Leaver(person))
        leaver.suitable, leaver.occupied = self.rng.random() < 0.95, self.rng.random() < 0.6
        self.settle(leaver, True, True)
        leaver.begin(left, "FORMER_RELEVANT" if grown else "RELEVANT")
        if not grown and add_years(born, 18) < BEGIN:
            leaver.begin(add_years(born, 18), "FORMER_RELEVANT")
        before = max(day for day, _ in leaver.rows)
        until = support_until or BEGIN
        if (until - before).days > 300:
            self.settle(leaver, True, True)
            leaver.begin(before + timedelta(days=self.rng.randint(100, (until - before).days - 60)), leaver.rows[-1][1])
        return leaver

    def keep(self, leaver: Leaver) -> Leaver:
        """Note a person with a status."""
        self.known[leaver.person.id] = leaver
        return leaver

    def settle(self, leaver: Leaver, home: bool, activity: bool) -> None:
        """Choose a home and an activity of the kind the person has."""
        if home:
            leaver.home = self.rng.choices(*(SUITABLE if leaver.suitable else NOT_SUITABLE))[0]
            if leaver.home == "T" and leaver.rows[-1:] and leaver.rows[-1][1] == "RELEVANT":
                leaver.home = "E"  # a foyer takes nobody under 18
        if activity:
            leaver.activity = self.rng.choices(*(OCCUPIED if leaver.occupied else NOT_OCCUPIED))[0]
            if leaver.activity == "G6" and leaver.person.sex == "M":
                leaver.activity = "G5"

    def born_to_be(self, youngest: float, oldest: float) -> date:
        """A birth date of somebody between two ages at the start of the year, the younger the likelier; no leap day."""
        while True:
            days = self.rng.triangular(youngest, oldest, youngest) * 365.25
            born = date(2019, 12, 31) - timedelta(days=int(days) + 1)
            if born >= YOUNGEST and (born.month, born.day) != (2, 29):
                return born

    def open_stock(self, count: int, months: list[str]) -> list[Leaver]:
        """Who is a care leaver as the year begins: one turns 26 in each month, some are under 18, most 18 to 22."""
        found = []
        for month in months[1:]:
            day = self.rng.choice([d for d in days_of(month) if (d.month, d.day) != (2, 29)])
            born = day.replace(year=day.year - 26)
            found.append(self.someone(born, add_years(born, 18)))
        for _ in range(RELEVANT):
            born = date(2002, 1, 20) + timedelta(days=self.rng.randint(0, 420))
            first, last = add_years(born, 16) + timedelta(days=40), date(2019, 12, 10)
            found.append(self.someone(born, first + timedelta(days=self.rng.randint(0, (last - first).days))))
        while len(found) < count:
            born = self.born_to_be(18, 24.75)
            early = self.rng.random() < 0.12
            left = add_years(born, 18) - timedelta(days=self.rng.randint(40, 600) if early else 0)
            found.append(self.someone(born, left))
        return found

    def asks_again(self, month: str) -> Leaver:
        """Somebody of 22 to 25 whose support ended at 21 and who asks for it again; no older plan is in the system."""
        born = self.born_to_be(22.1, 24.7)
        ended = add_years(born, 21) - timedelta(days=1)
        leaver = self.someone(born, add_years(born, 18), ended)
        day = self.rng.choice(days_of(month))
        leaver.gap = (ended, day)
        return leaver

    # -- months ----------------------------------------------------------------------------------------------------

    def run(self, months: list[str], way: eligible.Way, turning_18: list[Stay]) -> None:
        """All months of the plan, then the children who turn 18 in the month after it."""
        rows = plan_files.by_month("care_leavers.csv")
        for month, held, target in zip(months, way.held, way.targets, strict=True):
            joining = [s for s in turning_18 if s.end and of(s.end) == month]
            before = {id(leaver) for leaver in [*self.leavers, *self.children.values()]}
            if month == months[0]:
                self.leavers = self.open_stock(rows[month]["care_leavers"] - len(joining), months)
                self.spread(rows[month], len(joining))
            self.turn_eligible(month, held)
            left = [self.leave_care(stay) for stay in joining]
            self.turn_18_or_26(month)
            self.leavers += left
            self.match_number(month, rows[month]["care_leavers"], target, left)
            self.live_on(month, rows[month], left)
            persons = [*self.leavers, *self.children.values()]
            entered = {leaver.person.id: self.first_day(leaver) for leaver in persons if id(leaver) not in before}
            settled = {leaver.person.id for leaver in self.leavers}
            self.plans.month(month, [p.person.id for p in persons], entered, settled, target)
        for stay in turning_18:
            if stay.end and of(stay.end) == shift(months[-1], 1):
                self.leave_care(stay)

    def first_day(self, leaver: Leaver) -> date:
        """First day of the present support."""
        return leaver.gap[1] if leaver.gap else leaver.rows[0][0]

    def spread(self, row: dict[str, int], joining: int) -> None:
        """Give the opening stock about as many homes and occupations as January asks for."""
        for name, wanted in (("suitable", row["suitable"]), ("occupied", row["occupied"])):
            for n, leaver in enumerate(self.rng.sample(self.leavers, len(self.leavers))):
                setattr(leaver, name, n < wanted - joining // 2)
        for leaver in self.leavers:
            self.settle(leaver, True, True)
            last, status = max(leaver.rows)
            leaver.begin(last, status)

    def turn_eligible(self, month: str, held: tuple[Stay, ...]) -> None:
        """Rows of eligible children begin and, where the status is ended early, end."""
        for key, leaver in list(self.children.items()):
            stay = next((s for s in held if id(s) == key), None)
            if stay is None:
                del self.children[key]
                leaver.last_day = first_day(month) + timedelta(days=self.rng.randint(2, 20))
        for stay in held:
            if id(stay) not in self.children:
                from_day = eligible.may_be_from(stay)
                if from_day < BEGIN and not self.plans.began:
                    day = min(from_day + timedelta(days=self.rng.randint(0, 60)), BEGIN - timedelta(days=1))
                else:
                    day = self.rng.choice([d for d in days_of(month) if d >= from_day])
                leaver = self.keep(Leaver(stay.child))
                leaver.begin(day, "ELIGIBLE")
                self.children[id(stay)] = leaver

    def leave_care(self, stay: Stay) -> Leaver:
        """A looked-after child turns 18: a former relevant person from that day on."""
        assert stay.end is not None
        leaver = self.known.get(stay.child.id) or self.keep(Leaver(stay.child))
        self.children.pop(id(stay), None)
        if leaver.last_day and leaver.last_day < stay.end:
            leaver.gap = (leaver.last_day, stay.end)
        leaver.last_day = None
        leaver.suitable, leaver.occupied = True, self.rng.random() < 0.6
        self.settle(leaver, True, True)
        leaver.begin(stay.end, "FORMER_RELEVANT")
        return leaver

    def turn_18_or_26(self, month: str) -> None:
        """Relevant persons become former relevant ones; who is 26 is no care leaver, though some rows stay open."""
        for leaver in list(self.leavers):
            grown, over = add_years(leaver.person.born, 18), add_years(leaver.person.born, 26)
            if of(grown) == month and leaver.rows[-1][1] == "RELEVANT":
                leaver.begin(grown, "FORMER_RELEVANT")
            if of(over) == month:
                self.leavers.remove(leaver)
                if self.rng.random() < 0.5:
                    leaver.last_day = over - timedelta(days=1)

    def match_number(self, month: str, wanted: int, target: eligible.Target, left: list[Leaver]) -> None:
        """Some ask for support again, some no longer want it, until the number is the planned one."""
        persons = [*self.leavers, *self.children.values()]
        without = sum(not self.plans.has_plan(p.person.id) for p in persons)
        missing = target.without_plan - without if self.plans.began else 0
        again = max(0, missing, wanted - len(self.leavers))
        self.leavers += [self.asks_again(month) for _ in range(again)]
        while len(self.leavers) > wanted:
            ready = [
                leaver
                for leaver in self.leavers
                if leaver not in left
                and not leaver.gap
                and (self.plans.has_plan(leaver.person.id) or not self.plans.began)
                and add_years(leaver.person.born, 21) < first_day(month)
                and max(leaver.rows)[0] < first_day(month)
            ]
            if not ready:
                raise ValueError(f"{month}: nobody can leave the service")
            gone = self.rng.choice(ready)
            gone.last_day = self.rng.choice(days_of(month)[:-1])
            self.leavers.remove(gone)

    def live_on(self, month: str, row: dict[str, int], left: list[Leaver]) -> None:
        """Moves and new occupations: a few both ways, and as many as the planned numbers need."""
        moved: dict[int, Leaver] = {}
        for name, wanted, both_ways in (("suitable", row["suitable"], 1), ("occupied", row["occupied"], 2)):
            surplus = sum(getattr(leaver, name) for leaver in self.leavers) - wanted
            for now, count in ((True, both_ways + max(0, surplus)), (False, both_ways + max(0, -surplus))):
                those = [p for p in self.leavers if getattr(p, name) is now and id(p) not in moved]
                for leaver in self.rng.sample(those, count):
                    setattr(leaver, name, not now)
                    self.settle(leaver, name == "suitable", name == "occupied")
                    moved[id(leaver)] = leaver
        for leaver in self.rng.sample([p for p in self.leavers if p.suitable and id(p) not in moved], 3):
            self.settle(leaver, True, False)
            moved[id(leaver)] = leaver
        for leaver in self.leavers:
            if leaver.gap and of(leaver.gap[1]) == month:
                leaver.begin(leaver.gap[1], "FORMER_RELEVANT")
            elif id(leaver) in moved:
                last, status = max(leaver.rows)
                days = days_of(month)
                leaver.begin(last if of(last) == month else self.rng.choice(days), status)

    # -- records ---------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """All rows, each closed by the next; and the one row of the latest status."""
        for n, leaver in enumerate(self.known.values()):
            self.write_one(n, leaver, self.world.store)

    def write_one(self, n: int, leaver: Leaver, store: Store) -> None:
        """History and latest status of one person."""
        rows = sorted(leaver.rows)
        latest: Record | None = None
        last: date | None = None
        for place, (day, status) in enumerate(rows):
            home, activity = leaver.homes[day]
            known = self.recording.day(day, 6)
            if leaver.records and last:
                goes_on = day == last + timedelta(days=1)  # then the next row closes this one
                leaver.records[-1].change(known if goes_on else self.recording.day(last), valid_to=last)
            following = rows[place + 1][0] if place + 1 < len(rows) else None
            last = following - timedelta(days=1) if following else leaver.last_day
            if following and leaver.gap and day <= leaver.gap[0] < following:
                last = leaver.gap[0]
            leaver.records.append(
                store.add(
                    "lcs_care_leaver_history",
                    known,
                    record_id=f"CLH{50000 + 20 * n + place}",
                    person_id=leaver.person.id,
                    valid_from=day,
                    valid_to=None,
                    eligibility=status,
                    accommodation=home,
                    accommodation_suitable=JUDGED.get(home or ""),
                    activity=activity,
                )
            )
            values = {
                "clea_care_leaver_eligibility": status.replace("_", " ").capitalize(),
                "clea_care_leaver_in_touch": None if status == "ELIGIBLE" else "NO" if home == "R" else "YES",
                "clea_care_leaver_latest_contact": None if status == "ELIGIBLE" or home == "R" else day,
                "clea_care_leaver_accommodation": home,
                "clea_care_leaver_accom_suitable": JUDGED.get(home or ""),
                "clea_care_leaver_activity": activity,
            }
            if latest:
                latest.change(known, **values)
            else:
                person = leaver.person.id
                latest = store.add(
                    "ssd_care_leavers",
                    known,
                    clea_table_id=f"CL{70000 + n}",
                    clea_person_id=person,
                    clea_care_leaver_allocated_team="T62",
                    **values,
                )
        if last:
            leaver.records[-1].change(self.recording.day(last), valid_to=last)
        for on, known in self.plans.of_person(leaver.person.id) if latest else ():
            latest.change(known, clea_pathway_plan_review_date=on)  # type: ignore[union-attr]


def add(world: World, rng: random.Random) -> None:
    """Care leavers, eligible children and their pathway plans, as planned in plan/care_leavers.csv."""
    ages: dict[str, int] = {}
    for stay in world.stays:
        ages[stay.child.id] = ages.get(stay.child.id, 0) + 1
    ready = [
        stay
        for stay in world.stays
        if stay.kind == "ordinary"
        and ages[stay.child.id] == 1
        and (stay.end is None or (stay.end == add_years(stay.child.born, 18) and not in_need_after(world, stay)))
    ]
    turning_18 = [s for s in ready if s.end and s.start + eligible.THIRTEEN_WEEKS <= s.end]
    months, way = eligible.choose(s for s in ready if s.end is None or s in turning_18)
    service = Service(world, rng)
    service.run(months, way, turning_18)
    service.write()


def in_need_after(world: World, stay: Stay) -> bool:
    """True when a referral of the child is open at a month end after leaving care: that child counts in need."""
    assert stay.end is not None
    until = last_day(of(stay.end))
    return any(
        r.child is stay.child and not r.nfa and (r.closed_on is None or r.closed_on > until) for r in world.referrals
    )
