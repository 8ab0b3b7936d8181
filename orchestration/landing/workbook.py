"""Workbooks (.xlsx): judged by what is packed in them, then read as lines of text cells.

Belongs here: the format. Does not belong: what the columns mean (header.py). A workbook is a zip file of XML parts; all
that it says of itself is checked before a library opens it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from orchestration.landing.limits import limit
from orchestration.landing.safe_open import CHUNK
from orchestration.landing.values import Line, Unreadable, text_of

SOME_ERROR = "#VALUE!"
CANNOT_BE_READ = "the file cannot be read as XLSX"
OLD_FORMAT = bytes.fromhex("D0CF11E0A1B11AE1")
CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
UNWANTED = (
    (re.compile(r"vbaproject|/macrosheets/|/dialogsheets/"), "the workbook holds macros"),
    (re.compile(r"/externallinks/|/connections\.xml$|/querytables/"), "the workbook takes values from elsewhere"),
    (re.compile(r"/embeddings/|/activex/|/ctrlprops/"), "the workbook holds other documents or controls"),
)


def workbook_lines(path: Path) -> Iterator[Line]:
    """Rows of the only sheet that hold something, by their row number; the first is the header. Raises Unreadable."""
    errors = check_workbook(path)
    try:
        workbook = CalamineWorkbook.from_path(path)
        names = workbook.sheet_names
        if len(names) != 1:
            raise Unreadable(f"the workbook holds {len(names)} sheets, not one")
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError):
        raise Unreadable(CANNOT_BE_READ) from None
    for line, row in enumerate(rows, start=1):
        cells = [
            SOME_ERROR if (line, column) in errors else text_of(value) for column, value in enumerate(row, start=1)
        ]
        if any(cells):
            yield line, cells


def check_workbook(path: Path) -> set[tuple[int, int]]:
    """Look at the directory of the zip file, then at every part; returns (row, column), from 1, of cells that hold the
    error of a formula, or a formula and no value, which the library gives as empty ones. Raises Unreadable.
    """
    errors: set[tuple[int, int]] = set()
    with path.open("rb") as file:
        if file.read(len(OLD_FORMAT)) == OLD_FORMAT:
            raise Unreadable("the workbook is encrypted, or of the format before .xlsx")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive.infolist(), path.stat().st_size)
            for part in archive.infolist():
                with archive.open(part) as stream:
                    errors |= _check_part(part.filename.lower(), stream)
    except (zipfile.BadZipFile, expat.ExpatError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Unreadable(CANNOT_BE_READ) from None
    return errors


def _check_directory(parts: list[zipfile.ZipInfo], size: int) -> None:
    names = [f"/{part.filename.lower()}" for part in parts]
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > limit("workbook_members"):
        raise Unreadable(f"the workbook holds more than {limit('workbook_members')} parts")
    if len(set(names)) < len(names):
        raise Unreadable("the workbook holds two parts of one name")
    if unpacked > limit("workbook_unpacked_bytes"):
        raise Unreadable(f"the workbook unpacks to more than {limit('workbook_unpacked_bytes')} bytes")
    if unpacked > limit("workbook_ratio") * size:
        raise Unreadable(f"the workbook unpacks to more than {limit('workbook_ratio')} times its size")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("a part of the workbook is encrypted")
    for pattern, reason in UNWANTED:
        if any(pattern.search(name) for name in names):
            raise Unreadable(reason)


def _check_part(name: str, stream: zipfile.ZipExtFile) -> set[tuple[int, int]]:
    """Read a part to its end, which compares its true size and checksum with the directory; look into XML."""
    look = PartChecks() if name.endswith((".xml", ".rels")) else None
    while chunk := stream.read(CHUNK):
        if look:
            look.parser.Parse(chunk)
    if look:
        look.parser.Parse(b"", True)
    return look.errors if look else set()


class PartChecks:
    """Refuses a part for what its elements say, as they come; no element is kept.

    A row or a cell of a sheet that does not say where it stands follows the one before it.
    """

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._element
        self.parser.EndElementHandler = self._end
        self.is_sheet = False
        self.place = (0, 0)
        self.last_row = 0
        self.last_column = 0
        self.is_text = False
        self.awaits_value = False
        self.errors: set[tuple[int, int]] = set()

    def _doctype(self, *_: object) -> None:
        raise Unreadable("the workbook declares entities or a document type")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(":")[2]
        self.is_sheet = self.is_sheet or element == "sheetData"
        if "macroenabled" in attributes.get("ContentType", "").lower():
            raise Unreadable("the workbook holds macros")
        if element == "workbookPr" and attributes.get("date1904", "0") not in ("0", "false"):
            raise Unreadable("the workbook counts its days from 1904")
        if self.is_sheet or (element in ("row", "c") and "r" in attributes):
            self._in_sheet(element, attributes)

    def _in_sheet(self, element: str, attributes: dict[str, str]) -> None:
        row, column = self.place
        if element == "row":
            self.place = self._reach(_row_and_column(f"A{attributes['r']}")[0] if "r" in attributes else row + 1, 0)
        elif element == "c":
            self.place = self._reach(*(_row_and_column(attributes["r"]) if "r" in attributes else (row, column + 1)))
            self.is_text = attributes.get("t") == "str"
            if attributes.get("t") == "e":
                self.errors.add(self.place)
        elif element == "f":
            self.awaits_value = True
        elif element == "v" and self.awaits_value:
            self.awaits_value = not self.is_text  # a formula can give an empty text
            self.parser.CharacterDataHandler = self._value

    def _value(self, text: str) -> None:
        self.awaits_value = self.awaits_value and not text.strip()

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c":
            if self.awaits_value:
                self.errors.add(self.place)
            self.awaits_value = False
            self.parser.CharacterDataHandler = None

    def _reach(self, row: int, column: int) -> tuple[int, int]:
        """A reader makes all rows and columns up to the last one that is named, empty or not."""
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
        if self.last_row * self.last_column > limit("workbook_cells"):
            raise Unreadable(f"the sheet reaches over more than {limit('workbook_cells')} cells")
        return row, column


def _row_and_column(reference: str) -> tuple[int, int]:
    found = CELL.fullmatch(reference)
    if not found:
        raise Unreadable(CANNOT_BE_READ)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
