"""The published files and the report: what readers get, made only after every check has passed."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import dagster as dg

from orchestration.hooks import asked
from orchestration.lock import hold_writer_lock
from orchestration.own_words import in_own_words
from orchestration.partitions import months_of
from orchestration.privacy.keys import DEMO, load_keys
from orchestration.publish.analysts import write_all_analysts
from orchestration.publish.csv_files import export_csv
from orchestration.publish.parquet import export_parquet
from orchestration.publish.publish import publish
from orchestration.publish.published import councils, councils_with_report, refused_rows
from orchestration.record.deeds import recorded
from orchestration.resources import OWNERS, POOL
from orchestration.settings import Settings, private_folder


def published_assets(marts: Iterable[dg.AssetKey], months: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Published database, its copies, guide and report; `marts` are the models to be built and checked before."""
    common = {
        "owners": OWNERS,
        "partitions_def": months,
        "backfill_policy": dg.BackfillPolicy.single_run(),
        "pool": POOL,
        "group_name": "published",
    }

    @dg.asset(
        deps=sorted(marts),
        kinds={"duckdb"},
        description=(
            "One DuckDB file with all marts, for reading only: written beside the old one, compared with the "
            "build and with the ledger published before, then put in its place in one step. Readers are never "
            "blocked; the last copies are kept in published/previous."
        ),
        **common,
    )
    @in_own_words()
    def published_database(
        context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]
    ) -> dg.MaterializeResult:
        hold_writer_lock(settings.data)
        done = publish(settings, asked(context))
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(str(done.path)),
                "changed": done.is_changed,
                "bytes": done.path.stat().st_size,
                "refused_rows": dg.MetadataValue.json(
                    [f"{rows} of {table}: {reason}" for table, reason, rows in refused_rows(done.path)]
                ),
            }
        )

    @dg.asset(
        deps=[published_database],
        kinds={"duckdb"},
        description=(
            "The published marts for analysts, in a file and a folder of their own: a pseudonym in the place of every "
            "id of a child, a worker or a record of theirs. In a region also one file for each council."
        ),
        **common,
    )
    @in_own_words()
    def analysts_database(
        context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]
    ) -> dg.MaterializeResult:
        hold_writer_lock(settings.data)
        keys = load_keys() or DEMO  # without keys nothing but demo deliveries is landed
        paths = recorded(
            settings,
            settings.analysts,
            lambda: write_all_analysts(settings.published_db, settings.analysts_db, keys),
            asked(context),
        )
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(str(paths[0])),
                "files of one council each": len(paths) - 1,
                "version of the key": keys.version,
            }
        )

    @dg.asset(
        deps=[analysts_database],
        kinds={"parquet"},
        description="Every table of the analysts' file as one Parquet file, each replaced in one step.",
        **common,
    )
    @in_own_words()
    def published_parquet(
        context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]
    ) -> dg.MaterializeResult:
        hold_writer_lock(settings.data)
        folder = settings.parquet
        done = recorded(settings, folder, lambda: export_parquet(settings.analysts_db, folder), asked(context))
        return written(folder, done)

    @dg.asset(
        deps=[analysts_database],
        kinds={"csv"},
        description=(
            "Every published table that holds no rows of single children as one CSV file, each replaced in one step."
        ),
        **common,
    )
    @in_own_words()
    def published_csv(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult:
        hold_writer_lock(settings.data)
        folder = settings.csv
        done = recorded(settings, folder, lambda: export_csv(settings.analysts_db, folder), asked(context))
        return written(folder, done)

    @dg.asset(
        deps=[analysts_database],
        kinds={"html"},
        description="One page for analysts: every published mart, column and indicator in words; it holds no figure.",
        **common,
    )
    @in_own_words()
    def published_guide(
        context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]
    ) -> dg.MaterializeResult:
        from orchestration.guide import write_guide

        hold_writer_lock(settings.data)
        [path] = recorded(
            settings,
            settings.guide.parent,
            lambda: [write_guide(settings.analysts_db, settings.guide)],
            asked(context),
        )
        return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(str(path))})

    @dg.asset(
        deps=[published_database],
        kinds={"html", "pdf", "excel"},
        description=(
            "The monthly performance report of each council in HTML, PDF and Excel, restricted and public, rendered "
            "from the published database and the commentary files alone, for the last month of the run."
        ),
        freshness_policy=dg.FreshnessPolicy.cron(deadline_cron="0 9 10 * *", lower_bound_delta=timedelta(days=9)),
        **common,
    )
    @in_own_words()
    def report_files(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult:
        from orchestration.report import preview

        hold_writer_lock(settings.data)
        month = months_of(context.partition_keys)[1]
        files = write_reports(settings, month, asked(context))
        previews = {la: preview(settings.published_db, la, month) for la in reported_councils(settings, month)}
        return dg.MaterializeResult(
            metadata={
                "reporting_month": month.isoformat(),
                **{path.name: dg.MetadataValue.path(str(path)) for path in files},
                **{f"preview {la}": dg.MetadataValue.md(text) for la, text in previews.items()},
            }
        )

    return [published_database, analysts_database, published_parquet, published_csv, published_guide, report_files]


def written(folder: Path, files: list[Path]) -> dg.MaterializeResult:
    """What Dagster shows of a folder with one file per table."""
    return dg.MaterializeResult(metadata={"folder": dg.MetadataValue.path(str(folder)), "files": len(files)})


def reported_councils(settings: Settings, month: date) -> list[str]:
    """Councils that this installation reports on and whose month has been published; all, when there is none, so that
    it is said which report is missing. A council that delivers late has its report later.
    """
    of_month = councils_with_report(settings.published_db, month) or councils(settings.published_db)
    return [la for la in of_month if settings.la_code in (None, la)]


def write_reports(settings: Settings, month: date, asked: dict[str, str]) -> list[Path]:
    """Write the report of a month end for each council, and record it; returns the files."""
    from orchestration.report import write_report

    folder = private_folder(settings.reports)

    def write() -> list[Path]:
        return [
            path
            for la_code in reported_councils(settings, month)
            for path in write_report(settings.published_db, folder, la_code, month, settings.commentary)
        ]

    return recorded(settings, folder, write, asked)
