"""`python -m tests.canaries.failing_steps`: every step of Dagster fails with words of a library that quote rows, and so
does the command line. What dbt itself says is in forced_models.py.

The rows are those of the newest planted delivery, which has been landed.
"""

from __future__ import annotations

import sys
from datetime import date
from unittest.mock import patch

from orchestration.cli import in_process_run
from orchestration.cli import main as command_line
from orchestration.common import settings
from orchestration.common.encryption.databases import opened
from orchestration.common.writer_lock import hold_writer_lock
from orchestration.definitions import build_defs
from orchestration.defs.instance import dagster_instance
from orchestration.defs.jobs import JOB_NAME
from orchestration.defs.partitions import range_tags
from orchestration.defs.progress_logger import chatter_into

PUBLISHING = "orchestration.operations.output_files"
MADE_FROM = "_require_made_from_published"  # these two would refuse before the call
CALLS = {
    "landed_deliveries": "orchestration.defs.assets.landing.land_and_prepare",
    "dbt_models": "orchestration.defs.assets.dbt_models.require_control_row",
    "published_database": "orchestration.defs.assets.publication.publish",
    "analysts_database": f"{PUBLISHING}.write_all_analysts",
    "published_parquet": f"{PUBLISHING}.export_parquet",
    "published_csv": f"{PUBLISHING}.export_csv",
    "published_guide": "orchestration.exports.guide.write_guide",
    "report_files": "orchestration.defs.assets.publication.write_reports",
}


def quoting(*_: object, **__: object) -> None:
    """Fail on rows of children, as a library does, while handling another such failure."""
    with opened(settings.load().build_db) as con:
        [born] = con.execute(
            "select pers_dob from raw.ssd_person where pers_dob <> '' and try_cast(pers_dob as date) is null"
        ).fetchone()
        try:
            date.fromisoformat(born)
        except ValueError:
            con.execute("select error(pers_person_id || ' born ' || pers_dob) from raw.ssd_person").fetchall()


def main() -> int:
    """0 when every step failed."""
    chosen = settings.load()
    hold_writer_lock(chosen.data)
    log = chosen.logs / "failing_steps.log"
    log.parent.mkdir(exist_ok=True)
    ended = []
    with dagster_instance(chosen) as instance, chatter_into(log):
        definitions = build_defs(chosen)
        job = definitions.resolve_job_def(JOB_NAME)
        keys = {one.op.name: list(one.keys) for one in definitions.assets if one.is_executable}
        for step, call in CALLS.items():
            with patch(call, quoting), patch(f"{PUBLISHING}._require_published"), patch(f"{PUBLISHING}.{MADE_FROM}"):
                result = job.execute_in_process(
                    instance=instance,
                    raise_on_error=False,
                    tags=range_tags(date(2020, 12, 31), date(2020, 12, 31)),
                    run_config={"loggers": {"progress": {}}},
                    asset_selection=keys[step],
                )
            in_process_run.tell_failure(chosen, result, log, in_process_run.published_file(chosen))
            ended.append(result.success)
    with patch("orchestration.operations.prepare.land_and_prepare", quoting):
        ended.append(command_line.main(["land"]) == 0)
    return int(any(ended))


if __name__ == "__main__":
    sys.exit(main())
