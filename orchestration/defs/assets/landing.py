"""The first asset: what the councils delivered, landed as text."""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from orchestration.common.errors import in_own_words
from orchestration.common.settings import Settings
from orchestration.common.writer_lock import hold_writer_lock
from orchestration.defs.partitions import months_of
from orchestration.defs.resources import LANDED_KEY, OWNERS, POOL, code_in
from orchestration.landing.deliveries import Summary
from orchestration.operations.prepare import NEWEST, land_and_prepare

LATE = timedelta(days=40)
"""A council delivers once a month, some days after its end."""


class KnownThen(dg.Config):
    """`as_known`: 'newest', 'own_month' (the newest delivery of the last month asked for) or an ISO date."""

    as_known: str = NEWEST


def landed_deliveries(months: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """The asset that lands new deliveries and tells the build which months to compute."""

    @dg.asset(
        key=LANDED_KEY,
        description=(
            "Extracts as the councils delivered them, checked against their manifests, every value as text in "
            "schema raw. Lands all that is new, whatever months the run is for; a delivery already landed is "
            "left alone. Also sets the months and the as-known date of the build and copies the ledger of what "
            "was published."
        ),
        group_name="landing",
        owners=OWNERS,
        metadata=code_in(__file__),
        kinds={"python", "duckdb"},
        partitions_def=months,
        backfill_policy=dg.BackfillPolicy.single_run(),
        pool=POOL,
        freshness_policy=dg.FreshnessPolicy.time_window(fail_window=LATE, warn_window=LATE - timedelta(days=7)),
    )
    def land(
        context: dg.AssetExecutionContext, config: KnownThen, settings: dg.ResourceParam[Settings]
    ) -> Iterator[dg.MaterializeResult]:
        with in_own_words():
            hold_writer_lock(settings.data)
            summary, run = land_and_prepare(settings, months_of(context.partition_keys), config.as_known)
        if run is None:
            raise dg.Failure("There is no delivery in the landing folder.", allow_retries=False)
        for problem in summary.waiting:
            context.log.warning(f"Refused, the other councils go on: {problem}")
        context.log.info(f"Computing {run.first:%Y-%m} to {run.last:%Y-%m} as known on {run.as_known_on}")
        yield dg.MaterializeResult(metadata={**metadata_of(summary), "as_known_on": str(run.as_known_on)})

    return land


def metadata_of(summary: Summary) -> dict[str, object]:
    """What was landed, as asset metadata: counts and delivery ids, no value of a row."""
    return {
        "new_deliveries": dg.MetadataValue.json([one.delivery_id for one in summary.landed]),
        "new_rows": sum(one.rows for one in summary.landed),
        "already_landed": summary.unchanged,
        "ignored_columns": dg.MetadataValue.json(
            sorted({note for one in summary.landed for note in one.extra_columns})
        ),
        "refused_others_go_on": dg.MetadataValue.json([str(problem) for problem in summary.waiting]),
        "refused_and_replaced": dg.MetadataValue.json(
            [str(problem) for problem in summary.refused if problem not in summary.waiting]
        ),
    }
