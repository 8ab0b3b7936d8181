"""The monthly report, rendered from the published file alone.

Belongs here: reading the published marts and laying them out. Does not belong: counting (models/), Dagster
(assets/), or anything that opens the build file.
"""

from orchestration.report.files import write_region_report, write_report
from orchestration.report.scorecard import preview

__all__ = ["preview", "write_region_report", "write_report"]
