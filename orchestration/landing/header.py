"""Which cell of a line is which field of the contract, and which cells are safe to keep.

Belongs here: matching a header to a contract table. Does not belong: reading files or writing tables.
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.landing.contract import Table
from orchestration.landing.limits import limit
from orchestration.landing.problems import shown

TOO_FEW = "too few fields"
TOO_MANY = "too many fields"


@dataclass(frozen=True)
class Layout:
    """How to take a table's kept fields from a line.

    `positions` has one 0-based cell position per kept field, in contract order; `width` is the header's
    number of cells; `first_unkept` is the position of the first field that may not be stored (`width` when
    there is none); `extra` names columns that the contract does not know.
    """

    positions: tuple[int, ...]
    width: int
    first_unkept: int
    extra: tuple[str, ...]

    def take(self, cells: list[str]) -> tuple[str | None, list[str]]:
        """(fault, kept cells in contract order) of one line; a missing cell is ''.

        In a line with too few or too many fields the cells may have moved sideways, so that a name stands
        where another field belongs: of such a line only the cells before the first column that is not
        stored are kept, one less for each that is missing.
        """
        if len(cells) == self.width:
            return None, [cells[position] for position in self.positions]
        missing = max(0, self.width - len(cells))
        safe = cells[: max(0, self.first_unkept - missing)]
        fault = TOO_FEW if len(cells) < self.width else TOO_MANY
        return fault, [safe[position] if position < len(safe) else "" for position in self.positions]


def layout_of(header: list[str], table: Table) -> tuple[Layout | None, list[str]]:
    """The layout of a header, or None and every reason why it does not fit the table.

    Names match whatever their case, order and padding; every kept field must be there, once.
    """
    if len(header) > limit("columns"):
        return None, [f"the header has more than {limit('columns')} columns"]
    names = [cell.strip().lower() for cell in header]
    reasons = [f"column missing: {name}" for name in table.kept if name not in names]
    reasons += [f"column given twice: {name}" for name in table.kept if names.count(name) > 1]
    if reasons:
        return None, reasons
    known = {*table.kept, *table.dropped}
    unkept = [position for position, name in enumerate(names) if name not in table.kept]
    extra = tuple(shown(name) for name in names if name not in known)
    return Layout(
        tuple(names.index(name) for name in table.kept), len(names), min(unkept, default=len(names)), extra
    ), []
