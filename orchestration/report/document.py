"""What a report is made of, whatever it is rendered as: chapters of words, tables and charts.

Belongs here: the shapes that every renderer reads. Does not belong here: where the content comes from, or markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

RESTRICTED, PUBLIC = "restricted", "public"
REGION = "region"  # in the place of a council's code: all councils of the installation


@dataclass(frozen=True)
class Cell:
    """One cell of a table: the text as printed, and its number where it has one.

    `unit` is count, percent (12.5 for 12.5%), rate, average, text or date (days since 30 December 1899). `tone` is
    green, amber, red, improvement or concern; what it means always stands in the text too. `mark` holds the symbols of
    the legend that follow the text, with a space between them.
    """

    text: str
    value: float | None = None
    unit: str = "text"
    tone: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a table; `kind` is month, to_come, term, ytd, annual, benchmark or empty.

    `mark` is a symbol of the legend that holds for all its figures.
    """

    header: str
    cells: tuple[Cell, ...]
    kind: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Table:
    """A table with one header row; `headings` has a heading for the row headers and one for each cell."""

    name: str  # stable, of letters, digits and underscores: the name in workbooks and anchors
    caption: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def columns_of_words(self) -> frozenset[int]:
        """Columns, the first after the row header being 0, of which a cell says more than a figure or a symbol does."""
        return frozenset(
            n for row in self.rows for n, cell in enumerate(row.cells) if cell.unit == "text" and len(cell.text) > 12
        )


@dataclass(frozen=True)
class Series:
    """A line, or a part of each bar: one value a period, None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """A chart of the figures in `table`; `text` says in words what it shows. `lines` are targets and benchmarks."""

    name: str
    title: str
    kind: str  # line, stacked or grouped
    unit: str
    periods: tuple[str, ...]
    series: tuple[Series, ...]
    lines: tuple[tuple[str, float], ...]
    text: str
    table: str


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, or an item of a list."""

    runs: tuple[Run, ...]
    is_item: bool = False


@dataclass(frozen=True)
class Chapter:
    """A page of the report: words first, then tables and charts."""

    title: str
    anchor: str
    commentary: tuple[Block, ...] = ()
    commentary_is_draft: bool = False
    definitions: tuple[tuple[str, str], ...] = ()
    note: str = ""
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True)
class Document:
    """One month's report of one council, or of the region, in one edition."""

    title: str
    la_code: str
    report_month: date
    edition: str
    stamp: tuple[str, ...]
    chapters: tuple[Chapter, ...] = field(default_factory=tuple)

    @property
    def whose(self) -> str:
        """The council, by its code, or the region."""
        return "Region" if self.la_code == REGION else f"Council {self.la_code}"

    @property
    def file_stem(self) -> str:
        """Name of its files, without ending."""
        return file_stem(self.la_code, self.report_month, self.edition)


def file_stem(la_code: str, report_month: date, edition: str) -> str:
    """Name of the files of an edition, without ending: E08000018-2020-12-public."""
    return f"{la_code}-{report_month:%Y-%m}-{edition}"
