"""The guide as one self-contained HTML page."""

from __future__ import annotations

from pathlib import Path

from orchestration.common.files import replace_file
from orchestration.exports.csv_files import is_of_single_records
from orchestration.exports.guide.read import Guide, read_guide
from orchestration.report.formats.html_page import TEMPLATES as REPORT_TEMPLATES
from orchestration.report.formats.jinja import jinja_environment

_TEMPLATES = Path(__file__).parent / "templates"


def write_guide(published_db: Path, path: Path) -> Path:
    """Write the guide to the published file, replacing the one before in one step; returns its path."""
    replace_file(path, page(read_guide(published_db)))
    return path


def page(guide: Guide) -> bytes:
    """The page, the same bytes for the same guide."""
    words = {mart.name: {column.name: column.comment for column in mart.columns} for mart in guide.marts}
    template = jinja_environment(_TEMPLATES, REPORT_TEMPLATES).get_template("guide.html")
    return template.render(guide=guide, words=words, is_of_single_records=is_of_single_records).encode()
