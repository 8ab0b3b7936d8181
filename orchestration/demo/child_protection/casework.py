"""The way from enquiry to plan, for all sibling groups: cases first, then their children, then their records.

Belongs here: the order of making and who the children are. Does not belong here: what one table holds.
"""

import random
from datetime import date, timedelta

from orchestration.demo.base.people import People, Person
from orchestration.demo.base.records import Store
from orchestration.demo.child_protection import conferences, enquiries, plans
from orchestration.demo.child_protection.enquiries import Case


def make_cases(rng: random.Random) -> list[Case]:
    """All cases with their dates, conferences and plans, without children."""
    left = enquiries.cells(rng)
    planned = conferences.cases_with_conference(rng, left, plans.starts(plans.ends_by_start()))
    plans.choose_plans(rng, planned)
    ends = plans.earlier_starts()
    earlier = conferences.earlier_cases(rng, {start: len(e) for start, e in ends.items()})
    for start, wanted in ends.items():
        begun = [(c, c.size) for c in earlier if c.plan_start and f"{c.plan_start:%Y-%m}" == start]
        plans.deal_ends(rng, begun, wanted)
        for case, taken in begun:
            case.repeats = [""] * taken
    return planned + earlier + enquiries.cases_without_conference(rng, left)


def give_children(store: Store, rng: random.Random, people: People, cases: list[Case]) -> None:
    """Choose the children of every case: for repeat plans one with an earlier plan, else new or known children."""
    earlier = plans.EarlierPlans(store, rng, people)
    known: dict[int, list[list[Person]]] = {}
    serial = rng.randint(50000, 80000)
    for case in sorted(cases, key=lambda c: c.plan_start or c.first):
        case.referrals = [f"R{serial + n}" for n in range(case.size)]
        serial += case.size + rng.randint(1, 3)
        oldest = 14.0 if case.plan_ends else 16.5
        family = known_family(rng, known, case, oldest) or people.siblings(case.first, case.size, oldest)
        for n, mark in enumerate(case.repeats):
            if mark:
                assert case.plan_start is not None
                family[n] = earlier.child(mark, case.plan_start)
        case.children = family
        earlier.note(case)
        until = (case.end or case.conference or case.first + timedelta(days=60)) + timedelta(days=30)
        for child in family:
            child.busy_until = max(child.busy_until, until)
        if not case.plan_ends:
            known.setdefault(case.size, []).append(family)


def known_family(
    rng: random.Random, known: dict[int, list[list[Person]]], case: Case, oldest: float
) -> list[Person] | None:
    """Children of an earlier case without a plan, free again; None when new children are to be made."""
    families = known.get(case.size)
    if not families or rng.random() > 0.2:
        return None
    family = rng.choice(families[-400:])
    day: date = case.first
    fits = all(c.busy_until < day and c.age(day) < oldest and c.born < day and not c.plans for c in family)
    return list(family) if fits else None


def add_records(store: Store, rng: random.Random, people: People, cases: list[Case]) -> None:
    """Records of enquiries, conferences and plans of all cases."""
    enquiries.add_enquiries(store, rng, cases)
    held = conferences.add_conferences(store, rng, cases)
    conferences.add_conferences_not_held(store, rng, cases)
    plans.add_plans(store, rng, cases, held)
    plans.add_plans_of_other_authorities(store, rng, people)
    quiet = [c.children[0] for c in cases if not c.conference and c.first < date(2019, 6, 1)]
    enquiries.add_late_enquiries(store, rng, quiet)
