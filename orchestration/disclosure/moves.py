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

SEARCHED = 4000


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
) -> Move | None:
    """The move that changes `target` and needs the fewest cells hidden besides; None when none was found.

    `cost_of` says how many cells have to be hidden before a number may differ: 0 for what is hidden already, None for
    what is public. Every relation has coefficients of 1 and -1. The search ends after SEARCHED steps; then None is
    returned although a move may exist, so that nothing is taken for safe that was not shown to be.
    """
    count = itertools.count()
    queue: list = []

    def offer(move: Move, cost: int, one: Quantity, by: int) -> None:
        price = cost_of(one)
        if price is not None and may_change(one, by, values):
            heapq.heappush(queue, (cost + price, len(move) + 1, next(count), {**move, one: by}))

    for by in (1, -1):
        offer({}, 0, target, by)
    for _ in range(SEARCHED):
        if not queue:
            return None
        cost, _, _, move = heapq.heappop(queue)
        upset = _first_upset(move, relations_of)
        if upset is None:
            return move
        missing = balance(upset, move)
        for sign, one in upset:
            if one not in move:
                offer(move, cost, one, -missing * sign)
    return None


def _first_upset(move: Move, relations_of: Mapping[Quantity, list[Relation]]) -> Relation | None:
    """The shortest relation that does not hold, so that the search branches least."""
    upset = [relation for one in move for relation in relations_of.get(one, ()) if balance(relation, move) != 0]
    return min(upset, key=len, default=None)
