"""Another history that prints the same: the proof that a hidden number is not given away.

A move says how hidden numbers could differ together, one child more here and one fewer there, so that every relation
between the numbers holds as it did. Where a move changes a number, no reader can know it.

Belongs here: the search. Does not belong: which relations there are (relations.py), what is printed (suppress.py).
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Mapping

from orchestration.disclosure.rules import Quantity, may_change

Relation = tuple[tuple[int, Quantity], ...]
Move = dict[Quantity, int]

SEARCHED = 20_000
FIRST_STEPS = (1, -1, 2, -2)
# A long move is harder to follow and to find: each number in it counts like half a cell, each relation that does not
# hold yet like one.
COST_OF_LENGTH = 0.5


def balance(relation: Relation, move: Mapping[Quantity, int]) -> int:
    """By how much the move upsets the relation; 0 when it holds as before."""
    return sum(sign * move.get(one, 0) for sign, one in relation)


def is_possible(move: Move, relations_of: Mapping[Quantity, list[Relation]], is_known: Callable) -> bool:
    """Whether the move touches nothing known and keeps every relation."""
    return not any(map(is_known, move)) and all(
        balance(relation, move) == 0 for one in move for relation in relations_of.get(one, ())
    )


def cheapest_move(
    target: Quantity,
    values: Mapping[Quantity, float],
    relations_of: Mapping[Quantity, list[Relation]],
    cost_of: Callable[[Quantity], int | None],
    knows_sort: bool = True,
    thrift: float = 1.0,
) -> Move | None:
    """A short move that changes `target` and needs few cells hidden besides; None when none was found.

    `cost_of` says how many cells have to be hidden before a number may differ: 0 for what is hidden already, None for
    what is public; `knows_sort` what the reader is taken to know (rules.may_change); `thrift` how much the hidden cells
    weigh against a short search. Every relation has coefficients of 1 and -1. The search ends after SEARCHED steps;
    then None is returned although a move may exist, so that nothing is taken for safe that was not shown to be.
    """
    count = itertools.count()
    queue: list = []
    seen = set()

    def offer(move: Move, upset: dict[Relation, int], cost: int, one: Quantity, by: int) -> None:
        price = cost_of(one)
        if price is None or not may_change(one, by, values, knows_sort):
            return
        longer = {**move, one: by}
        if (content := frozenset(longer.items())) in seen:
            return
        seen.add(content)
        missing = {**upset, **{relation: balance(relation, longer) for relation in relations_of.get(one, ())}}
        upset = {relation: by for relation, by in missing.items() if by}
        rank = thrift * (cost + price) + COST_OF_LENGTH * len(longer) + len(upset)
        heapq.heappush(queue, (rank, next(count), cost + price, longer, upset))

    for by in FIRST_STEPS:
        offer({}, {}, 0, target, by)
    for _ in range(SEARCHED):
        if not queue:
            return None
        _, _, cost, move, upset = heapq.heappop(queue)
        if not upset:
            return move
        # The shortest relation that does not hold, so that the search branches least.
        relation = min(upset, key=len)
        for sign, one in relation:
            if one not in move:
                offer(move, upset, cost, one, -upset[relation] * sign)
    return None
