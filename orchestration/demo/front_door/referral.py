"""A referral, as the front door and all that follows know it."""

from dataclasses import dataclass
from datetime import date

from orchestration.demo.base.people import Person
from orchestration.demo.base.records import Record


@dataclass(eq=False)
class Referral:
    """One referral and the case it opens; `family` is the same for siblings referred together."""

    id: str
    child: Person
    on: date
    goes_on: bool  # leads to an assessment
    recorded_on: date
    closed_on: date | None = None
    nfa: bool = False
    family: int = 0
    again: bool = False
    reason: str = "OTHER"
    needed_until: date | None = None  # the case cannot be closed before; None while something of it is not over
    wish: date = date(2030, 1, 1)  # when it would be closed if nothing else decided
    close_reason: str | None = None
    record: Record | None = None
