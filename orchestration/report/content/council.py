"""Reads one report out of the published marts, whole, in one edition.

Belongs here: the order of the chapters. Does not belong here: what stands in them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from orchestration.report.content import commentary
from orchestration.report.content.annexes import checks_chapter, contradictions_chapter, revised_chapter
from orchestration.report.content.editions import Edition, figure_key, read_edition
from orchestration.report.content.marts import Marts, NoSuchReport, open_marts
from orchestration.report.content.periods import day
from orchestration.report.content.quality import quality_chapter
from orchestration.report.content.scorecard import scorecard_chapters
from orchestration.report.content.subjects import subject_chapters
from orchestration.report.content.work_lists import work_chapter
from orchestration.report.document import PUBLIC, RESTRICTED, Chapter, Document

EDITIONS = (RESTRICTED, PUBLIC)


def read_report(published_db: Path, la_code: str, report_month: date, edition: str, commentaries: Path) -> Document:
    """One edition of the report of `report_month` (a month end) of a council.

    `commentaries` is the folder of commentary files. Raises NoSuchReport when that month was never published and
    CommentaryError when a commentary cannot be used.
    """
    with open_marts(published_db, la_code, report_month) as marts:
        stamp = marts.ask(_STAMP)
        if not stamp:
            raise NoSuchReport(f"no report of {report_month:%B %Y} has been published for {la_code}")
        shown = read_edition(edition, published_db, la_code, report_month)
        subjects = _with_commentary(marts, subject_chapters(marts, shown), shown, commentaries)
        chapters = [*scorecard_chapters(marts, shown), *subjects]
        if edition == RESTRICTED:  # what the public edition leaves out: disclosure.LEFT_OUT
            work = work_chapter(marts, stamp[0]["as_known_on"])
            contradictions = contradictions_chapter(marts)
            chapters += [work] if work else []
            chapters += [
                revised_chapter(marts, stamp[0]["as_known_on"]),
                quality_chapter(marts, stamp[0]["delivery_id"]),
                checks_chapter(marts),
            ]
            chapters += [contradictions] if contradictions else []
    return Document(
        title=f"Children's social care monthly report: {report_month:%B %Y}",
        la_code=la_code,
        report_month=report_month,
        edition=edition,
        stamp=_stamp_in_words(stamp[0], la_code, edition),
        chapters=tuple(chapters),
    )


def _with_commentary(marts: Marts, chapters: list[Chapter], edition: Edition, commentaries: Path) -> list[Chapter]:
    printed = {figure_key(row): edition.printed(row) for row in marts.ask(_PRINTED)}
    rows = [
        row | {name: edition.scorecard(row, name) for name in commentary.SAID} for row in marts.ask(_SCORECARD_BY_PAGE)
    ]
    folder = commentaries / marts.la_code / f"{marts.report_month:%Y-%m}"
    if edition.is_public:
        folder = folder / PUBLIC  # what is written for the restricted edition may say more than may be said
    found = []
    for chapter in chapters:
        text = commentary.written(folder, chapter.anchor, printed)
        draft = commentary.drafted(row for row in rows if row["page_anchor"] == chapter.anchor) if text is None else ()
        found.append(replace(chapter, commentary=text or draft, commentary_is_draft=text is None and bool(draft)))
    return found


def _stamp_in_words(stamp: dict, la_code: str, edition: str) -> tuple[str, ...]:
    return (
        f"Council {la_code}. {edition.capitalize()} edition.",
        f"From delivery {stamp['delivery_id']}, as known on {day(stamp['as_known_on'])}; "
        f"code version {stamp['code_version']}.",
        "Numbers of 1 to 5 and what would give them away are left out; months stand as the public first had them, and "
        "those changed since are marked."
        if edition == PUBLIC
        else "Each month's figure is the one last published by then: the newest months are rerun every month, older "
        "months stand as they were.",
    )


_STAMP = """
select issues.as_known_on, issues.delivery_id, max(ledger.code_version) as code_version
from report_issues as issues
inner join published_values as ledger
    on issues.la_code = ledger.la_code and issues.delivery_id = ledger.delivery_id
where issues.is_latest_issue and issues.la_code = $la_code and issues.report_month = $report_month
group by issues.as_known_on, issues.delivery_id
"""

_PRINTED = """
select page, key, breakdown, period_kind, period, part, printed from report_figures
where la_code = $la_code and report_month = $report_month
"""

_SCORECARD_BY_PAGE = """
select
    scorecard.row_key, scorecard.title, scorecard.this_month, scorecard.month_before, scorecard.dot,
    scorecard.dot_reason, scorecard.rag, scorecard.rag_reason,
    trim(regexp_replace(lower(scorecard.page), '[^a-z0-9]+', '-', 'g'), '-') as page_anchor
from report_scorecard as scorecard
where scorecard.la_code = $la_code and scorecard.report_month = $report_month
order by scorecard.row_no
"""
