"""The public edition: what each printed cell becomes when the report is read by everybody.

Belongs here: the rules, what follows from what, the choice of cells held back. Nothing here draws a page, imports
Dagster or writes a file; everything is read from the published file.
"""

from orchestration.disclosure.edition import (
    PROVISIONAL_MONTHS,
    PublicCell,
    public_cells,
    public_edition,
    public_editions,
)
from orchestration.disclosure.issues import UndecidedIndicator
from orchestration.disclosure.rounding import UnknownCell
from orchestration.disclosure.symbols import LEFT_OUT, LEGEND, cell_symbols

__all__ = [
    "LEFT_OUT",
    "LEGEND",
    "PROVISIONAL_MONTHS",
    "PublicCell",
    "UndecidedIndicator",
    "UnknownCell",
    "cell_symbols",
    "public_cells",
    "public_edition",
    "public_editions",
]
