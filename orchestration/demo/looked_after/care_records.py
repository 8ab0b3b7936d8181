"""Reviews, plans, visits and health checks of looked-after children, made on the finished histories of care.

Belongs here: the order of making. Does not belong here: what one table holds.
"""

import random
from typing import TYPE_CHECKING

from orchestration.demo.looked_after import in_care, temporary_placements
from orchestration.demo.looked_after.health import Health
from orchestration.demo.looked_after.plan_documents import PlanDocuments
from orchestration.demo.looked_after.reviews import Reviews
from orchestration.demo.looked_after.visits import Visits

if TYPE_CHECKING:
    from orchestration.demo.make import World


def add(world: "World", rng: random.Random) -> None:
    """All records of the subject; ValueError when the published numbers cannot be met."""
    found = in_care.find(world)
    temporary_placements.add(world, found, rng)
    Visits(world, found, rng).add()
    PlanDocuments(world, found, rng).add()
    Reviews(world, found, rng).add()
    Health(world, found, rng).add()
