"""What both workbooks make of a document's texts and numbers: cells, names of sheets and tables, what a file says of
itself.

Belongs here: what Excel asks of any text, number or name. Does not belong here: layout (workbook_*.py). Texts of the
data are written as texts: a workbook has no formula and no link to elsewhere, whatever the data say.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from datetime import UTC, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain, count

from xlsxwriter import Workbook

from orchestration.report.document import Block, Cell, Document, Row, Table

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_SHEET_NAME = 31
LONGEST_FIGURE = 18  # characters, those of a date in full
SHORTER = (
    ("Looked after children", "Looked after"),
    ("investigations", "inv."),
    ("assessments", "assess."),
    ("conferences", "conf."),
    (" and ", " & "),
)
_NUMBER = re.compile(r"(?P<before>[a-z ]*)(?P<number>-?\d+(?:,\d{3})*(?:\.\d+)?)(?P<percent>%?)(?P<after>[a-z ]*)")


def number_of(cell: Cell) -> tuple[float, str] | None:
    """The number of a cell as printed and the format that prints it so; None where the text has to stay text.

    12.5% is 0.125 as 0.0%, 'of 314' is 314 with its word in the format, a date is the days since the end of 1899. A
    number that the text does not show, or a percentage printed without its sign, is no number to work with.
    """
    if cell.unit == "date" and cell.value is not None:
        return cell.value, "d mmmm yyyy"
    found = _NUMBER.fullmatch(cell.text)
    if cell.value is None or not found or (cell.unit == "percent") != bool(found["percent"]):
        return None
    printed = Decimal(found["number"].replace(",", ""))
    if Decimal(repr(cell.value)).quantize(printed, ROUND_HALF_UP) != printed:
        return None
    code = ("#,##0" if "," in found["number"] else "0") + "." * ("." in found["number"])
    code += "0" * -int(printed.as_tuple().exponent) + found["percent"]
    number = printed / 100 if found["percent"] else printed
    return float(number), _literal(found["before"]) + code + _literal(found["after"])


def marked(cell: Cell, code: str) -> str:
    """A number format with the cell's mark behind it."""
    return code + _literal(f" {cell.mark}".replace('"', "") if cell.mark else "")


def _literal(text: str) -> str:
    return f'"{text}"' if text else ""


def rows_of(table: Table) -> tuple[Row, ...]:
    """Its rows; a table in a workbook has one at least."""
    return table.rows or (Row("None", tuple(Cell("-") for _ in table.headings[1:]), "empty"),)


def sides_of(rows: tuple[Row, ...]) -> list[str]:
    """Left or right for each column of cells: figures and dates stand right, words left."""
    columns = zip(*(row.cells for row in rows), strict=True)
    return ["right" if _holds_figures([cell.text for cell in cells]) else "left" for cells in columns]


def _holds_figures(texts: list[str]) -> bool:
    has_digits = any(letter.isdigit() for text in texts for letter in text)
    return max(map(len, texts)) <= LONGEST_FIGURE and (has_digits or max(map(len, texts)) <= 1)


def height_of(texts: Iterable[str], widths: Iterable[float], line: float) -> float:
    """Points of a row that shows these texts whole in columns of these widths, with lines `line` points apart."""
    lines = [
        sum(len(textwrap.wrap(part, max(4, int(width)))) or 1 for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=False)
    ]
    return 2 + line * max([1, *lines])


def words(block: Block) -> str:
    """A paragraph as plain text, an item of a list with its dot."""
    return ("\u2022 " if block.is_item else "") + "".join(run.text for run in block.runs)


def one_line(text: str) -> str:
    """A text for an attribute of the file, where lines and tabs cannot stand."""
    return " ".join(re.sub(r"[\x00-\x1f]", " ", text).split())


def told_apart(headings: Iterable[str]) -> list[str]:
    """Headings as a table of Excel takes them: none empty, and a repeated one numbered."""
    found: list[str] = []
    for heading in headings:
        name, n = one_line(heading) or "Column", 1
        unique = name
        while unique.lower() in {one.lower() for one in found}:
            n += 1
            unique = f"{name} ({n})"
        found.append(unique)
    return found


def table_names(names: Iterable[str]) -> list[str]:
    """Names that Excel takes for tables, each of its own: no cell reference such as AB12, no single letter."""
    found: list[str] = []
    for name in names:
        safe = re.sub(r"\W", "_", name)
        if not re.match(r"[^\W\d]", safe) or re.fullmatch(r"(?i)[a-z]{1,3}\d*|r\d*c\d*", safe):
            safe = f"table_{safe}"
        found.append(safe)
    return [name.replace(" ", "_").replace("(", "").replace(")", "") for name in told_apart(found)]


def sheet_names(titles: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Names of sheets, each of its own: at most 31 characters, cut between words where that tells them apart."""
    used = {name.lower() for name in taken} | {"history"}  # a name that Excel keeps for itself
    found = []
    for title in titles:
        whole = one_line(re.sub(r"[\[\]:*?'\\]", "", title.replace(" / ", ", ").replace("/", "-")))
        for long, short in SHORTER:
            whole = whole if len(whole) <= LONGEST_SHEET_NAME else whole.replace(long, short)
        between = whole[: LONGEST_SHEET_NAME + 1].rsplit(" ", 1)[0] if len(whole) > LONGEST_SHEET_NAME else whole
        numbered = (f"{_trimmed(whole[:26]) or 'Sheet'} {n}" for n in count(2))
        names = chain((_trimmed(between), _trimmed(whole)), numbered)
        name = next(one for one in names if one and one.lower() not in used)
        used.add(name.lower())
        found.append(name)
    return found


def _trimmed(name: str) -> str:
    return name[:LONGEST_SHEET_NAME].strip(" ,&-")


def describe(workbook: Workbook, document: Document) -> None:
    """What the file says of itself, dated on the last day of the report month: no person and no machine."""
    workbook.set_properties(
        {
            "title": f"{document.title} ({document.edition} edition)",
            "author": document.whose,
            "created": datetime.combine(document.report_month, time(), UTC),
        }
    )
    workbook.set_custom_property("Language", "en-GB")
