"""Dagster's sensors that send notices. There are none unless a setting says where notices go.

Belongs here: when there is a notice, and what it says of a run. Does not belong: sending it (notices.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import dagster as dg
from dagster._core.storage.tags import WILL_RETRY_TAG

from orchestration.build.held_deliveries import CORRECT_OR_ACCEPT
from orchestration.common.errors import advice, and_so_on
from orchestration.common.months import month_end, months_before
from orchestration.common.settings import Settings
from orchestration.defs.asset_checks import said_by_failed_checks
from orchestration.defs.progress_logger import label
from orchestration.defs.resources import LANDED_KEY
from orchestration.defs.run_hooks import DELIVERY_ID, asked_by
from orchestration.defs.sensor_memory import publication_of
from orchestration.defs.sensors import ATTEMPT
from orchestration.landing.pending import complete_deliveries
from orchestration.operations.notices import Notice, late_councils, send
from orchestration.run_record import hash_chain

if TYPE_CHECKING:
    from dagster._utils.error import SerializableErrorInfo

DELIVERED_BY_DAY = 10
"""Day of a month on which the delivery of the month before is late: the report is due then."""
SECONDS_BETWEEN_LOOKS = 3600
CORRECT = "Correct the delivery and deliver it again under the next number."
REFUSED = f"A delivery was refused; the run record says which file and line, and why. {CORRECT}"
HELD = (
    "These councils stay at what they delivered before; the others went on. The run record and the check "
    f"deliveries_can_be_believed say why. {CORRECT} Or accept it in seeds/intake_acceptances.csv."
)
LATE = "Ask the council for its delivery. Its report comes with it; the other councils' do not wait."
LOOK = "The run in Dagster and the run record say why."
AGAIN = "The sensor asks for it again after a while, and at once when something changed."
NO_MORE = "The sensor asks for it again only when something changed."
GONE = "The process of the run ended"


def notice_sensors(settings: Settings) -> list[dg.SensorDefinition]:
    """All of them, or none where no notice is wanted. They are on from the start: the setting is the switch."""
    if not settings.notices.are_wanted:
        return []
    on = dg.DefaultSensorStatus.RUNNING

    @dg.run_failure_sensor(
        name="notice_of_failure",
        monitor_all_code_locations=True,  # runs of the command line too
        default_status=on,
        description="Tells by mail or webhook of a run that failed: council, month, step and what to do.",
    )
    def failure(context: dg.RunFailureSensorContext) -> None:
        notice = notice_of_failure(settings, context)
        if notice:
            send(notice, settings.notices, context.log.warning)

    @dg.run_status_sensor(
        run_status=dg.DagsterRunStatus.SUCCESS,
        name="notice_of_held_back",
        monitor_all_code_locations=True,
        default_status=on,
        description="Tells by mail or webhook of deliveries that a run refused or held back while others went on.",
    )
    def held_back(context: dg.RunStatusSensorContext) -> None:
        notice = notice_of_held_back(settings, context)
        if notice:
            send(notice, settings.notices, context.log.warning)

    @dg.sensor(
        name="notice_of_late",
        minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
        default_status=on,
        description=f"Tells once by mail or webhook of councils without a delivery on day {DELIVERED_BY_DAY}.",
    )
    def late(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        told = set(json.loads(context.cursor)) if context.cursor else set()
        notice = notice_of_late(settings, datetime.now(UTC).date(), told)
        if notice and send(notice, settings.notices, context.log.warning):
            told |= {f"{la_code} {notice.last_month}" for la_code in notice.councils}
        return dg.SensorResult(
            skip_reason=f"Told of {len(notice.councils)} councils." if notice else "Nobody new is late.",
            cursor=json.dumps(sorted(told)),
        )

    return [failure, held_back, late]


def notice_of_failure(settings: Settings, context: dg.RunFailureSensorContext) -> Notice | None:
    """What is told of a failed run; None when it is tried again and was told of before, or is started again at once."""
    run = context.dagster_run
    attempt, _, most = run.tags.get(ATTEMPT, "").partition(" of ")
    if run.tags.get(WILL_RETRY_TAG) == "true" or attempt not in ("", "1", most):
        return None
    failures = context.get_step_failure_events()
    checks = _events(context, dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    said = [said_by_failed_checks(checks, one.step_key) for one in failures]
    texts = [text for one, check in zip(failures, said, strict=True) for text in (check, *_messages(one))]
    asked = asked_by(run)
    again = ""
    if attempt:
        again = f" {NO_MORE if attempt == most else AGAIN}"
    return Notice(
        event="run failed",
        councils=_councils(settings, texts, asked["last_month"]),
        first_month=asked["first_month"],
        last_month=asked["last_month"],
        step="; ".join(label(one.step_key) for one in failures) or GONE,
        what_to_do=_what_to_do(texts, failures) + again,
        run=run.run_id,
    )


def notice_of_held_back(settings: Settings, context: dg.RunStatusSensorContext) -> Notice | None:
    """What is told of a run that succeeded without some deliveries; None when there were none."""
    run = context.dagster_run
    publication = publication_of(run.run_id, hash_chain.read(settings.run_record).records)
    refused = [
        str(problem)
        for event in _events(context, dg.DagsterEventType.ASSET_MATERIALIZATION)
        if event.asset_key == LANDED_KEY
        for problem in event.materialization.metadata["refused_others_go_on"].value
    ]
    ids = sorted({*publication.get("held_back", ()), *_ids(refused)})
    if not ids:
        return None
    return Notice(
        event="delivery held back",
        councils=tuple(sorted({one.split("/")[0] for one in ids})),
        first_month=min(one.split("/")[1] for one in ids)[:7],
        last_month=max(one.split("/")[1] for one in ids)[:7],
        what_to_do=f"{HELD} Deliveries: {and_so_on(ids)}.",
        run=run.run_id,
    )


def notice_of_late(settings: Settings, today: date, told: Iterable[str]) -> Notice | None:
    """What is told on a day of councils without a delivery of the month before; None when nobody new is late."""
    month = months_before(month_end(f"{today:%Y-%m}"), 1)
    delivered = ((one.la_code, one.month_end) for one in complete_deliveries(settings.landing))
    late = [la for la in late_councils(delivered, month) if f"{la} {month:%Y-%m}" not in told]
    if today.day < DELIVERED_BY_DAY or not late:
        return None
    return Notice("delivery late", tuple(late), f"{month:%Y-%m}", f"{month:%Y-%m}", LATE)


def _what_to_do(texts: list[str], failures: list[dg.DagsterEvent]) -> str:
    """What to do about a failure, in a fixed sentence: an error's own text could quote a row."""
    classes = {error.cls_name for one in failures for error in _errors(one)}
    if fault := next(filter(None, map(advice, texts)), None):
        return fault
    if "DeliveryRefused" in classes:
        return REFUSED
    if any(text.startswith("deliveries_can_be_believed") for text in texts):
        return CORRECT_OR_ACCEPT
    return LOOK


def _councils(settings: Settings, texts: list[str], month: str) -> tuple[str, ...]:
    """Those that the failure names, or else those that delivered for the month, or else all that ever did."""
    complete = complete_deliveries(settings.landing)
    of_month = {one.la_code for one in complete if f"{one.month_end:%Y-%m}" == month}
    named = {one.split("/")[0] for one in _ids(texts)} & {one.la_code for one in complete}
    return tuple(sorted(named or of_month or {one.la_code for one in complete}))


def _ids(texts: Iterable[str]) -> list[str]:
    return [found for text in texts for found in DELIVERY_ID.findall(text)]


def _events(context: dg.RunStatusSensorContext, kind: dg.DagsterEventType) -> list[dg.DagsterEvent]:
    entries = context.instance.all_logs(context.dagster_run.run_id, of_type=kind)
    return [entry.dagster_event for entry in entries]


def _messages(failure: dg.DagsterEvent) -> list[str]:
    described = failure.event_specific_data.user_failure_data
    return [described.description or "" if described else "", *(error.message for error in _errors(failure))]


def _errors(failure: dg.DagsterEvent) -> Iterator[SerializableErrorInfo]:
    """An error and those it came from."""
    error = failure.event_specific_data.error
    while error:
        yield error
        error = error.cause
