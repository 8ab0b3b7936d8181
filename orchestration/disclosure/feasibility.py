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

FIRST_STEPS = (1, -1, 2, -2)
# A long move is harder to follow and to find: each number in it counts like half a cell, each relation that does not
# hold yet like one.
COST_OF_LENGTH = 0.5


class Steps:
    """How many steps a search may still take; a part of it takes from the whole too."""

    def __init__(self, left: int, whole: Steps | None = None):
        self.left, self._whole = left, whole

    def __bool__(self) -> bool:
        return self.left > 0 and (self._whole is None or bool(self._whole))

    def take(self) -> None:
        """One step."""
        self.left -= 1
        if self._whole:
            self._whole.take()

    def part(self, steps: int) -> Steps:
        """So many steps of these."""
        return Steps(steps, self)


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
    steps: Steps,
) -> Move | None:
    """A short move that changes `target` and needs few cells hidden besides; None when none was found.

    `cost_of` says how many cells have to be hidden before a number may differ: 0 for what is hidden already, None for
    what is public. Every relation has coefficients of 1 and -1. The search ends with its steps; then None is returned
    although a move may exist, so that nothing is taken for safe that was not shown to be.
    """
    count = itertools.count()
    queue: list = []
    seen = set()

    def offer(move: Move, upset: dict[Relation, int], cost: int, one: Quantity, by: int) -> None:
        price = cost_of(one)
        if price is None or not may_change(one, by, values):
            return
        longer = {**move, one: by}
        if (content := frozenset(longer.items())) in seen:
            return
        seen.add(content)
        missing = {**upset, **{relation: balance(relation, longer) for relation in relations_of.get(one, ())}}
        upset = {relation: by for relation, by in missing.items() if by}
        rank = cost + price + COST_OF_LENGTH * len(longer) + len(upset)
        heapq.heappush(queue, (rank, next(count), cost + price, longer, upset))

    for by in FIRST_STEPS:
        offer({}, {}, 0, target, by)
    while queue and steps:
        steps.take()
        _, _, cost, move, upset = heapq.heappop(queue)
        if not upset:
            return move
        # The shortest relation that does not hold, so that the search branches least.
        relation = min(upset, key=len)
        for sign, one in relation:
            if one not in move:
                offer(move, upset, cost, one, -upset[relation] * sign)
    return None


def any_move(
    target: Quantity,
    values: Mapping[Quantity, float],
    relations_of: Mapping[Quantity, list[Relation]],
    cost_of: Callable[[Quantity], int | None],
    steps: Steps,
) -> Move | None:
    """Any move that changes `target`, however long; None when none was found within the steps.

    Where most numbers are small, a move runs through all months and many relations, too many for a search that weighs
    every choice. This one follows one choice to its end and takes back the last that did not hold.
    """

    def choices(move: Move, upset: dict[Relation, int]) -> list[tuple[Quantity, int]]:
        """What can put right the relation that leaves the fewest choices, cheapest first."""
        fewest: list[tuple[int, Quantity, int]] | None = None
        for relation, by in upset.items():
            found = []
            for sign, one in relation:
                price = None if one in move else cost_of(one)
                if price is not None and may_change(one, -by * sign, values):
                    found.append((price, one, -by * sign))
            if fewest is None or len(found) < len(fewest):
                fewest = found
            if not fewest:
                return []
        return [(one, by) for _, one, by in sorted(fewest or [])]

    def with_one(upset: dict[Relation, int], one: Quantity, by: int) -> dict[Relation, int]:
        """Relations that do not hold once the number is changed too."""
        after = dict(upset)
        for relation in relations_of.get(one, ()):
            sign = next(sign for sign, name in relation if name == one)
            after[relation] = after.get(relation, 0) + sign * by
            if not after[relation]:
                del after[relation]
        return after

    for first in FIRST_STEPS:
        if cost_of(target) is None or not may_change(target, first, values):
            continue
        move: Move = {target: first}
        upset = with_one({}, target, first)
        trail = [(target, upset, iter(choices(move, upset)))]
        while trail and steps:
            steps.take()
            last, upset, left = trail[-1]
            if not upset:
                return move
            choice = next(left, None)
            if choice is None:
                trail.pop()
                del move[last]
                continue
            one, by = choice
            move[one] = by
            after = with_one(upset, one, by)
            trail.append((one, after, iter(choices(move, after))))
    return None
