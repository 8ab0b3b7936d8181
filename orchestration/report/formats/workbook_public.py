"""The public workbook, as the government's conventions for accessible spreadsheets ask: one table a sheet.

A cover, contents, notes and symbols come first; every table is marked up and named; there are no merged, empty or
frozen cells, no filters and no charts (their figures are in the tables). Definitions are notes that the headings refer
to. A cell without figures holds a symbol in brackets, and what is provisional, revised
or behind a break is named in a column of its own.

Belongs here: layout of that edition. Does not belong here: what a cell holds (workbook_cells.py). gptables reads
Markdown links and notes between dollars in any text: `as_text` takes both apart.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from io import BytesIO

import pandas as pd
from gptables import Cover, GPTable, produce_workbook
from xlsxwriter import Workbook

from orchestration.common.errors import NotPossible
from orchestration.report.content.legend import LEGEND, MARKS
from orchestration.report.document import Chapter, Document, Row, Table
from orchestration.report.formats.workbook_cells import (
    OPTIONS,
    describe,
    height_of,
    number_of,
    rows_of,
    sides_of,
    table_names,
    told_apart,
    words,
)

BRACKETED = {
    "c": "[c]",
    "z": "[z]",
    "x": "[x]",
    "low": "[low]",
    "p": "[p]",
    "r": "[r]",
    "b": "[b]",
    "-": "[none]",
    "": "[blank]",
}
EMPTY = "a month to come, or nothing set here, such as a row without a target"
MEANINGS = {BRACKETED[symbol]: meaning for symbol, meaning in LEGEND} | {BRACKETED[""]: EMPTY}
OWN_NAMES = ("contents_table", "notes_text", "symbols_text", "commentary_text")
MARKED, ALL_FIGURES = "Marked figures", "all figures"
ONE_TABLE = "This worksheet contains one table."
INTRODUCTION, ABOUT = "Introductory information", "About these data"  # headings of gptables on its cover
WIDEST, NARROWEST = 60, 14  # characters
LINE_HEIGHT, FITTING = 15.5, 1.05  # points, and characters of its font in the width that Excel calls one
LONGEST_TEXT = 32_000  # of the 32,767 characters of a cell


def public_workbook(document: Document) -> bytes:
    """The file, the same bytes for the same document."""
    notes = _Notes(document)
    tables = [(chapter, table) for chapter in document.chapters for table in chapter.tables]
    sheets = {"Notes": notes.sheet("notes_text"), "Symbols": _symbols("symbols_text")}
    if any(chapter.commentary for chapter in document.chapters):
        sheets["Commentary"] = _commentary(document, "commentary_text")
    names = table_names([*OWN_NAMES, *(table.name for _, table in tables)])[len(OWN_NAMES) :]
    for n, ((chapter, table), name) in enumerate(zip(tables, names, strict=True), 1):
        sheets[f"Table {n}"] = _table(n, chapter, table, name, notes)
    file, cover = BytesIO(), _cover(document)
    with warnings.catch_warnings():
        # It misses its own sheet of notes, which it would not list in the contents: ours stands in its place.
        warnings.simplefilter("ignore")
        workbook = produce_workbook(
            file,
            sheets,
            cover=cover,
            contentsheet_options={"table_name": "contents_table"},
            auto_width=False,
            workbook_options=OPTIONS,
        )
    describe(workbook, document)
    _lay_out(workbook, cover, sheets)
    workbook.close()
    return file.getvalue()


def as_text(text: str) -> str:
    """A text that is not empty and that gptables takes for nothing else: no link, no reference to a note."""
    if len(text) > LONGEST_TEXT:
        raise NotPossible(f"text of {len(text)} characters does not fit a cell of {LONGEST_TEXT}; shorten it")
    plain = text.replace("](", "] (").replace("$$", "$ $")
    return plain if any(letter.isascii() and letter.isalnum() for letter in plain) else f"{plain} [as written]".strip()


class _Notes:
    """Definitions of all chapters, numbered as they come."""

    def __init__(self, document: Document) -> None:
        definitions = dict.fromkeys(one for chapter in document.chapters for one in chapter.definitions)
        self._numbers = {one: n for n, one in enumerate(definitions, 1)}

    def mark(self, definition: tuple[str, str]) -> str:
        """[note 3]."""
        return f"[note {self._numbers[definition]}]"

    def sheet(self, name: str) -> GPTable:
        """The table of all notes."""
        rows = [(f"note {n}", as_text(title), as_text(text)) for (title, text), n in self._numbers.items()]
        rows = rows or [("note 1", "All tables", "No figure of this report has a note.")]
        return _plain_table(name, "Notes", ("Note", "Figure", "What it is"), rows)


def _table(n: int, chapter: Chapter, table: Table, name: str, notes: _Notes) -> GPTable:
    rows = rows_of(table)
    has_marks = any(one.mark for row in rows for one in (row, *row.cells))
    headings = told_apart(as_text(heading) for heading in (*table.headings, *([MARKED] if has_marks else [])))
    frame, looks = [], []
    for at, row in enumerate(rows, 1):
        cells: list[str | float] = [as_text(row.header)]
        for column, cell in enumerate(row.cells, 1):
            number = number_of(cell)
            cells.append(number[0] if number else BRACKETED.get(cell.text) or as_text(cell.text))
            if number:
                looks.append({"cell": {"cells": (at, column), "format": {"num_format": number[1]}}})
        frame.append([*cells, _marked(row, headings)] if has_marks else cells)
    right = [column for column, side in enumerate(sides_of(rows), 1) if side == "right"]
    looks.append({"column": {"columns": right, "format": {"align": "right", "indent": 1}, "include_names": True}})
    of_columns, of_table = _references(chapter, table, notes)
    symbols = {symbol for row in frame for symbol in MEANINGS if symbol in row}
    symbols |= {BRACKETED[one] for row in rows for cell in (row, *row.cells) for one in cell.mark.split()}
    return GPTable(
        table=pd.DataFrame(frame, columns=headings, dtype=object),
        table_name=name,
        title=f"Table {n}: {as_text(table.caption)}",
        instructions=f"{ONE_TABLE} Notes are explained on the Notes sheet, all symbols on the Symbols sheet.",
        legend=[
            *(as_text(one) for one in re.split(r"(?<=\.) ", _in_brackets(chapter.note)) if one),
            *(f"{symbol} {meaning}" for symbol, meaning in MEANINGS.items() if symbol in symbols),
        ],
        scope=f"This table: {' '.join(of_table)}" if of_table else None,
        table_notes=of_columns,
        index_columns={2: 0},
        additional_formatting=[*looks, _at_the_top(headings)],
    )


def _in_brackets(note: str) -> str:
    """A remark on symbols, with the symbols of this workbook."""
    return re.sub(r"(?<!\S)([cr-])(?= (?:stands|was|were)\b)", lambda found: BRACKETED[found[1]], note)


def _marked(row: Row, headings: list[str]) -> str:
    """Which figures of a row have which mark: '[p] all figures, [r] Number of plans'."""
    said = [f"{BRACKETED[row.mark]} {ALL_FIGURES}"] if row.mark else []
    figures = [cell for cell in row.cells if cell.text not in BRACKETED and cell.unit != "date"]
    for mark in MARKS:
        named = [one for one, cell in zip(headings[1:], row.cells, strict=False) if mark in cell.mark.split()]
        if named:
            said.append(f"{BRACKETED[mark]} {ALL_FIGURES if len(named) == len(figures) else '; '.join(named)}")
    return ", ".join(said) or "none"


def _references(chapter: Chapter, table: Table, notes: _Notes) -> tuple[dict[int, str], list[str]]:
    """Notes of the columns, by number of the column, and of the whole table."""
    of_columns, of_table = {}, []
    for definition in chapter.definitions:
        title = definition[0]
        columns = [n for n, heading in enumerate(table.headings) if f"{heading} (".startswith(f"{title} (")]
        for column in columns:
            of_columns.setdefault(column, notes.mark(definition))
        if not any(of_columns.get(column) == notes.mark(definition) for column in columns):
            of_table.append(notes.mark(definition))
    return of_columns, of_table


def _symbols(name: str) -> GPTable:
    return _plain_table(name, "Symbols", ("Symbol", "Meaning"), list(MEANINGS.items()))


def _commentary(document: Document, name: str) -> GPTable:
    rows = [
        (
            as_text(chapter.title),
            "draft, from the figures" if chapter.commentary_is_draft else "written",
            as_text(words(block)),
        )
        for chapter in document.chapters
        for block in chapter.commentary
    ]
    return _plain_table(name, "Commentary", ("Chapter", "Kind", "Commentary"), rows)


def _plain_table(name: str, title: str, headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> GPTable:
    frame = pd.DataFrame(rows, columns=list(headings), dtype=object)
    return GPTable(
        table=frame,
        table_name=name,
        title=title,
        instructions=ONE_TABLE,
        index_columns={2: 0},
        additional_formatting=[_at_the_top(headings)],
    )


def _at_the_top(headings: Sequence[str]) -> dict:
    return {"column": {"columns": list(range(len(headings))), "format": {"valign": "top"}}}


def _cover(document: Document) -> Cover:
    return Cover(
        title=as_text(document.title),
        intro=[as_text(line) for line in document.stamp],
        about=[
            "The contents list every sheet. Each table stands on a sheet of its own and has one row of headings.",
            "Words in square brackets stand for notes, explained on the Notes sheet, or for figures that are not "
            "shown, explained on the Symbols sheet.",
            "Charts of the same figures are in the report as a web page.",
        ],
    )


def _lay_out(workbook: Workbook, cover: Cover, sheets: dict[str, GPTable]) -> None:
    for sheet in workbook.worksheets():
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    cover_sheet = workbook.get_worksheet_by_name(cover.cover_label)
    for row, text in enumerate([cover.title, INTRODUCTION, *cover.intro, ABOUT, *cover.about]):
        cover_sheet.set_row(
            row,
            height_of(
                [text], [cover.width * FITTING], LINE_HEIGHT if text not in (INTRODUCTION, ABOUT, cover.title) else 22
            ),
        )
    for label, table in sheets.items():
        sheet = workbook.get_worksheet_by_name(label)
        texts = [[str(text) for text in row] for row in table.table.itertuples(index=False)]
        widths = [min(WIDEST, max(NARROWEST, *(len(row[n]) + 3 for row in texts))) for n in range(len(texts[0]))]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        references = table.table_notes or {}
        headings = [f"{one}\n{references.get(n, '')}" for n, one in enumerate(table.table.columns)]
        for row, one in enumerate([headings, *texts], table.data_range[0]):
            sheet.set_row(row, height_of(one, [width * FITTING for width in widths], LINE_HEIGHT))
    contents = workbook.get_worksheet_by_name("Contents")
    contents.set_column(0, 0, NARROWEST)
    contents.set_column(1, 1, WIDEST + 20)
