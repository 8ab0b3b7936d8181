"""One self-contained HTML page per council and reporting month."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from orchestration.report.content import read_report

_TEMPLATES = Path(__file__).parent / "templates"

ARROWS = {"up": "↑ up", "down": "↓ down", "none": "→ none"}


def render_report(published_db: Path, out_dir: Path, la_code: str, report_month: date) -> Path:
    """Write the report of `report_month` (a month end) to `out_dir` and return its path.

    Everything comes from the published file. The page is replaced in one step, is readable by its owner only,
    and is the same byte for byte when the published figures are. Raises NoSuchReport for a month never published.
    """
    report = read_report(published_db, la_code, report_month)
    page = _environment().get_template("report.html").render(report=report)
    out_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = out_dir / f"{la_code}-{report_month:%Y-%m}.html"
    unfinished = path.with_suffix(".tmp")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(page)
    os.replace(unfinished, path)
    return path


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = lambda value: f"{value.day} {value:%B %Y}"
    environment.filters["arrow"] = ARROWS.get
    environment.filters["number"] = lambda value: "-" if value is None else f"{value:.1f}".removesuffix(".0")
    return environment
