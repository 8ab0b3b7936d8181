"""The public issues in their order: what each prints, so that nothing hidden in any of them can be worked out.

Belongs here: what the public already has, and the choice of further cells to hold back. Does not belong: reading the
published file (issues.py), printing (edition.py).

The guarantee: after each issue every small number that a reader could know of has a move (feasibility.py) over numbers
that no issue has printed, or stands in rows of which the issue prints nothing. Numbers once printed stay known, numbers
once held back are never printed later, and each issue is chosen by these rules alone; so all issues can be computed
again, one after the other, from what was published.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from orchestration.disclosure.feasibility import Move, Relation, Steps, any_move, cheapest_move, is_possible
from orchestration.disclosure.figures import Figures, Group, is_large_change
from orchestration.disclosure.relations import (
    ROLLING,
    SAME,
    STOCKS,
    SUMS,
    derived,
    equations,
    families,
    renamed,
    same_numbers,
)
from orchestration.disclosure.rules import (
    DAYS_OF_CHILDREN,
    NOT_PEOPLE,
    RESTS_ON,
    Quantity,
    averages_held_back,
    is_small,
    primary,
)
from orchestration.disclosure.sums import added_up

# Steps of a search for a short move, and of all such searches of an issue; then the same for a move of any length. They
# bound the time that an edition takes; counted, not timed, so that each machine chooses the same cells.
SHORT, ALL_SHORT = 8_000, 24_000
LONG, ALL_LONG = 2_000, 40_000

CostOf = Callable[[Quantity], int | None]

# A total costs more than its parts: it is what most readers look for.
COST_OF_A_TOTAL = 20
TOTALS = frozenset(
    [whole for whole, _ in SUMS] + [stock for stock, _, _ in STOCKS] + [total for total, _ in ROLLING]
    + [group[0] for group in SAME]
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A printed cell: its key and the numbers that it shows or lets one work out."""

    key: Hashable
    shows: frozenset[Quantity]


@dataclass(frozen=True)
class Issue:
    """One publication of the report: its figures, its cells, shares held back for want of a base."""

    figures: dict[Group, Figures]
    cells: tuple[Cell, ...]
    first_months: dict[tuple[str, str], str] = field(default_factory=dict)
    narrow: frozenset[Quantity] = frozenset()


@dataclass(frozen=True)
class Choice:
    """What one public issue does: cells held back by the rules, cells held back for their sake, cells of rows that are
    held back whole, figures as printed.
    """

    primary: frozenset[Hashable]
    secondary: frozenset[Hashable]
    whole: frozenset[Hashable]
    figures: dict[Group, Figures]
    revised: frozenset[Group]


class PublicIssues:
    """All public issues of one council so far; `add` them in the order in which they were published."""

    def __init__(self, with_secondary: bool = True):
        """`with_secondary=False` leaves out what protects the small numbers: for the attack that proves its need."""
        self._with_secondary = with_secondary
        self._family = families()
        self._figures: dict[Group, Figures] = {}
        self._values: dict[Quantity, float] = {}
        self._names: dict[Quantity, Quantity] = {}
        self._first_months: dict[tuple[str, str], str] = {}
        self._relations: set[Relation] = set()
        self._relations_of: defaultdict[Quantity, list[Relation]] = defaultdict(list)
        self._printed: set[Quantity] = set()
        self._primary: set[Quantity] = set()
        self._closed: set[Quantity] = set()
        self._moves: dict[Quantity, Move] = {}

    def add(self, issue: Issue) -> Choice:
        """Choose what this issue prints. The work is bounded; where it does not suffice, whole rows are held back."""
        revised = self._take(issue)
        self._learn(issue)
        small = primary({one: self._values[one] for one in self._new}) | issue.narrow | self._averages()
        self._primary |= {self._name(one) for one in small}
        self._closed |= self._primary
        cells = [Cell(cell.key, frozenset(map(self._name, cell.shows))) for cell in issue.cells]
        shown = Counter(one for cell in cells if not cell.shows & self._closed for one in cell.shows)
        whole: frozenset[Hashable] = frozenset()
        if self._with_secondary:
            shown, whole = self._protect(cells, shown)
        self._printed |= set(shown)
        held = {
            cell.key: cell.shows & self._primary
            for cell in cells
            if cell.shows & self._closed and cell.key not in whole
        }
        return Choice(
            primary=frozenset(key for key, small in held.items() if small),
            secondary=frozenset(key for key, small in held.items() if not small),
            whole=whole,
            figures={group: self._figures[group] for group in issue.figures},
            revised=frozenset(revised),
        )

    def _name(self, one: Quantity) -> Quantity:
        return self._names.get(one, one)

    def _take(self, issue: Issue) -> set[Group]:
        """Take over the figures; those that the public already has stay as they are, with two conditions to change.

        All numbers of a family and period that changed did so by six or more, and none of the family is small or held
        back. Returns the groups that are printed anew with another number.
        """
        self._first_months |= issue.first_months
        together = defaultdict(list)
        for group in issue.figures:
            indicator, _, kind, period = group
            together[self._family.get(indicator, indicator), kind, period].append(group)
        revised, fresh = set(), set()
        for groups in together.values():
            known = [group for group in groups if group in self._figures and self._figures[group].sides()]
            changed = [group for group in known if issue.figures[group] != self._figures[group]]
            may_revise = all(
                is_large_change(self._figures[group], issue.figures[group]) for group in changed
            ) and not any(
                group[0] in DAYS_OF_CHILDREN or self._is_held(group, issue.figures[group]) for group in groups
            )
            for group in groups:
                if group not in known or (may_revise and group in changed):
                    self._figures[group] = issue.figures[group]
                    fresh.add(group)
            revised |= set(changed) if may_revise else set()
        for group in sorted(fresh):
            first = self._first_months.get((group[0], group[3]))
            self._figures[group] = added_up(group, self._figures[group], self._figures, first)
        return revised

    def _is_held(self, group: Group, figures: Figures) -> bool:
        indicator, breakdown, kind, period = group
        return any(map(is_small, figures.numbers())) or any(
            self._name(Quantity(indicator, breakdown, side, kind, period)) in self._closed for side in "NDA"
        )

    def _learn(self, issue: Issue) -> None:
        """Numbers of the issue, what follows from them, and the equations they stand in."""
        new = {
            Quantity(indicator, breakdown, side, kind, period): value
            for (indicator, breakdown, kind, period) in issue.figures
            for side, value in self._figures[indicator, breakdown, kind, period].sides().items()
        }
        self._values |= new
        more = derived(self._values)
        self._values |= more
        keys = {one._replace(side="N") for one in new}
        self._new = sorted([*new, *(one for one in more if one._replace(side="N") in keys)])
        self._names = same_numbers(self._new, self._values, self._names)
        for equation in equations(self._new, self._values, self._first_months):
            relation = renamed(equation, self._names)
            if relation and relation not in self._relations:
                self._relations.add(relation)
                for _, one in relation:
                    self._relations_of[one].append(relation)

    def _averages(self) -> set[Quantity]:
        """Averages of days that two issues would give away as the days of few children."""
        years = defaultdict(list)
        for one, children in self._values.items():
            if one.indicator in DAYS_OF_CHILDREN and one.side == "D" and one.kind == "month":
                year = int(one.period[:4]) - (one.period[5:7] < "04")
                years[one.indicator, year].append((one.period, children, self._values[one._replace(side="N")]))
        return {
            Quantity(indicator, "all", "A", "month", period)
            for (indicator, _), series in years.items()
            for period in averages_held_back(sorted(series))
        }

    def _protect(self, cells: list[Cell], shown: Counter) -> tuple[Counter, frozenset[Hashable]]:
        """Hold back what is needed so that each small number has a move, or stands in rows of which this issue prints
        nothing; returns what the issue then shows, and the cells of those rows.
        """
        cells_of = defaultdict(list)
        for cell in cells:
            for one in cell.shows:
                cells_of[one].append(cell)
        shown = +shown
        short, long = Steps(ALL_SHORT), Steps(ALL_LONG)
        together = self._indicators_together()
        without: set[str] = set()
        whole: set[Hashable] = set()

        def cost_of(one: Quantity) -> int | None:
            if one in self._printed:
                return None
            return shown[one] + (COST_OF_A_TOTAL if shown[one] and one[:3] in TOTALS else 0)

        def has_move(target: Quantity) -> bool:
            move = self._moves.get(target)
            return bool(move) and is_possible(move, self._relations_of, lambda one: cost_of(one) != 0)

        for target in sorted(one for one in self._values if one not in self._names and self._is_protected(one)):
            if target.indicator in without or has_move(target):
                continue
            move = self._search(target, cost_of, short, long)
            if move is None:
                without |= together[target.indicator]
                whole |= self._withhold(together[target.indicator], cells, shown)
                continue
            for one in move:
                if shown[one] and one not in self._closed:
                    self._close(one, cells_of[one], shown)
        return +shown, frozenset(whole)

    def _search(self, target: Quantity, cost_of: CostOf, short: Steps, long: Steps) -> Move | None:
        """A short move, else one of any length, which then protects every number in it."""
        move = cheapest_move(target, self._values, self._relations_of, cost_of, short.part(SHORT))
        if move is not None:
            self._moves[target] = move
            return move
        move = any_move(target, self._values, self._relations_of, cost_of, long.part(LONG))
        if move is not None:
            self._moves |= dict.fromkeys(move, move)
        return move

    def _withhold(self, indicators: frozenset[str], cells: list[Cell], shown: Counter) -> set[Hashable]:
        """Print nothing of these indicators in this issue, zeros and numbers printed before included.

        No equation leads from them to others, so that readers know no more of them than before the issue.
        """
        found = set()
        for cell in cells:
            if any(one.indicator in indicators for one in cell.shows):
                if not cell.shows & self._closed:
                    shown.subtract(cell.shows)
                found.add(cell.key)
        for cell in cells:
            if cell.key in found:
                self._closed |= cell.shows - self._printed
        return found

    def _indicators_together(self) -> dict[str, frozenset[str]]:
        """For each indicator those that hang together with it by equations, however long the way."""
        parent: dict[str, str] = {}

        def root(one: str) -> str:
            while parent.setdefault(one, one) != one:
                one = parent[one]
            return one

        tied = [[one.indicator for _, one in relation] for relation in self._relations]
        tied += [[one.indicator, name.indicator] for one, name in self._names.items()]
        tied += [*RESTS_ON.items(), *([one.indicator] for one in self._values)]
        for first, *others in tied:
            for other in [first, *others]:
                parent[root(other)] = root(first)
        groups = defaultdict(set)
        for one in parent:
            groups[root(one)].add(one)
        return {one: frozenset(groups[root(one)]) for one in parent}

    def _close(self, one: Quantity, cells: list[Cell], shown: Counter) -> None:
        for cell in cells:
            if not cell.shows & self._closed:
                shown.subtract(cell.shows)
        self._closed.add(one)

    def _is_protected(self, one: Quantity) -> bool:
        return one.side in "NDCXS" and one.indicator not in NOT_PEOPLE and is_small(self._values[one])
