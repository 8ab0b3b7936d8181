"""What is done for children while they are on a plan: reviews, visits, written plans.

Belongs here: the order and the chance of each. Does not belong here: how each is made.
"""

import random

from orchestration.demo import cp_documents, cp_reviews, cp_visits
from orchestration.demo.history import Store


def add_checks(store: Store, seed: int) -> None:
    """Records of reviews, visits and documents; each has its own chance, so that one can change without the others."""
    cp_reviews.add_reviews(store, random.Random(f"{seed} protection reviews"))
    cp_visits.add_visits(store, random.Random(f"{seed} protection visits"))
    cp_documents.add_documents(store, random.Random(f"{seed} protection plan documents"))
