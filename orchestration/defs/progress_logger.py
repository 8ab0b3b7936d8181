"""A logger for the command line: one short line per step instead of Dagster's events."""

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import dagster as dg

PROGRESS = "progress"
LANDING, MODELS = "landed_deliveries", "dbt_models"
DOING = {
    LANDING: "Landing new deliveries",
    MODELS: "Building and testing the models",
    "reporting__landed_rows_landed_is_staged_plus_refused": "Checking that no row was lost",
    "reporting__intake_checks_deliveries_can_be_believed": "Checking that the deliveries can be believed",
    "reporting__published_values_ledger_only_grows": "Checking that the ledger only grows",
    "published_database": "Publishing the database",
    "analysts_database": "Writing the file for analysts",
    "published_parquet": "Writing Parquet",
    "published_csv": "Writing CSV",
    "published_guide": "Writing the guide to the marts",
    "report_files": "Rendering the report",
}


class StepLines(logging.Handler):
    """Prints a line when a step ends, with the seconds it took, every check that failed, and what landing and
    the checks of deliveries and figures warn of; dbt warns of more than anybody wants to read.
    """

    def __init__(self) -> None:
        super().__init__()
        self.started: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        event = getattr(record, "dagster_event", None)
        if event is None:
            step = getattr(record, "dagster_meta", {}).get("step_key")
            if record.levelno == logging.WARNING and step == LANDING:
                self.tell(f"  {record.dagster_meta['orig_message']}")
            return
        step, kind = event.step_key, event.event_type_value
        if kind == "STEP_START":
            self.started[step] = time.monotonic()
        elif kind in ("STEP_SUCCESS", "STEP_FAILURE"):
            seconds = time.monotonic() - self.started.get(step, time.monotonic())
            ended = "failed" if kind == "STEP_FAILURE" else "done"
            self.tell(f"  {label(step):<44} {ended:<6} {seconds:6.1f} s")
        elif kind == "ASSET_CHECK_EVALUATION" and not event.event_specific_data.passed:
            check = event.event_specific_data
            outcome = "warned" if check.severity == dg.AssetCheckSeverity.WARN else "failed"
            self.tell(f"  check {outcome}: {check.check_name}")
            if outcome == "warned" and check.description and step != MODELS:  # what failed is told at the end
                self.tell("\n".join(f"    {line}" for line in check.description.splitlines()))

    def tell(self, line: str) -> None:
        print(line, file=sys.__stdout__, flush=True)


@contextmanager
def chatter_into(log: Path) -> Iterator[None]:
    """Write what dbt and Dagster print into a private log file; the step lines still reach the terminal."""
    with log.open("w", encoding="utf-8") as file:
        log.chmod(0o600)
        with redirect_stdout(file):
            yield


def label(step: str) -> str:
    """What a step does, in words."""
    return DOING.get(step, step)


@dg.logger(description="One line per step, for the command line.")
def progress_logger(_context: dg.InitLoggerContext) -> logging.Logger:
    logger = logging.Logger("orchestration.defs.progress_logger", level=logging.DEBUG)
    logger.addHandler(StepLines())
    return logger
