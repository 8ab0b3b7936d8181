"""The published files and the report: what readers get, made only after every check has passed."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import dagster as dg

from orchestration.common.encryption.keys import DEMO, load_keys
from orchestration.common.errors import in_own_words
from orchestration.common.settings import Settings
from orchestration.common.writer_lock import hold_writer_lock
from orchestration.defs.partitions import months_of
from orchestration.defs.resources import OWNERS, POOL, code_in
from orchestration.defs.run_hooks import asked
from orchestration.operations.output_files import reported_councils, write_for_analysts, write_reports
from orchestration.publish.publication import publish
from orchestration.publish.queries import printed_figures, refused_rows


def published_assets(marts: Iterable[dg.AssetKey], months: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Published database, its copies, guide and report; `marts` are the models to be built and checked before."""
    common = {
        "owners": OWNERS,
        "partitions_def": months,
        "backfill_policy": dg.BackfillPolicy.single_run(),
        "pool": POOL,
        "group_name": "published",
        "metadata": code_in(__file__),
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
        done = publish(settings, asked(context), months_of(context.partition_keys))
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
        paths = write_analysts(context, settings, "analysts_database")
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(str(paths[0])),
                "files of one council each": len(paths) - 1,
                "version of the key": (load_keys() or DEMO).version,
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
        return written(settings.parquet, write_analysts(context, settings, "published_parquet"))

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
        return written(settings.csv, write_analysts(context, settings, "published_csv"))

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
        [path] = write_analysts(context, settings, "published_guide")
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
        councils = reported_councils(settings, month)
        previews = {la: preview(settings.published_db, la, month) for la in councils}
        return dg.MaterializeResult(
            metadata={
                "reporting_month": month.isoformat(),
                "printed_figures": printed_figures(settings.published_db, month, councils),
                "files": len(files),
                "folder": dg.MetadataValue.path(str(settings.reports)),
                **{path.name: dg.MetadataValue.path(str(path)) for path in files},
                **{f"preview {la}": dg.MetadataValue.md(text) for la, text in previews.items()},
            }
        )

    return [published_database, analysts_database, published_parquet, published_csv, published_guide, report_files]


def write_analysts(context: dg.AssetExecutionContext, settings: Settings, name: str) -> list[Path]:
    """Write the files of one kind for the months of this run."""
    hold_writer_lock(settings.data)
    return write_for_analysts(settings, name, asked(context), months_of(context.partition_keys))


def written(folder: Path, files: list[Path]) -> dg.MaterializeResult:
    """What Dagster shows of a folder with one file per table."""
    return dg.MaterializeResult(metadata={"folder": dg.MetadataValue.path(str(folder)), "files": len(files)})
