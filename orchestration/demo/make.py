"""Plan and seed to full histories: everything the demo deliveries are taken from.

Belongs here: the order in which the subjects are made. Does not belong here: files.
"""

import random

from orchestration.demo import workforce
from orchestration.demo.base import people
from orchestration.demo.base.people import People
from orchestration.demo.base.records import Store
from orchestration.demo.care_leavers import statuses
from orchestration.demo.child_protection import casework, on_a_plan
from orchestration.demo.front_door import assessments, children_in_need, contacts, referrals
from orchestration.demo.history import revisions
from orchestration.demo.history.world import World
from orchestration.demo.looked_after import (
    admission_days,
    adoptions,
    care_records,
    education,
    episodes,
    foster_households,
    long_term,
    periods_of_care,
    placement_plan,
)


def make(seed: int) -> World:
    """Histories of the demo council; the same seed gives the same records. ValueError when the plan cannot be met."""
    rng = random.Random(seed)
    store = Store()
    everyone = People(rng)
    people.add_departments(store)
    cases = casework.make_cases(rng)
    casework.give_children(store, rng, everyone, cases)
    casework.add_records(store, rng, everyone, cases)
    care = episodes.Care(store, rng)
    looked_after = periods_of_care.make_stays(rng, everyone, cases)
    admission_days.settle(rng, looked_after)
    long_term.settle(random.Random(f"{seed} long term"), looked_after)
    outside = periods_of_care.order_days(rng, looked_after)
    earlier = periods_of_care.earlier_stays(rng, looked_after, 60, 14)
    past = periods_of_care.past_stays(rng, everyone, 40)
    periods_of_care.check_ages(looked_after + earlier + past)
    every_stay = earlier + past + looked_after + periods_of_care.short_breaks(rng, everyone, 12)
    reopened, twin = revisions.choose_reopened(rng, past), revisions.choose_twin(rng, looked_after)
    where = placement_plan.where_children_live(seed, every_stay, looked_after, twin, reopened)
    for stay in every_stay:
        care.add(stay, where[id(stay)])
    episodes.add_orders_outside_care(care, rng, everyone, outside)
    office = referrals.make(store, random.Random(f"{seed} referrals"), everyone, cases, care, every_stay)
    referred = office.referrals
    children_in_need.add_plans(store, random.Random(f"{seed} plans in need"), office.stock.at_end)
    children_in_need.add_exploitation_cohort(store, random.Random(f"{seed} cohort"), referred)
    contacts.add_contacts(store, random.Random(f"{seed} contacts"), everyone, referred)
    assessments.add(store, random.Random(f"{seed} assessments"), referred)
    on_a_plan.add_checks(store, seed)
    world = World(store, everyone, care, looked_after, earlier, referred)
    adoptions.add_tracker(store, random.Random(f"{seed} adoptions"), everyone, looked_after)
    foster_households.add_households(store, random.Random(f"{seed} households"))
    education.add_education(store, random.Random(f"{seed} education"), looked_after)
    statuses.add(world, random.Random(f"{seed} care leavers"))
    workforce.add_workforce(store, random.Random(f"{seed} workforce"), looked_after)
    world.keys += revisions.reopen_for_august(care, reopened)
    world.keys += revisions.second_id_for_november(care, everyone, twin)
    world.keys += revisions.january(rng, store, everyone, care, looked_after)
    care_records.add(store, everyone, random.Random(f"{seed} looked after"))
    return world
