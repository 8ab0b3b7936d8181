"""Writes the files of a report: each edition in each format, each file replaced in one step."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

from orchestration.common.files import replace_file
from orchestration.disclosure import UndecidedIndicator, UnknownCell
from orchestration.report.content.council import EDITIONS, read_report
from orchestration.report.content.region import read_region
from orchestration.report.content.work_lists import LISTS, work_lists
from orchestration.report.document import Document, file_stem
from orchestration.report.formats.html_page import html
from orchestration.report.formats.pdf import pdf
from orchestration.report.formats.workbook import workbook

_LOG = logging.getLogger(__name__)
FORMATS: dict[str, Callable[[Document], bytes]] = {"html": html, "pdf": pdf, "xlsx": workbook}


def write_report(published_db: Path, out_dir: Path, la_code: str, report_month: date, commentaries: Path) -> list[Path]:
    """Write every edition and format of the report of `report_month` (a month end) and, of the newest delivery, the
    lists for work; returns the paths.

    Everything comes from the published file and the commentary files. Files are readable by their owner only, and the
    same byte for byte when the published figures are. There is a public edition of every council, however small. Raises
    NoSuchReport for a month never published and, after writing the rest, UnknownCell or UndecidedIndicator when nobody
    knows whether a cell may be public; a public edition of that month from before is removed.
    """
    out_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    written, unknown = [], None
    for edition in EDITIONS:
        try:
            document = read_report(published_db, la_code, report_month, edition, commentaries)
        except (UndecidedIndicator, UnknownCell) as reason:
            unknown = reason
            _LOG.warning("No %s edition of %s, %s: %s", edition, la_code, f"{report_month:%B %Y}", reason)
            for ending in FORMATS:
                (out_dir / f"{file_stem(la_code, report_month, edition)}.{ending}").unlink(missing_ok=True)
            continue
        for ending, render in FORMATS.items():
            path = out_dir / f"{document.file_stem}.{ending}"
            replace_file(path, render(document))
            written.append(path)
    written += _write_lists(published_db, out_dir, la_code, report_month)
    if unknown:
        raise unknown
    return written


def write_region_report(published_db: Path, out_dir: Path, report_month: date) -> list[Path]:
    """Write the report of all councils together in every format; returns the paths, none where there is one council."""
    document = read_region(published_db, report_month)
    if document is None:
        return []
    paths = {out_dir / f"{document.file_stem}.{ending}": render for ending, render in FORMATS.items()}
    for path, render in paths.items():
        replace_file(path, render(document))
    return list(paths)


def _write_lists(published_db: Path, out_dir: Path, la_code: str, report_month: date) -> list[Path]:
    """The lists for work of the newest delivery; older ones name children for no purpose any more and are removed."""
    lists = work_lists(published_db, la_code, report_month)
    if lists is None:
        return []
    for old in out_dir.glob(f"{la_code}-*-{LISTS}.xlsx"):
        old.unlink()
    path = out_dir / f"{lists.file_stem}.xlsx"
    replace_file(path, workbook(lists))
    return [path]
