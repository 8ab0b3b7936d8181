"""The monthly report, rendered from the published file alone.

Belongs here: reading the published marts and laying them out. Does not belong: counting (models/), Dagster
(defs/), or anything that opens the build file.
"""

from orchestration.report.content.scorecard import preview
from orchestration.report.files import write_region_report, write_report

__all__ = ["preview", "write_region_report", "write_report"]
