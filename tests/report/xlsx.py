"""Reads a workbook as a spreadsheet shows it: its parts as XML, its cells as printed, its tables by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMAT = re.compile(
    r'(?:"(?P<before>[^"]*)")?(?P<thousands>#,##)?0(?:\.(?P<decimals>0+))?(?P<percent>%?)(?:"(?P<after>[^"]*)")?'
)


@dataclass(frozen=True)
class ExcelTable:
    """A table of a sheet: where it stands, and what its cells print, the header row first."""

    name: str
    sheet: str
    has_filter: bool
    columns: list[str]
    rows: list[list[str]]


class Workbook:
    """A workbook taken apart."""

    def __init__(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as zipped:
            self.parts = {name: zipped.read(name) for name in zipped.namelist()}
        self.texts = [
            unescaped("".join(text.text or "" for text in one.iter(f"{MAIN}t")))
            for one in self._xml("xl/sharedStrings.xml")
        ]
        styles = self._xml("xl/styles.xml")
        codes = {int(one.get("numFmtId")): one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")}
        codes |= {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
        self.formats = [codes[int(one.get("numFmtId"))] for one in styles.find(f"{MAIN}cellXfs")]
        names = [one.get("name") for one in self._xml("xl/workbook.xml").iter(f"{MAIN}sheet")]
        self.sheets = {name: self._xml(f"xl/worksheets/sheet{n}.xml") for n, name in enumerate(names, 1)}
        self.cells = {name: dict(map(self._cell, sheet.iter(f"{MAIN}c"))) for name, sheet in self.sheets.items()}
        self.types = {
            name: {one.get("r"): (one.get("t"), self.formats[int(one.get("s", 0))]) for one in sheet.iter(f"{MAIN}c")}
            for name, sheet in self.sheets.items()
        }
        self.tables = {
            table.name: table
            for n, name in enumerate(names, 1)
            for table in self._tables(name, f"xl/worksheets/_rels/sheet{n}.xml.rels")
        }

    def _xml(self, part: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts[part])

    def _cell(self, cell: ElementTree.Element) -> tuple[str, str]:
        value = cell.findtext(f"{MAIN}v")
        if value is None:
            return cell.get("r"), ""
        shown = self.texts[int(value)] if cell.get("t") == "s" else printed(value, self.formats[int(cell.get("s", 0))])
        return cell.get("r"), shown

    def _tables(self, sheet: str, relations: str) -> list[ExcelTable]:
        found = []
        for relation in self._xml(relations) if relations in self.parts else ():
            if not relation.get("Type").endswith("/table"):
                continue
            table = self._xml("xl/tables/" + relation.get("Target").rsplit("/", 1)[1])
            left, top, right, bottom = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", table.get("ref")).groups()
            letters = [letter(n) for n in range(number(left), number(right) + 1)]
            rows = [[self.cells[sheet][f"{one}{n}"] for one in letters] for n in range(int(top), int(bottom) + 1)]
            columns = [one.get("name") for one in table.iter(f"{MAIN}tableColumn")]
            has_filter = table.find(f"{MAIN}autoFilter") is not None
            found.append(ExcelTable(table.get("displayName"), sheet, has_filter, columns, rows))
        return found


def unescaped(text: str) -> str:
    """A text with the characters that XML cannot hold, such as a carriage return written as _x000D_."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def printed(value: str, code: str) -> str:
    """A number as its format shows it."""
    if code == "General":
        return value
    if code == "d mmmm yyyy":
        return f"{date(1899, 12, 30) + timedelta(int(value)):%-d %B %Y}"
    form = FORMAT.fullmatch(code)
    places = len(form["decimals"] or "")
    number = (Decimal(value) * (100 if form["percent"] else 1)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    shown = f"{number:,f}" if form["thousands"] else f"{number:f}"
    return (form["before"] or "") + shown + form["percent"] + (form["after"] or "")


def number(letters: str) -> int:
    """AB is 28."""
    return sum((ord(one) - 64) * 26**n for n, one in enumerate(reversed(letters)))


def letter(column: int) -> str:
    """28 is AB."""
    return ("" if column <= 26 else letter((column - 1) // 26)) + chr(65 + (column - 1) % 26)
