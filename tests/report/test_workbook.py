"""Both workbooks: every cell is the document's, texts stay texts, and each edition has what it is made for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest

from orchestration.report.content.council import EDITIONS, read_report
from orchestration.report.document import PUBLIC, RESTRICTED, Cell, Chapter, Document, Row, Table
from orchestration.report.formats.workbook import workbook
from orchestration.report.formats.workbook_cells import number_of, sheet_names, table_names, told_apart
from tests.report.documents import HOSTILE, small_document
from tests.report.xlsx import MAIN, Workbook, unescaped

LA_CODE = "E08000018"
FORMULAS = ('=HYPERLINK("http://x","y")', "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "[y](http://x)", "$$x$$", "http://x")
SYMBOLS = {"[c]": "c", "[z]": "z", "[x]": "x", "[low]": "low", "[none]": "-", "[blank]": ""}
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def edition_of(edition: str, hostile: str = "Workers & others") -> Document:
    return replace(small_document(hostile), edition=edition)


@pytest.fixture(scope="module")
def restricted() -> Workbook:
    return Workbook(workbook(edition_of(RESTRICTED)))


@pytest.fixture(scope="module")
def public() -> Workbook:
    return Workbook(workbook(edition_of(PUBLIC)))


def tables_of(document: Document) -> list[Table]:
    return [table for chapter in document.chapters for table in chapter.tables]


def expected_rows(table: Table) -> list[list[str]]:
    """Every cell of a document's table as it is printed, marks left out."""
    rows = [[row.header, *(cell.text for cell in row.cells)] for row in table.rows]
    return [list(table.headings), *(rows or [["None", *["-"] * (len(table.headings) - 1)]])]


def without_numbers(headings: list[str]) -> list[str]:
    """Headings without the numbers that tell repeated ones apart."""
    return [re.sub(r" \(\d\)$", "", heading) for heading in headings]


def restricted_rows(book: Workbook, table: Table) -> list[list[str]]:
    """What the restricted workbook prints for a table; the marks are looked at here."""
    head, *rows = book.tables[table.name].rows
    marks = [[row.mark, *(cell.mark for cell in row.cells)] for row in table.rows] or [[""] * len(head)]
    assert len(rows) == len(marks)
    for shown, expected in zip(rows, marks, strict=True):
        assert [text.endswith(f" {mark}") for text, mark in zip(shown, expected, strict=True) if mark] == [True] * sum(
            map(bool, expected)
        )
    plain = [
        [text.removesuffix(f" {mark}") if mark else text for text, mark in zip(*one, strict=True)]
        for one in zip(rows, marks, strict=True)
    ]
    return [without_numbers(head), *plain]


def public_rows(book: Workbook, table: Table) -> list[list[str]]:
    """What the public workbook prints for a table, symbols out of their brackets; the marks are looked at here."""
    head, *rows = book.tables[table.name].rows
    head = [heading.partition("\n[note ")[0] for heading in head]
    if any(one.mark for row in table.rows for one in (row, *row.cells)):
        assert head.pop() == "Marked figures"
        for shown, row in zip(rows, table.rows, strict=True):
            said = dict(re.findall(r"\[(\w)\] (.+?)(?:, (?=\[)|$)", shown.pop()))
            assert said.pop("p", "") == ("all figures" if row.mark else "")
            for mark in ("r", "b"):
                named = [
                    heading for heading, cell in zip(head[1:], row.cells, strict=True) if mark in cell.mark.split()
                ]
                assert said.pop(mark, "") in ("; ".join(named), "all figures" if named else "")
            assert not said
    return [without_numbers(head), *([SYMBOLS.get(text, text) for text in row] for row in rows)]


ROWS = {RESTRICTED: restricted_rows, PUBLIC: public_rows}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_cell_is_the_documents(edition: str, request: pytest.FixtureRequest) -> None:
    book = request.getfixturevalue(edition)
    tables = tables_of(edition_of(edition))
    assert len(tables) == 4
    for table in tables:
        assert ROWS[edition](book, table) == expected_rows(table)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_cell_of_the_real_report_is_the_documents(edition: str, december: Path) -> None:
    published = december / "published" / "children.duckdb"
    with duckdb.connect(str(published), read_only=True) as con:
        (month,) = con.execute("select max(report_month) from reporting.report_figures").fetchone()
    document = read_report(published, LA_CODE, month, edition, december / "commentary")
    content = workbook(document)
    assert content == workbook(document)
    book, cells = Workbook(content), 0
    for table in tables_of(document):
        expected = expected_rows(table)
        assert ROWS[edition](book, table) == expected, table.caption
        cells += sum(map(len, expected))
    assert cells > 5000
    drawn = [chart for chapter in document.chapters for chart in chapter.charts]
    assert len(alternative_texts(book)) == (len(drawn) if edition == RESTRICTED else 0)


def test_numbers_are_numbers() -> None:
    cells = {
        "1,666": ("count", 1666.0, 1666.0, "#,##0"),
        "12.5%": ("percent", 12.5, 0.125, "0.0%"),
        "0.04%": ("percent", 0.04, 0.0004, "0.00%"),
        "-3.20": ("rate", -3.2, -3.2, "0.00"),
        "of 314": ("count", 314.0, 314.0, '"of "0'),
        "12.3": ("average", 12.25, 12.3, "0.0"),
    }
    for text, (unit, value, number, code) in cells.items():
        assert number_of(Cell(text, value, unit)) == (number, code)
    for text, unit, value in (
        ("118 of 194", "count", 118.0),
        ("1", "percent", 1.0),
        ("5", "count", 6.0),
        ("c", "count", 3.0),
    ):
        assert number_of(Cell(text, value, unit)) is None
    assert number_of(Cell("12")) is None


@pytest.mark.parametrize("edition", EDITIONS)
def test_numbers_are_written_as_numbers(edition: str, request: pytest.FixtureRequest) -> None:
    book: Workbook = request.getfixturevalue(edition)
    table = book.tables["scorecard"]
    at = next(name for name, text in book.cells[table.sheet].items() if text in ("95.1% r", "95.1%"))
    assert book.types[table.sheet][at] in ((None, '0.0%" r"'), (None, "0.0%"))
    assert all(kind in (None, "s") for sheet in book.types.values() for kind, _ in sheet.values())


@pytest.mark.parametrize("hostile", [*FORMULAS, HOSTILE])
@pytest.mark.parametrize("edition", EDITIONS)
def test_texts_of_the_data_stay_texts(edition: str, hostile: str) -> None:
    document = edition_of(edition, hostile)
    hostile_table = Table(
        "hostile", hostile, ("Figure", hostile, f"{hostile} "), (Row(hostile, (Cell(hostile), Cell(hostile))),)
    )
    document = replace(document, chapters=(*document.chapters, Chapter(hostile, "hostile", tables=(hostile_table,))))
    content = workbook(document)
    book = Workbook(content)
    for name, sheet in book.sheets.items():
        assert not list(sheet.iter(f"{MAIN}f")), name
    for table in book.tables.values():
        assert [unescaped(name) for name in table.columns] == table.rows[0], "Excel repairs a table whose names differ"
    assert not any("externalLink" in part for part in book.parts)
    relations = [
        one for part, text in book.parts.items() if part.endswith(".rels") for one in ElementTree.fromstring(text)
    ]
    assert not [one.attrib for one in relations if one.get("TargetMode") == "External"]
    charts = [ElementTree.fromstring(text) for part, text in book.parts.items() if part.startswith("xl/charts/chart")]
    references = {one.text for chart in charts for one in chart.iter() if one.tag.endswith("}f")}
    assert all(re.fullmatch(r"('[^']+'|[\w.]+)!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", one) for one in references)
    in_public = hostile.replace("](", "] (").replace("$$", "$ $")
    shown = book.tables["hostile"].rows[1]
    assert shown == [hostile if edition == RESTRICTED else in_public] * 3
    kinds = [
        book.types[book.tables["hostile"].sheet][at]
        for at, text in book.cells[book.tables["hostile"].sheet].items()
        if text in shown
    ]
    assert {kind for kind, _ in kinds} == {"s"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_same_document_gives_the_same_bytes_and_names_nobody(edition: str) -> None:
    document = edition_of(edition)
    content = workbook(document)
    assert content == workbook(document)
    core = Workbook(content).parts["docProps/core.xml"].decode()
    assert "2020-12-31T00:00:00Z" in core and f"{date.today():%Y-%m-%d}" not in core
    assert f"<dc:title>Monthly report: Workers &amp; others ({edition} edition)</dc:title>" in core
    assert "<dc:creator>Council E08000018</dc:creator>" in core
    assert b"en-GB" in Workbook(content).parts["docProps/custom.xml"]


def test_the_public_workbook_follows_the_conventions(public: Workbook) -> None:
    assert list(public.sheets)[:5] == ["Cover", "Contents", "Notes", "Symbols", "Commentary"]
    for name, sheet in public.sheets.items():
        assert not list(sheet.iter(f"{MAIN}mergeCell")), name
        assert not list(sheet.iter(f"{MAIN}autoFilter")), name
        assert not list(sheet.iter(f"{MAIN}pane")), name
        assert not [one for one in sheet.iter() if one.get("hidden") == "1"], name
        mine = [table for table in public.tables.values() if table.sheet == name]
        assert len(mine) == (0 if name == "Cover" else 1)
        assert all(public.cells[name].values()), f"an empty cell in {name}"
        rows = {int(re.sub(r"\D", "", at)) for at in public.cells[name]}
        assert rows == set(range(1, max(rows) + 1)), name
    assert not any(table.has_filter for table in public.tables.values())
    assert not any(part.startswith("xl/charts") for part in public.parts)
    symbols = dict(public.tables["symbols_text"].rows)
    assert {"[c]", "[r]", "[none]", "[blank]"} <= set(symbols)
    notes = public.tables["notes_text"].rows
    assert ["note 1", "Assessments", "Those of the month."] in notes
    assert "This table: [note 1] [note 2]" in public.cells["Table 1"].values()


def test_headings_refer_to_their_notes() -> None:
    table = Table("plans", "Plans", ("Period", "Plans (number)", "Plans (%)"), (Row("May", (Cell("1"), Cell("2"))),))
    chapter = Chapter("C", "c", definitions=(("Plans", "All plans."),), tables=(table,))
    book = Workbook(workbook(replace(edition_of(PUBLIC), chapters=(chapter,))))
    assert book.tables["plans"].rows[0] == ["Period", "Plans (number)\n[note 1]", "Plans (%)\n[note 1]"]


def alternative_texts(book: Workbook) -> list[str]:
    drawings = [
        ElementTree.fromstring(text) for part, text in book.parts.items() if part.startswith("xl/drawings/drawing")
    ]
    return [one.get("descr") for drawing in drawings for one in drawing.iter(f"{DRAWING}cNvPr")]


def test_the_restricted_workbook_is_made_for_work(restricted: Workbook) -> None:
    assert list(restricted.sheets) == ["Contents", "Scorecard", "Workers & others", "Symbols"]
    document = edition_of(RESTRICTED)
    charts = [chart for chapter in document.chapters for chart in chapter.charts]
    assert alternative_texts(restricted) == [chart.text for chart in charts]
    assert all(restricted.tables[table.name].has_filter for table in tables_of(document))
    assert restricted.sheets["Scorecard"].find(f".//{MAIN}pane").get("state") == "frozen"
    assert restricted.tables["wide_line"].rows == [
        ["Period", "Started", "Workers & others", "Target"],
        ["Nov 2020", "3", "", "5"],
        ["Dec 2020", "4", "5", "5"],
    ]
    texts = set(restricted.texts)
    assert {
        "Draft commentary, from the figures",
        "\u2022 an item",
        "Those of the month.",
        "A note: Workers & others",
    } <= texts
    targets = [one.get("location") for one in restricted.sheets["Contents"].iter(f"{MAIN}hyperlink")]
    assert targets == ["'Scorecard'!A1", "'Workers & others'!A1", "'Symbols'!A1"]


def test_names_that_excel_takes() -> None:
    titles = ("Contacts: a / b", "CONTACTS A, B", "'x'", "a" * 40, "a" * 41, "History", "///", "[]")
    names = sheet_names(titles, ("Contents",))
    assert names[:3] == ["Contacts a, b", "CONTACTS A, B 2", "x"]
    assert len({name.lower() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\']", name) for name in names)
    assert table_names(["contacts", "Contacts", "c", "AB12", "9x", "x y"]) == [
        "contacts",
        "Contacts_2",
        "table_c",
        "table_AB12",
        "table_9x",
        "x_y",
    ]
    assert told_apart(["Plans", "plans", "", "a\tb"]) == ["Plans", "plans (2)", "Column", "a b"]
