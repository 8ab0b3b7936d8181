"""Solver model of the child protection plans: how many plans of each start and end month, late ends, repeats.

Belongs here: constraints from the published figures and what makes a set of plans look plausible.
Does not belong here: children, dates, files (solve.py reads the figures and writes the plan).
"""

from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from orchestration.demo.base.months import number

FIRST_START, FIRST_END = number("2016-09"), number("2019-02")
JAN, MARCH, JUNE, DEC, LAST = (number(m) for m in ("2020-01", "2020-03", "2020-06", "2020-12", "2021-01"))
OPEN = LAST + 1  # stands for 'no end known in any delivery'
FIRST_EARLIER_END = number("2014-01")
LENGTHS = [
    0,
    2,
    5,
    11,
    7,
    6,
    6,
    7,
    9,
    11,
    7,
    5,
    5,
    4,
    4,
    4,
    2,
    2,
    1,
    1,
    1,
    0.5,
    0.5,
    0.5,
]  # percent ending after n months


@dataclass(frozen=True)
class PlanFigures:
    """Published figures by month number (2020), ICPC counts from February 2019, and the chosen January 2021."""

    starts_r12: dict[int, int]
    ceased_r12: dict[int, int]
    open_at: dict[int, int]
    open_march_as_known_june: int
    open_2y: dict[int, int]
    ceased: dict[int, int]
    ceased_2y: dict[int, int]
    repeat_24m_r12: dict[int, int]
    repeat_ever_r12: dict[int, int]
    conferences: dict[int, int]
    january_starts: int
    january_ceased: int


def known_in(month: int) -> int:
    """Delivery from which the row of a month is last computed: two months on, but never after December."""
    return min(month + 2, DEC)


def solve(figures: PlanFigures, effort: float = 60.0) -> dict[str, Any]:
    """Counts: 'plans' {(start, end): n}, 'late' {(start, end, recorded): n}, 'carried' {month: n},
    'repeats' {(earlier end, start): n}, 'ever' {month: n}. Raises ValueError when the figures cannot be met."""
    model = cp_model.CpModel()
    plans = {}
    for start in range(FIRST_START, LAST + 1):
        for end in range(max(FIRST_END, start + 1), OPEN + 1):
            months = end - start
            if months == 24 and end != OPEN:
                continue
            plans[start, end] = model.new_int_var(0, upper_bound(start, end), f"x{start}_{end}")
    late = {}
    for end in range(JAN, MARCH + 1):
        for start in range(end - 14, end - 3):
            for recorded in range(end + 3, DEC + 1):
                late[start, end, recorded] = model.new_int_var(0, 1, f"late{start}_{end}_{recorded}")
    starts = {
        s: sum(v for k, v in plans.items() if k[0] == s) + sum(v for k, v in late.items() if k[0] == s)
        for s in range(FIRST_START, LAST + 1)
    }

    def ended(month: int, known: int) -> Any:
        return sum(v for k, v in plans.items() if k[1] == month) + sum(
            v for k, v in late.items() if k[1] == month and k[2] <= known
        )

    def still_open(month: int, known: int, older_than: int = 0) -> Any:
        def begun(s: int) -> bool:
            return s <= month - older_than

        return sum(v for k, v in plans.items() if begun(k[0]) and k[1] > month) + sum(
            v for k, v in late.items() if begun(k[0]) and (k[1] > month or k[2] > known)
        )

    for month in range(JAN, DEC + 1):
        known = known_in(month)
        year = range(month - 11, month + 1)
        model.add(sum(starts[m] for m in year) == figures.starts_r12[month])
        model.add(sum(ended(m, known) for m in year) == figures.ceased_r12[month])
        model.add(still_open(month, known) == figures.open_at[month])
        model.add(ended(month, known) == figures.ceased[month])
        # a plan begun in the month two years back has passed two years by the end of this month
        model.add(still_open(month, known, 24) == figures.open_2y[month])
        model.add(sum(v for k, v in plans.items() if k[1] == month and month - k[0] > 24) == figures.ceased_2y[month])
    model.add(still_open(MARCH, JUNE) == figures.open_march_as_known_june)
    model.add(still_open(MARCH, JUNE, 24) == figures.open_2y[MARCH])
    model.add(starts[LAST] == figures.january_starts)
    model.add(ended(LAST, LAST) == figures.january_ceased)
    for start in range(FIRST_START, FIRST_END):
        model.add(starts[start] <= 60)

    carried = carry_conferences(model, figures, starts)
    repeats, ever = add_repeats(model, figures, starts, plans)
    wishes = [(variable, target(*k), 5 if k[1] - k[0] > 24 else 1) for k, variable in plans.items()]
    wishes += [(variable, 5, 3) for variable in ever.values()]
    wishes += [(sum(v for k, v in repeats.items() if k[1] == m), 4, 3) for m in ever]
    wishes += [(variable, 0, 1) for variable in repeats.values()]
    misfit = []
    for expression, wanted, weight in wishes:
        off = model.new_int_var(0, 80, "")
        model.add(off >= expression - wanted)
        model.add(off >= wanted - expression)
        misfit.append(weight * off)
    model.minimize(200 * sum(late.values()) + sum(misfit))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 20201231
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise ValueError(f"the child protection figures cannot be met: {solver.status_name(status)}")
    print(
        f"child protection plans: {solver.status_name(status).lower()}, misfit {solver.objective_value:.0f},"
        f" bound {solver.best_objective_bound:.0f}"
    )

    def values(variables: dict[Any, Any]) -> dict[Any, int]:
        return {k: solver.value(v) for k, v in variables.items() if solver.value(v)}

    return {
        "plans": values(plans),
        "late": values(late),
        "carried": values(carried),
        "repeats": values(repeats),
        "ever": values(ever),
    }


def usual_starts(start: int) -> int:
    """Plans that begin in an ordinary month."""
    return 54 if start >= FIRST_END else 50


def target(start: int, end: int) -> int:
    """Plans of a start month that would usually end in an end month (in `OPEN`: not by January 2021)."""
    months = end - start
    share = sum(LENGTHS[months:]) if end == OPEN else (LENGTHS[months] if months < len(LENGTHS) else 0)
    return round(usual_starts(start) * share / sum(LENGTHS))


def upper_bound(start: int, end: int) -> int:
    """Largest plausible number of plans of a start and an end month."""
    if end == OPEN:
        return 2 if end - start > 24 else 60
    return 3 if end - start > 24 else 2 * target(start, end) + 3


def carry_conferences(model: Any, figures: PlanFigures, starts: dict[int, Any]) -> dict[int, Any]:
    """Plans of a month that come from a conference in the last days of the month before."""
    carried = {m: model.new_int_var(0, 8, f"carried{m}") for m in range(FIRST_END, LAST + 2)}
    model.add(carried[FIRST_END] == 0)
    model.add(carried[LAST + 1] == 0)
    for month in range(FIRST_END, LAST + 1):
        model.add(starts[month] - carried[month] + carried[month + 1] <= figures.conferences[month] - 1)
    return carried


def add_repeats(model: Any, figures: PlanFigures, starts: dict[int, Any], plans: dict[Any, Any]) -> tuple[dict, dict]:
    """Repeat plans: pairs of (month the earlier plan ended, month the new one begins), and those long after."""
    repeats, ever = {}, {}
    for start in range(FIRST_END, LAST + 1):
        for earlier in range(start - 22, start - 1):
            repeats[earlier, start] = model.new_int_var(0, 3, f"repeat{earlier}_{start}")
        ever[start] = model.new_int_var(0, 14, f"ever{start}")
        again = sum(v for k, v in repeats.items() if k[1] == start)
        model.add(again <= 16)
        model.add(2 * (again + ever[start]) <= starts[start])
    for month in range(JAN, DEC + 1):
        year = range(month - 11, month + 1)
        within = sum(v for k, v in repeats.items() if k[1] in year)
        model.add(within == figures.repeat_24m_r12[month])
        model.add(within + sum(ever[m] for m in year) == figures.repeat_ever_r12[month])
    for earlier in range(FIRST_END, LAST):
        supply = sum(v for k, v in plans.items() if k[1] == earlier and earlier - k[0] <= 24)
        model.add(4 * sum(v for k, v in repeats.items() if k[0] == earlier) <= supply)
    return repeats, ever
