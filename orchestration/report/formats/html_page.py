"""A report as one self-contained HTML page; the master of all formats."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup, escape

from orchestration.report.content.legend import LEGEND, MARKS
from orchestration.report.document import Block, Document
from orchestration.report.formats.charts import svg
from orchestration.report.formats.jinja import jinja_environment

TEMPLATES = Path(__file__).parent / "templates"


def html(document: Document) -> bytes:
    """The page, the same bytes for the same document."""
    page = (
        _environment().get_template("report.html").render(document=document, legend=LEGEND, marks=MARKS, words=_words)
    )
    return page.encode()


def _words(block: Block) -> Markup:
    """A paragraph with its bold words, everything else as the text it is."""
    parts = [
        Markup("<strong>{}</strong>").format(run.text) if run.is_strong else escape(run.text) for run in block.runs
    ]
    return Markup("").join(parts)


def _in_written_order(blocks: Iterable[Block]) -> list[tuple[bool, list[Block]]]:
    """Paragraphs and list items in the order written, those of one kind that follow each other together."""
    return [(is_item, list(found)) for is_item, found in groupby(blocks, key=lambda block: block.is_item)]


def _environment() -> Environment:
    environment = jinja_environment(TEMPLATES)
    # The drawing is ours: its texts are escaped where it is made.
    environment.filters["svg"] = lambda chart: Markup(svg(chart))
    environment.filters["in_written_order"] = _in_written_order
    return environment
