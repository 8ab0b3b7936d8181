"""Child protection plans: who starts one, when it ends, who has had one before, and their records.

Belongs here: ssd_cp_plans. Does not belong here: conferences and enquiries that lead to a plan.
"""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import add_years, of, shift, working_days_of
from orchestration.demo.base.people import People, Person
from orchestration.demo.base.records import Record, Recording, Store, between_extracts
from orchestration.demo.child_protection import plan_days
from orchestration.demo.child_protection.conferences import FIRST
from orchestration.demo.child_protection.enquiries import Case

CATEGORIES = (
    ("Neglect", "Emotional abuse", "Physical abuse", "Sexual abuse", "Multiple: Neglect, Emotional abuse"),
    (48, 36, 8, 4, 4),
)
End = tuple[str, str]  # end month ('' open), delivery in which a late end is first recorded ('' in time)


def ends_by_start() -> dict[str, list[End]]:
    """For each start month the planned ends, one for each plan, those that end together side by side."""
    found: dict[str, list[End]] = defaultdict(list)
    for start, ends in plan_files.pairs("cp_plans.csv", "started_month", "ended_month", "plans").items():
        for end, count in ends.items():
            found[start] += [(end, "")] * count
    for row in plan_files.late_records("ssd_cp_plans"):
        found[row["started_month"]].append((row["ended_month"], row["recorded_month"]))
    return found


def starts(ends: dict[str, list[End]]) -> dict[str, int]:
    """Plans that start in each planned month."""
    return {month: len(of_month) for month, of_month in ends.items() if month >= FIRST}


def choose_plans(rng: random.Random, cases: list[Case]) -> None:
    """Give cases of planned months their plans: start, ends by child, and which of them are repeats."""
    ends = ends_by_start()
    by_month: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        assert case.conference is not None
        month = of(case.conference)
        if case.part_of_month == plan_days.NEXT_MONTH:
            month = shift(month, 1)
            case.plan_start = rng.choice(first_days(month))
        elif case.part_of_month in plan_days.STARTS:
            case.plan_start = case.conference
        if case.plan_start:
            by_month[month].append(case)
    for month, row in plan_files.by_month("cp_starts.csv", "started_month").items():
        starting = [(case, case.size) for case in by_month[month]]
        rng.shuffle(starting)
        starting.sort(key=lambda pair: not pair[0].transfer_in)
        deal_ends(rng, starting, ends[month])
        deal_repeats(rng, starting, month, row["repeat_later"])


def first_days(month: str) -> tuple[date, ...]:
    """Days on which plans begin whose conference was held in the last days of the month before."""
    early = plan_days.days(month, plan_days.EARLY)
    return early[:5]


def deal_ends(rng: random.Random, starting: list[tuple[Case, int]], ends: list[End]) -> None:
    """Deal ends to cases, largest sibling groups first, so that most siblings' plans end together."""
    left = Counter(ends)
    for case, taken in sorted(starting, key=lambda pair: -pair[1]):
        assert case.plan_start is not None
        days: dict[End, date | None] = {}
        for _ in range(taken):
            again = [e for e in days if left[e]]
            end = again[0] if again else rng.choices(list(left), [n if not e[1] else 0.01 for e, n in left.items()])[0]
            left[end] -= 1
            left += Counter()
            days.setdefault(end, end_day(rng, case.plan_start, end[0]))
            case.plan_ends.append((days[end], end[1]))


def end_day(rng: random.Random, start: date, month: str) -> date | None:
    """A working day of the month, a fortnight or more after the start and well off the two-year mark."""
    if not month:
        return None
    days = [d for d in working_days_of(month) if (d - start).days >= 14 and abs((d - add_years(start, 2)).days) > 8]
    return rng.choice(days)


def deal_repeats(rng: random.Random, starting: list[tuple[Case, int]], month: str, later: int) -> None:
    """Mark which plans of a month are not the child's first: '' first, a month (earlier end), or 'ever'."""
    earlier = plan_files.pairs("cp_repeats.csv", "started_month", "earlier_ended_month", "children").get(month, {})
    marks = [end for end, count in earlier.items() for _ in range(count)] + ["ever"] * later
    places = [case for case, taken in starting for _ in range(taken) if not case.transfer_in]
    first = rng.randint(0, len(places) - len(marks))
    for case in places[:first] + places[first + len(marks) :]:
        case.repeats.append("")
    for case, mark in zip(places[first : first + len(marks)], marks, strict=True):
        case.repeats.append(mark)
    for case, taken in starting:
        case.repeats += [""] * (taken - len(case.repeats))


def earlier_starts() -> dict[str, list[End]]:
    """Plans that began before the planned months: ends by start month."""
    return {start: ends for start, ends in ends_by_start().items() if start < FIRST}


class EarlierPlans:
    """Finds or makes the child for a repeat plan, and keeps the records of plans long ended."""

    def __init__(self, store: Store, rng: random.Random, people: People) -> None:
        self.store, self.rng, self.people = store, rng, people
        self.ended: dict[str, list[Person]] = defaultdict(list)

    def note(self, case: Case) -> None:
        """Remember children whose plan ended in time as those who may have another."""
        for child, (end, late) in zip(case.children, case.plan_ends, strict=False):
            child.plans.append((case.plan_start or case.first, end))
            if end and not late and len(child.plans) == 1:
                self.ended[of(end)].append(child)

    def child(self, mark: str, start: date) -> Person:
        """A child with an earlier plan as the mark says: ended in that month, or long before."""
        if mark != "ever" and mark >= FIRST:
            fits = [c for c in self.ended[mark] if c.age(start) < 15 and c.plans[-1][1] < start]
            child = self.rng.choice(fits)
            self.ended[mark].remove(child)
            return child
        ended_month = mark if mark != "ever" else min(shift(of(start), -self.rng.randint(26, 64)), "2018-12")
        ended = self.rng.choice(working_days_of(ended_month))
        began = self.rng.choice(working_days_of(shift(ended_month, -self.rng.randint(4, 13))))
        years = (start - began).days / 365.25
        child = self.people.child(start, years + 0.1, max(years + 1, 14.5))
        add_plan(self.store, self.rng, child, began, f"CPP-H{child.id[1:]}").values["cppl_cp_plan_end_date"] = ended
        child.plans.append((began, ended))
        return child


def add_plan(
    store: Store,
    rng: random.Random,
    child: Person,
    start: date,
    number: str,
    icpc: str | None = None,
    referral: str | None = None,
    known: date | None = None,
    ola: str = "N",
) -> Record:
    """One plan record, still open."""
    category = rng.choices(*CATEGORIES)[0]
    return store.add(
        "ssd_cp_plans",
        known or start,
        cppl_cp_plan_id=number,
        cppl_referral_id=referral,
        cppl_icpc_id=icpc,
        cppl_person_id=child.id,
        cppl_cp_plan_start_date=start,
        cppl_cp_plan_end_date=None,
        cppl_cp_plan_ola=ola,
        cppl_cp_plan_initial_category=category,
        cppl_cp_plan_latest_category=category if rng.random() < 0.9 else "Neglect",
    )


def add_plans(
    store: Store, rng: random.Random, cases: list[Case], held: dict[tuple[int, int], tuple[str, date]]
) -> None:
    """Records of all plans of the cases."""
    recording = Recording(rng, 0.01)
    for case in cases:
        for n, (end, late) in enumerate(case.plan_ends):
            assert case.plan_start is not None
            icpc, known = held[id(case), n]
            known = max(known, recording.day(case.plan_start, may_be_late=False))
            record = add_plan(
                store,
                rng,
                case.children[n],
                case.plan_start,
                icpc.replace("ICPC", "CPP"),
                icpc,
                case.referrals[n],
                known,
            )
            if end:
                known_end = between_extracts(rng, late) if late else recording.day(end, 4)
                record.change(max(known, known_end), cppl_cp_plan_end_date=end)


def add_plans_of_other_authorities(store: Store, rng: random.Random, people: People) -> None:
    """Children placed here who are on another authority's plan: in the table, in no count."""
    for n in range(5):
        start = working_days_of(shift("2019-10", 3 * n))[rng.randint(3, 12)]
        child = people.child(start, 1, 14)
        record = add_plan(store, rng, child, start, f"CPP-OLA{n + 1}", ola="Y", known=start + timedelta(days=3))
        if n % 2:
            end = start + timedelta(days=120)
            record.change(end + timedelta(days=2), cppl_cp_plan_end_date=end)
