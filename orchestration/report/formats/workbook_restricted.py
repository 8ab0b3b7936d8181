"""The restricted workbook, made for work: a sheet a chapter, tables to filter and sort, numbers to reckon with, charts.

Belongs here: layout of that edition. Does not belong here: charts (workbook_charts.py), what a cell holds
(workbook_cells.py).
"""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from orchestration.common.errors import NotPossible
from orchestration.report.content.legend import LEGEND
from orchestration.report.document import Cell, Chapter, Chart, Document, Table
from orchestration.report.formats import workbook_charts
from orchestration.report.formats.workbook_cells import (
    OPTIONS,
    describe,
    height_of,
    marked,
    number_of,
    rows_of,
    sheet_names,
    sides_of,
    table_names,
    told_apart,
    words,
)

CONTENTS, SYMBOLS = "Contents", "Symbols"
FILLS = {"green": "#d5ecd4", "amber": "#fbe6bd", "red": "#f6cfcb", "improvement": "#d6e8f5", "concern": "#fbe0cf"}
TALLIED = ("ytd", "annual", "benchmark")  # rows that are no month of this year
LINK = {"font_color": "#1d4f76", "underline": 1}
TITLE, HEADING, BOLD = {"bold": True, "font_size": 16}, {"bold": True, "font_size": 13}, {"bold": True}
HEADER = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e8eef3", "border": 1}
BODY = {"border": 1, "valign": "top", "border_color": "#8a97a3"}
LINE_HEIGHT, TEXT_WIDTH = 13, 120  # points, and characters across the merged cells of a paragraph
FITTING = 1.25  # characters of our font in the width that Excel calls one
DRAFT, WRITTEN = "Draft commentary, from the figures", "Commentary"


def restricted_workbook(document: Document) -> bytes:
    """The file, the same bytes for the same document."""
    file = BytesIO()
    book = _Book(file, document)
    book.write_contents()
    for chapter in document.chapters:
        book.write_chapter(chapter)
    book.write_symbols()
    book.workbook.close()
    return file.getvalue()


class _Book:
    """The workbook being written, with its formats and the names of its sheets and tables."""

    def __init__(self, file: BytesIO, document: Document) -> None:
        self.workbook = Workbook(file, OPTIONS)
        describe(self.workbook, document)
        self.document = document
        self._formats: dict[tuple, Format] = {}
        titles = [chapter.title for chapter in document.chapters]
        names = sheet_names(titles, (CONTENTS, SYMBOLS))
        self.sheets = {id(chapter): name for chapter, name in zip(document.chapters, names, strict=True)}
        named = [one for chapter in document.chapters for one in (*chapter.tables, *chapter.charts)]
        names = table_names(["contents_of_workbook", "symbols_of_workbook", *(one.name for one in named)])[2:]
        self.names = {id(one): name for one, name in zip(named, names, strict=True)}

    def looks(self, **looks: object) -> Format:
        """The format of these looks, made once."""
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({"font_name": "Arial", "font_size": 10, **looks})
        return self._formats[key]

    def text(self, sheet: Worksheet, row: int, column: int, text: str, **looks: object) -> None:
        """Write a text that stays one, whatever it begins with."""
        if sheet.write_string(row, column, text, self.looks(**looks)) != 0:
            raise NotPossible(f"text of {len(text)} characters in sheet {sheet.name} does not fit a cell; shorten it")

    def link(self, sheet: Worksheet, row: int, column: int, target: str, at: str, text: str) -> None:
        """A link to another place of the workbook."""
        sheet.write_url(row, column, f"internal:'{target}'!{at}", self.looks(**LINK), text)

    def add_sheet(self, name: str, title: str) -> Worksheet:
        """A sheet with its title, to be printed on landscape A4."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&RPage &P of &N")
        sheet.hide_gridlines(2)
        self.text(sheet, 0, 0, title, **TITLE)
        return sheet

    def write_contents(self) -> None:
        """The first sheet: what the report is, and a link to each sheet."""
        sheet = self.add_sheet(CONTENTS, self.document.title)
        row = 1
        for line in self.document.stamp:
            self.text(sheet, row, 0, line)
            row += 1
        header = row + 1
        listed = [*((self.sheets[id(one)], one.title, one) for one in self.document.chapters), (SYMBOLS, SYMBOLS, None)]
        for row, (name, title, chapter) in enumerate(listed, header + 1):
            self.link(sheet, row, 0, name, "A1", title)
            sheet.write_number(row, 1, len(chapter.tables) if chapter else 1, self.looks())
            sheet.write_number(row, 2, len(chapter.charts) if chapter else 0, self.looks())
        self._mark_table(sheet, header, row, "contents_of_workbook", ["Chapter", "Tables", "Charts"], [52, 10, 10])
        sheet.set_column(0, 0, 52)
        sheet.set_column(1, 2, 10)

    def write_symbols(self) -> None:
        """The last sheet: what stands in place of a figure or beside it."""
        sheet = self.add_sheet(SYMBOLS, SYMBOLS)
        self.link(sheet, 1, 0, CONTENTS, "A1", CONTENTS)
        for row, (symbol, meaning) in enumerate(LEGEND, 4):
            self.text(sheet, row, 0, symbol, **BODY)
            self.text(sheet, row, 1, meaning, text_wrap=True, **BODY)
        self._mark_table(sheet, 3, row, "symbols_of_workbook", ["Symbol", "Meaning"], [12, 80])
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 1, 80)

    def write_chapter(self, chapter: Chapter) -> None:
        """A sheet: tables first, below them what is said of them, the charts and the definitions."""
        sheet = self.add_sheet(self.sheets[id(chapter)], chapter.title)
        widths = _widths(chapter)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        row = 2
        if chapter.note:
            row = self._paragraph(sheet, row, chapter.note, widths)
        first_row = row
        same_headings = len({table.headings for table in chapter.tables}) == 1
        for n, table in enumerate(chapter.tables):
            if n == 0:
                sheet.freeze_panes(row + 2 if same_headings else 0, 1)
            row = self._table(sheet, row, table, widths) + 1
        # Texts such as a reference 1.1 are meant to be texts.
        sheet.ignore_errors({"number_stored_as_text": f"A{first_row + 1}:XFD{row}"})
        places = [(CONTENTS, CONTENTS, 0)]
        for name, write in (
            (DRAFT if chapter.commentary_is_draft else WRITTEN, self._commentary),
            ("Charts", self._charts),
            ("Definitions", self._definitions),
        ):
            end = write(sheet, row + 1, chapter, widths)
            if end > row + 1:
                self.text(sheet, row, 0, name, **HEADING)
                places.append((sheet.name, name.partition(",")[0], row))
                row = end + 1
        for column, (target, name, place) in enumerate(places):
            self.link(sheet, 1, column, target, f"A{place + 1}", name)

    def _table(self, sheet: Worksheet, row: int, table: Table, widths: list[float]) -> int:
        """Caption, header and rows; returns the row after the table."""
        self.text(sheet, row, 0, table.caption, **HEADING)
        row += 1
        rows, headings = rows_of(table), told_apart(table.headings)
        sides = sides_of(rows)
        for at, one in enumerate(rows, row + 1):
            looks = {**BODY, **({"bg_color": "#f4f1e6"} if one.kind in TALLIED else {})}
            self.text(
                sheet, at, 0, one.header + (f" {one.mark}" if one.mark else ""), text_wrap=True, **{**looks, **BOLD}
            )
            for column, (cell, side) in enumerate(zip(one.cells, sides, strict=True), 1):
                self._cell(sheet, at, column, cell, {**looks, "align": side})
            texts = [one.header, *(cell.text for cell in one.cells)]
            sheet.set_row(at, _height(texts, widths))
        self._mark_table(sheet, row, at, self.names[id(table)], headings, widths, ["left", *sides])
        return at + 1

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: Cell, looks: dict) -> None:
        number = number_of(cell)
        looks = {**looks, **({"bg_color": FILLS[cell.tone]} if cell.tone else {})}
        if number:
            sheet.write_number(row, column, number[0], self.looks(num_format=marked(cell, number[1]), **looks))
        elif cell.text or cell.mark:
            text = f"{cell.text} {cell.mark}" if cell.mark else cell.text
            self.text(sheet, row, column, text, text_wrap=True, **looks)
        else:
            sheet.write_blank(row, column, None, self.looks(**looks))

    def _mark_table(
        self,
        sheet: Worksheet,
        top: int,
        end: int,
        name: str,
        headings: list[str],
        widths: list[float],
        sides: list[str] | None = None,
    ) -> None:
        """Write the header row and tell Excel of the table; with `sides` of its columns it has filters."""
        sheet.set_row(top, _height(headings, [width - 2 for width in widths]))
        looks = [self.looks(**HEADER, align=side) for side in sides or ["left"] * len(headings)]
        columns = [{"header": one, "header_format": look} for one, look in zip(headings, looks, strict=True)]
        options = {"name": name, "autofilter": bool(sides), "style": None, "columns": columns}
        sheet.add_table(top, 0, end, len(headings) - 1, options)

    def _paragraph(self, sheet: Worksheet, row: int, text: str, widths: list[float], first: int = 0) -> int:
        """A text across the merged cells of a row, as high as it needs; returns the next row."""
        last = _last_column(widths, first)
        looks = {"text_wrap": True, "valign": "top"}
        if last > first:
            sheet.merge_range(row, first, row, last, "", self.looks(**looks))
        self.text(sheet, row, first, text, **looks)
        sheet.set_row(row, _height([text], [sum(widths[first : last + 1])]))
        return row + 1

    def _commentary(self, sheet: Worksheet, row: int, chapter: Chapter, widths: list[float]) -> int:
        for block in chapter.commentary:
            row = self._paragraph(sheet, row, words(block), widths)
        return row

    def _definitions(self, sheet: Worksheet, row: int, chapter: Chapter, widths: list[float]) -> int:
        for title, definition in chapter.definitions:
            self._paragraph(sheet, row, definition, widths, first=1)
            self.text(sheet, row, 0, title, text_wrap=True, valign="top", **BOLD)
            sheet.set_row(row, _height([title, definition], [widths[0], sum(widths[1 : _last_column(widths, 1) + 1])]))
            row += 1
        return row

    def _charts(self, sheet: Worksheet, row: int, chapter: Chapter, widths: list[float]) -> int:
        for chart in chapter.charts:
            self.text(sheet, row, 0, chart.title, **BOLD)
            self._paragraph(sheet, row + 1, chart.text, widths)
            self._drawn_figures(sheet, row + 2, chart, widths)
            workbook_charts.insert(self.workbook, sheet, chart, (row + 2, 0), (row, 0))
            row += 2 + max(len(chart.periods) + 1, workbook_charts.ROWS_HIGH) + 1
        return row

    def _drawn_figures(self, sheet: Worksheet, row: int, chart: Chart, widths: list[float]) -> None:
        columns = workbook_charts.columns_of(chart)
        number = self.looks(num_format=workbook_charts.CODES[chart.unit], **BODY)
        for at, period in enumerate(chart.periods, row + 1):
            self.text(sheet, at, 0, period, **{**BODY, **BOLD})
            for column, (_, values) in enumerate(columns, 1):
                value = values[at - row - 1]
                if value is None:
                    sheet.write_blank(at, column, None, number)
                else:
                    sheet.write_number(at, column, value, number)
        headings = told_apart(["Period", *(name for name, _ in columns)])
        self._mark_table(sheet, row, row + len(chart.periods), self.names[id(chart)], headings, widths)


def _height(texts: list[str], widths: list[float]) -> float:
    return height_of(texts, [width * FITTING for width in widths], LINE_HEIGHT)


def _widths(chapter: Chapter) -> list[float]:
    """Width of each column in characters: what its cells need, long texts wrapped."""
    columns = max([12, *(len(table.headings) for table in chapter.tables)])
    widths = [18.0] + [13.0] * (columns - 1)
    for table in chapter.tables:
        for row in table.rows:
            widths[0] = max(widths[0], min(52, len(row.header) + 3))
            for n, cell in enumerate(row.cells, 1):
                widths[n] = max(widths[n], min(36, len(cell.text) + 3))
    return widths


def _last_column(widths: list[float], first: int) -> int:
    total = 0.0
    for column in range(first, len(widths)):
        total += widths[column]
        if total >= TEXT_WIDTH:
            return column
    return len(widths) - 1
