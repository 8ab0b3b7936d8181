"""Reviews, plans, visits and health checks of looked-after children, made on the finished histories of care.

Belongs here: the order of making. Does not belong here: what one table holds.
"""

import random

from orchestration.demo.base.people import People
from orchestration.demo.base.records import Store
from orchestration.demo.looked_after import in_care, temporary_placements
from orchestration.demo.looked_after.health import Health
from orchestration.demo.looked_after.plan_documents import PlanDocuments
from orchestration.demo.looked_after.reviews import Reviews
from orchestration.demo.looked_after.visits import Visits


def add(store: Store, people: People, rng: random.Random) -> None:
    """All records of the subject; ValueError when the published numbers cannot be met."""
    found = in_care.find(store, people)
    temporary_placements.add(store, found, rng)
    Visits(store, found, rng).add()
    PlanDocuments(store, found, rng).add()
    Reviews(store, found, rng).add()
    Health(store, found, rng).add()
