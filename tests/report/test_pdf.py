"""The PDF: tagged, refused by its own compiler where it is not accessible, and whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import typst

from orchestration.report.content.council import read_report
from orchestration.report.document import Document
from orchestration.report.formats import pdf as renderer
from orchestration.report.formats.pdf import pdf
from tests.report.documents import HOSTILE, small_document
from tests.report.tagged_pdf import Element, TaggedPdf, squeezed

SMALLEST_PRINT = 6


@pytest.fixture(scope="module")
def small() -> TaggedPdf:
    return TaggedPdf(pdf(small_document(HOSTILE)))


def test_the_file_is_tagged_and_says_what_it_is(small: TaggedPdf) -> None:
    assert small.root["/MarkInfo"]["/Marked"]
    assert small.root["/Lang"] == "en-GB"
    assert small.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part>1<" in small.root["/Metadata"].get_data()
    assert small.reader.metadata.title == f"Monthly report: {HOSTILE} (restricted edition)"
    assert small.reader.metadata.author == "Council E08000018"
    assert small.reader.metadata.creation_date.date() == date(2020, 12, 31)
    assert {(page.mediabox.width > page.mediabox.height) for page in small.reader.pages} == {True}


def test_headings_stand_in_order_and_in_the_bookmarks(small: TaggedPdf) -> None:
    found = [(one.kind, one.text) for one in small.tree().all("Title", "H1", "H2")]
    expected = [
        ("Title", f"Monthly report: {HOSTILE} (restricted edition)"),
        ("H1", "Contents"),
        ("H1", "Scorecard"),
        ("H2", "Draft commentary, from the figures"),
        ("H2", "Definitions"),
        ("H1", HOSTILE),
        ("H2", "Commentary"),
        ("H2", "Charts"),
        ("H1", "Symbols"),
    ]
    assert found == [(kind, squeezed(text)) for kind, text in expected]
    bookmarks = [one.title for one in small.reader.outline if not isinstance(one, list)]
    assert bookmarks == ["Contents", "Scorecard", HOSTILE, "Symbols"]
    assert [one.text.rstrip(".0123456789") for one in small.tree().all("TOCI")] == [
        squeezed(text) for text in ("Scorecard", HOSTILE, "Symbols")
    ]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"heading(level: 2, if": "heading(level: 3, if"}, "skipped from heading level 1 to 3"),
        ({"#set document(title: ": "#let unused = (title: ", "#title()": ""}, "missing document title"),
        ({", alt: chart.text": ""}, "missing alt text"),
    ],
)
def test_the_compiler_refuses_what_is_not_accessible(
    changes: dict[str, str], complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = renderer.TEMPLATE.read_text(encoding="utf-8")
    for words, instead in changes.items():
        assert template.count(words) == 1
        template = template.replace(words, instead)
    changed = tmp_path / "report.typ"
    changed.write_text(template, encoding="utf-8")
    monkeypatch.setattr(renderer, "TEMPLATE", changed)
    document = small_document()
    with pytest.raises(typst.TypstError, match=complaint):
        pdf(document)


def test_every_cell_stands_in_its_table(small: TaggedPdf) -> None:
    assert_tables_are_whole(small.tree(), small_document(HOSTILE))


def test_words_and_charts_are_as_written(small: TaggedPdf) -> None:
    document = small_document(HOSTILE)
    tree = small.tree()
    charts = [chart for chapter in document.chapters for chart in chapter.charts]
    assert [one.alt for one in tree.all("Figure")] == [chart.text for chart in charts]
    for text in (*document.stamp, document.chapters[0].note, f"First the words, {HOSTILE}.", "Words after the list."):
        assert squeezed(text) in tree.text
    items = [one.text for one in tree.all("LBody")]
    assert items[:2] == ["anitem", "anotheritem:bold"]
    assert [one.text for one in tree.all("Strong")].count(squeezed(HOSTILE)) == 2  # bold words and a term
    assert tree.text.index("Wordsafterthelist") > tree.text.index("anotheritem")


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf(small_document()) == pdf(small_document())


def test_wide_tables_fit_and_can_be_read(small: TaggedPdf) -> None:
    assert min(small.sizes) >= SMALLEST_PRINT


def test_the_report_of_december_is_whole(december: Path, tmp_path: Path) -> None:
    published = december / "published" / "children.duckdb"
    document = read_report(published, "E08000018", date(2020, 12, 31), "restricted", tmp_path)
    made = TaggedPdf(pdf(document))
    assert_tables_are_whole(made.tree(), document)
    assert min(made.sizes) >= SMALLEST_PRINT
    titles = [chapter.title for chapter in document.chapters]
    assert [one.text for one in made.tree().all("H1")] == [squeezed(one) for one in ("Contents", *titles, "Symbols")]


def assert_tables_are_whole(tree: Element, document: Document) -> None:
    """Captions, header cells and every cell, in their places."""
    tables = [table for chapter in document.chapters for table in chapter.tables]
    tagged = tree.all("Table")
    captions = [one.text for one in tree.all("Caption")]
    assert len(tagged) == len(tables) > 0
    for table, found in zip(tables, tagged, strict=True):
        assert squeezed(table.caption) in captions
        head, *rows = [[(cell.kind, cell.text) for cell in row.all("TH", "TD")] for row in found.all("TR")]
        assert head == [("TH", squeezed(heading)) for heading in table.headings]
        assert rows == [
            [("TD", squeezed(text)) for text in (row.header + row.mark, *(cell.text + cell.mark for cell in row.cells))]
            for row in table.rows
        ]
