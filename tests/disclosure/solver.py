"""The attacker's arithmetic: which hidden whole numbers follow from what is public. Knows nothing of the engine.

A hidden number is recovered when no other whole number fits everything that is public. CP-SAT is asked for a history in
which it is different; when there is none, it is given away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

LARGEST = 200_000


@dataclass
class Public:
    """What the attacker holds.

    truth: the real number behind each name, to state what the attacker is granted (sort, differences) and to see
    whether a guess is right; known: names printed; equations: {name: coefficient} whose sum the attacker is told;
    shares: (number, base, scale, printed times 10**decimals, decimals) of printed percentages and rates; sorts: (low,
    high) that the attacker is told of a hidden number.
    """

    truth: dict[Hashable, int] = field(default_factory=dict)
    known: set[Hashable] = field(default_factory=set)
    equations: list[dict[Hashable, int]] = field(default_factory=list)
    shares: list[tuple[Hashable, Hashable, int, int, int]] = field(default_factory=list)
    sorts: dict[Hashable, tuple[int, int]] = field(default_factory=dict)


def recovered(public: Public, targets: list[Hashable]) -> list[Hashable]:
    """The targets that can have one value only."""
    return [target for group in _components(public, targets) for target in _given_away(public, *group)]


def _components(public: Public, targets: list[Hashable]):
    """(unknown names, equations, shares, targets) of each part of the system that hangs together by unknown numbers."""
    parent: dict[Hashable, Hashable] = {}

    def root(name):
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    def unknown(names):
        return [name for name in names if name not in public.known]

    conditions = [("equation", one, unknown(one)) for one in public.equations]
    conditions += [("share", one, unknown(one[:2])) for one in public.shares]
    for name in targets:
        root(name)
    for _, _, names in conditions:
        for name in names:
            parent[root(name)] = root(names[0])
    parts = defaultdict(lambda: (set(), [], [], []))
    for kind, one, names in conditions:
        if names:
            part = parts[root(names[0])]
            part[0].update(names)
            part[1 if kind == "equation" else 2].append(one)
    for name in targets:
        parts[root(name)][0].add(name)
        parts[root(name)][3].append(name)
    return [part for part in parts.values() if part[3]]


def _given_away(public: Public, names, equations, shares, targets) -> list[Hashable]:
    given = [name for name in targets if name in public.known]
    model = cp_model.CpModel()
    variables = {}
    for name in names:
        low, high = public.sorts.get(name, (0, LARGEST))
        variables[name] = model.new_int_var(low, high, str(name))

    def term(name):
        return variables[name] if name in variables else public.truth[name]

    for equation in equations:
        total = sum(by * public.truth[name] for name, by in equation.items())
        model.add(sum(by * term(name) for name, by in equation.items()) == total)
    for number, base, scale, printed, decimals in shares:
        above = 2 * scale * 10**decimals * term(number)
        model.add(above >= (2 * printed - 1) * term(base))
        model.add(above < (2 * printed + 1) * term(base))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    open_targets = [name for name in targets if name not in public.known]
    while open_targets:
        # One history may show several targets at another value: they are all safe.
        trial = model.clone()
        differs = []
        for name in open_targets:
            flag = trial.new_bool_var("")
            number = trial.get_int_var_from_proto_index(variables[name].index)
            trial.add(number != public.truth[name]).only_enforce_if(flag)
            differs.append(flag)
        trial.add_bool_or(differs)
        status = solver.solve(trial)
        if status == cp_model.INFEASIBLE:
            return given + open_targets
        assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE), solver.status_name(status)
        open_targets = [name for name in open_targets if solver.value(variables[name]) == public.truth[name]]
    return given
