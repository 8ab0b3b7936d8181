"""Reviews, plans, visits and health checks of looked-after children, made on the finished histories of care.

Belongs here: the order of making. Does not belong here: what one table holds.
"""

import random
from typing import TYPE_CHECKING

from orchestration.demo import extra_placements, in_care
from orchestration.demo.care_plan_documents import PlanDocuments
from orchestration.demo.care_reviews import Reviews
from orchestration.demo.care_visits import Visits
from orchestration.demo.health import Health

if TYPE_CHECKING:
    from orchestration.demo.world import World


def add(world: "World", rng: random.Random) -> None:
    """All records of the subject; ValueError when the published numbers cannot be met."""
    found = in_care.find(world)
    extra_placements.add(world, found, rng)
    Visits(world, found, rng).add()
    PlanDocuments(world, found, rng).add()
    Reviews(world, found, rng).add()
    Health(world, found, rng).add()
