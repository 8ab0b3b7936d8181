"""Plan and seed to full histories: everything the demo deliveries are taken from.

Belongs here: the order in which the subjects are made. Does not belong here: files.
"""

import random
from dataclasses import dataclass, field

from orchestration.demo import (
    admission_days,
    adoptions,
    assessments,
    care_leavers,
    casework,
    children_in_need,
    contacts,
    cp_checks,
    education,
    foster_households,
    long_term,
    looked_after_upkeep,
    people,
    placement_plan,
    referrals,
    revisions,
    stays,
    workforce,
)
from orchestration.demo import care as care_module
from orchestration.demo.answer_key import Entry
from orchestration.demo.history import Store
from orchestration.demo.people import People
from orchestration.demo.referrals import Referral
from orchestration.demo.stays import Stay


@dataclass
class World:
    """All records, the children, the periods of care, the referrals, and the answer key so far."""

    store: Store
    people: People
    care: care_module.Care
    stays: list[Stay]
    earlier: list[Stay]
    referrals: list[Referral]
    keys: list[Entry] = field(default_factory=list)


def make(seed: int) -> World:
    """Histories of the demo council; the same seed gives the same records. ValueError when the plan cannot be met."""
    rng = random.Random(seed)
    store = Store()
    everyone = People(rng)
    people.add_departments(store)
    cases = casework.make_cases(rng)
    casework.give_children(store, rng, everyone, cases)
    casework.add_records(store, rng, everyone, cases)
    care = care_module.Care(store, rng)
    looked_after = stays.make_stays(rng, everyone, cases)
    admission_days.settle(rng, looked_after)
    long_term.settle(random.Random(f"{seed} long term"), looked_after)
    outside = stays.order_days(rng, looked_after)
    earlier = stays.earlier_stays(rng, looked_after, 60, 14)
    past = stays.past_stays(rng, everyone, 40)
    stays.check_ages(looked_after + earlier + past)
    every_stay = earlier + past + looked_after + stays.short_breaks(rng, everyone, 12)
    reopened, twin = revisions.choose_reopened(rng, past), revisions.choose_twin(rng, looked_after)
    where = placement_plan.where_children_live(seed, every_stay, looked_after, twin, reopened)
    for stay in every_stay:
        care.add(stay, where[id(stay)])
    care_module.add_orders_outside_care(care, rng, everyone, outside)
    office = referrals.make(store, random.Random(f"{seed} referrals"), everyone, cases, care, every_stay)
    referred = office.referrals
    children_in_need.add_plans(store, random.Random(f"{seed} plans in need"), office.stock.at_end)
    children_in_need.add_exploitation_cohort(store, random.Random(f"{seed} cohort"), referred)
    contacts.add_contacts(store, random.Random(f"{seed} contacts"), everyone, referred)
    assessments.add(store, random.Random(f"{seed} assessments"), referred)
    cp_checks.add_checks(store, seed)
    world = World(store, everyone, care, looked_after, earlier, referred)
    adoptions.add_tracker(store, random.Random(f"{seed} adoptions"), everyone, looked_after)
    foster_households.add_households(store, random.Random(f"{seed} households"))
    education.add_education(store, random.Random(f"{seed} education"), looked_after)
    care_leavers.add(world, random.Random(f"{seed} care leavers"))
    workforce.add_workforce(store, random.Random(f"{seed} workforce"), looked_after)
    world.keys += revisions.reopen_for_august(care, reopened)
    world.keys += revisions.second_id_for_november(care, everyone, twin)
    world.keys += revisions.january(rng, store, everyone, care, looked_after)
    looked_after_upkeep.add(world, random.Random(f"{seed} looked after"))
    return world
