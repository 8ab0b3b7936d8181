"""What is done for children while they are on a plan: reviews, visits, written plans.

Belongs here: the order and the chance of each. Does not belong here: how each is made.
"""

import random

from orchestration.demo.base.records import Store
from orchestration.demo.child_protection import plan_documents, reviews, visits


def add_checks(store: Store, seed: int) -> None:
    """Records of reviews, visits and documents; each has its own chance, so that one can change without the others."""
    reviews.add_reviews(store, random.Random(f"{seed} protection reviews"))
    visits.add_visits(store, random.Random(f"{seed} protection visits"))
    plan_documents.add_documents(store, random.Random(f"{seed} protection plan documents"))
