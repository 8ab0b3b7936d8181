"""Periods of care that the month ends of 2020 count, and what is planned for each: settings and months of moves.

Belongs here: the unit and how it is read off a period of care. Does not belong here: planning (placement_plan.py).
Months are numbered from January 2020 = 0; earlier months are negative.
"""

from dataclasses import dataclass, field
from datetime import date

from orchestration.demo.base.months import last_day, name, number, of
from orchestration.demo.base.shares_in_time import MONTHS
from orchestration.demo.looked_after.long_term import is_long_term
from orchestration.demo.looked_after.periods_of_care import Stay

JANUARY = number("2020-01")


def month_no(day: date) -> int:
    """Number of the month a day lies in."""
    return number(of(day)) - JANUARY


@dataclass(eq=False)
class Unit:
    """One period of care: how often each month end counts it, whether long term, and the plan so far.

    `is_free`: moves may be planned. `unstable_since`: None while stable, else the month of the move that ended it, or
    PAST for a move before 2020 whose month is still open.
    """

    stay: Stay
    counted: dict[int, int]
    long_term: frozenset[int]
    is_free: bool
    first: str = ""
    moves: dict[int, list[str]] = field(default_factory=dict)  # month to the settings moved to, in order
    before: int | None = None  # month of the last move before 2020, of long-term children
    unstable_since: int | None = None

    @property
    def admitted(self) -> int:
        """Month the period began in."""
        return month_no(self.stay.start)

    def setting(self, n: int) -> str:
        """Where the child lives at a month end, as planned so far."""
        past = [month for month in self.moves if month <= n]
        return self.moves[max(past)][-1] if past else self.first

    def in_order(self) -> list[tuple[str, str]]:
        """Months ('YYYY-MM') and settings of all moves."""
        return [(name(JANUARY + month), to) for month in sorted(self.moves) for to in self.moves[month]]


PAST = -100


def unit(stay: Stay, is_quiet: bool) -> Unit:
    """The unit of a planned period of care; a quiet one never moves in or near 2020."""
    ends = [last_day(month) for month in MONTHS]
    counted = {n: 1 for n, end in enumerate(ends) if stay.start <= end and (stay.end is None or stay.end > end)}
    long_term = frozenset(n for n in counted if is_long_term(stay, ends[n]))
    return Unit(stay, counted, long_term, stay.kind != "adoption" and not is_quiet)
