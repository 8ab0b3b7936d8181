"""A report as a tagged PDF to print and to file: what the HTML page says, on A4.

Belongs here: handing the document to the typesetter as data. Does not belong here: looks (templates/report.typ). Only
the typesetter's own fonts are used, so that every machine makes the same bytes; the compiler refuses what breaks
PDF/UA-1.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path

import typst

from orchestration.report.content.legend import LEGEND
from orchestration.report.document import Document
from orchestration.report.formats.charts import svg

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


def pdf(document: Document) -> bytes:
    """The file, the same bytes for the same document, dated on the last day of the report month."""
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"report": json.dumps(_content(document))},
        pdf_standards="ua-1",
        timestamp=datetime.combine(document.report_month, time(), UTC),
    )


def _content(document: Document) -> dict:
    """Everything that the template prints, none of it markup."""
    chapters = [
        asdict(chapter) | {"charts": [asdict(chart) | {"svg": svg(chart)} for chart in chapter.charts]}
        for chapter in document.chapters
    ]
    return asdict(document) | {"whose": document.whose, "report_month": None, "chapters": chapters, "legend": LEGEND}
