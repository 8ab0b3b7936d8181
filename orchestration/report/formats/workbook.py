"""A report as an Excel workbook: the restricted edition made for work, the public one to be read by everybody.

Belongs here: which edition has which workbook. Does not belong here: their layout.
"""

from __future__ import annotations

from orchestration.report.document import PUBLIC, Document
from orchestration.report.formats.workbook_public import public_workbook
from orchestration.report.formats.workbook_restricted import restricted_workbook


def workbook(document: Document) -> bytes:
    """The file, the same bytes for the same document. ValueError when a text is longer than a cell can hold."""
    return public_workbook(document) if document.edition == PUBLIC else restricted_workbook(document)
