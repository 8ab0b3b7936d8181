"""The sensor that sees a complete delivery arrive and asks for one run."""

import json

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from orchestration.deliveries_waiting import Waiting, complete_deliveries, newest_month
from orchestration.publish.published import published_deliveries
from orchestration.schedules import NO_DELIVERY, window_request
from orchestration.settings import Settings

SECONDS_BETWEEN_LOOKS = 60


def delivery_sensor(settings: Settings, job: UnresolvedAssetJobDefinition) -> dg.SensorDefinition:
    """Looks once a minute; several new deliveries are one run, of the newest month and its rerun window."""

    @dg.sensor(
        job=job,
        name="new_delivery",
        minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
        description="Asks for one run when a complete delivery has arrived that no run was asked for yet.",
    )
    def new_delivery(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        complete = complete_deliveries(settings.landing)
        if not complete:
            return dg.SkipReason(NO_DELIVERY)
        new = unseen(complete, context.cursor, published_deliveries(settings.published_db))
        if not new:
            return dg.SkipReason("A run was asked for every complete delivery.")
        request = window_request(newest_month(complete), settings, run_key=new[-1].run_key)
        return dg.SensorResult(run_requests=[request], cursor=cursor_of(complete))

    return new_delivery


def unseen(complete: list[Waiting], cursor: str | None, published: dict[str, str]) -> list[Waiting]:
    """Deliveries that neither the cursor nor the published file knows, oldest month first.

    Before the first look (no cursor) a delivery older than a published one of the same council counts as
    known.
    """
    seen = set(json.loads(cursor)) if cursor else set()
    newest = {delivery_id.split("/")[0]: delivery_id for delivery_id in published}
    return sorted(
        (
            one
            for one in complete
            if one.run_key not in seen
            and published.get(one.delivery_id) != one.manifest_sha256
            and not (cursor is None and _id_order(one.delivery_id) < _id_order(newest.get(one.la_code, "//0")))
        ),
        key=lambda one: (one.month_end, one.delivery, one.la_code),
    )


def cursor_of(complete: list[Waiting]) -> str:
    """What has been seen, as the text Dagster keeps between looks."""
    return json.dumps(sorted(one.run_key for one in complete))


def _id_order(delivery_id: str) -> tuple[str, int]:
    _, month, number = delivery_id.split("/")
    return month, int(number)
