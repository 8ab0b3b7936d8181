"""What an edition prints for a figure: the restricted one the mart's text, the public one what disclosure allows.

Belongs here: the text, mark and number of one cell of an edition. Does not belong here: what may be shown
(orchestration/disclosure), and where a cell stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from orchestration.disclosure import PublicCell, public_edition
from orchestration.report.document import PUBLIC, Cell

FigureKey = tuple[str, str, str, str, str, str]  # page, key, breakdown, period_kind, period, part
WITHHELD = (
    "Held back whole in this edition, because the numbers are so small that less would not protect a child: {}. "
    "Nothing of these is printed, whatever it is, zero included."
)
UNITS = {"percent": "percent", "rate": "rate", "value": "average"}
# Columns of the scorecard that say nothing of the council's children: other councils' numbers.
PRINTED_AS_IT_IS = frozenset({"neighbours_average", "neighbours_best", "national_average", "national_top_quartile"})
REVISED, BREAK, NO_FIGURE, NOT_APPLICABLE, CONFIDENTIAL = "r", "b", "-", "z", "c"


def figure_key(figure: Mapping) -> FigureKey:
    """What names a figure in report_figures."""
    return tuple(figure[name] for name in ("page", "key", "breakdown", "period_kind", "period", "part"))  # type: ignore[return-value]


class Edition:
    """One edition of one report; `public` holds every cell of the public one and is None for the restricted one."""

    def __init__(self, public: Mapping[tuple, PublicCell] | None = None) -> None:
        self.public = public

    @property
    def is_public(self) -> bool:
        """True when some figures may not be shown."""
        return self.public is not None

    def printed(self, figure: Mapping) -> str:
        """The text of a row of report_figures."""
        return self.public[("figure", *figure_key(figure))].text if self.public is not None else figure["printed"]

    def figure(self, figure: Mapping | None) -> Cell:
        """The cell of a row of report_figures; None for a place without one."""
        if figure is None:
            return Cell(NOT_APPLICABLE if self.is_public else NO_FIGURE)
        if self.public is None:
            marks = {REVISED: figure["is_revised"], BREAK: figure["is_break"]}
        else:
            marks = {one: one in self.public[("figure", *figure_key(figure))].symbols for one in (REVISED, BREAK)}
        marked = " ".join(one for one, holds in marks.items() if holds)
        return cell_of(self.printed(figure), self.value(figure), figure["part"], marked)

    def is_withheld(self, figure: Mapping) -> bool:
        """Whether a row of report_figures is held back whole: small or not, nothing of its indicator is printed."""
        return self.public is not None and self.public[("figure", *figure_key(figure))].held_back == "whole"

    def withheld_rows(self, rows: Iterable[Mapping]) -> list[str]:
        """Titles of the rows of report_scorecard that are held back whole."""
        if self.public is None:
            return []
        cells = {row["title"]: self.public["scorecard", row["row_key"], "this_month"] for row in rows}
        return [title for title, cell in cells.items() if cell.held_back == "whole"]

    def value(self, figure: Mapping) -> float | None:
        """The number of a figure as the edition prints it."""
        return self.public[("figure", *figure_key(figure))].number if self.public is not None else figure["value"]

    def scorecard(self, row: Mapping, column: str) -> str:
        """The text of a column of report_scorecard; the public edition has every column that disclosure judges."""
        if self.public is None or column in PRINTED_AS_IT_IS:
            return row[column] or ""
        return self.public["scorecard", row["row_key"], column].text

    def scorecard_value(self, row: Mapping, column: str) -> float | None:
        """The number of a figure of report_scorecard as the edition prints it."""
        if self.public is None or column in PRINTED_AS_IT_IS:
            return row[f"{column}_value"]
        return self.public["scorecard", row["row_key"], column].number


def read_edition(edition: str, published_db: Path, la_code: str, report_month: date) -> Edition:
    """The edition of a report; the public one is chosen anew from all its issues so far."""
    return Edition(public_edition(published_db, la_code, report_month) if edition == PUBLIC else None)


def cell_of(text: str, number: float | None, part: str, mark: str = "") -> Cell:
    """A cell with its number where the text is one and nothing else."""
    is_number = re.fullmatch(r"(of )?[0-9]+([.][0-9]+)?%?", text) and (part == "percent") == text.endswith("%")
    if not is_number:
        return Cell(text, mark=mark)
    return Cell(text, number, UNITS.get(part, "count"), mark=mark)
