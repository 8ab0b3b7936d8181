"""Which files for readers a purge has removed and nobody has written again, by the run record.

Belongs here: telling it, for the purge itself (purge.py) and for verify. Does not belong: writing them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from orchestration.common.months import month_end
from orchestration.common.settings import Settings
from orchestration.publish.queries import councils_with_report
from orchestration.run_record.digests import name_of
from orchestration.run_record.entries import PURGES
from orchestration.run_record.hash_chain import Record

OF_REPORT = re.compile("/reports/[^/-]+-([0-9]{4}-[0-9]{2})-")


def unfinished_purge(settings: Settings, records: tuple[Record, ...]) -> str:
    """The delivery whose purge, the last one, removed files for readers that have not been written since; else ''.

    Of the analysts' files the guide is written last, so it stands for all of them.
    """
    before, after = _around_last_purge(records)
    if not before or not settings.published_db.exists():
        return ""
    is_written = any(name_of(settings, settings.guide) in record.get("files", ()) for record in after)
    is_whole = is_written and not any(
        councils_with_report(settings.published_db, month_end(month)) for month in months_to_write(records)
    )
    return "" if is_whole else before[-1]["delivery"]


def months_to_write(records: tuple[Record, ...]) -> set[str]:
    """Months ('2020-12') of which a report was written before the last purge, and none since."""
    before, after = _around_last_purge(records)
    return _reported(before) - _reported(after)


def _around_last_purge(records: tuple[Record, ...]) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """Records up to and including the last purge that changed what is published, and the later ones.

    Without such a purge the first tuple is empty.
    """
    purges = [
        number for number, record in enumerate(records, 1) if record["kind"] == PURGES and "whole_ledger" in record
    ]
    last = purges[-1] if purges else 0
    return records[:last], records[last:]


def _reported(records: Iterable[Record]) -> set[str]:
    written = (path for record in records for path in record.get("files", ()))
    return {found[1] for path in written if (found := OF_REPORT.search(path))}
