"""What the peers of the benchmark have in common: the indicators of the three pages, the fields they rest on and the
command line.

Belongs here: what every engine must agree on. Does not belong: a line that computes; each engine computes in its own
idiom, in its own package. Not asked of the peers, as no delivery of the benchmark has it: workbooks with their serial
days, a delivery that lacks a table, a month in which an indicator was not collected, codes of a council's own.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Literal

from tests.benchmark.peers import STARTED
from tests.benchmark.peers.exchange import Answers, write_answers

WHITE_SPACE = " \t\n\r\xa0"
TIME_OF_DAY = r"([T ]([0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?|00:00(:00([.]0+)?)?(Z|[+]00:00)))?"
ISO_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}" + TIME_OF_DAY + "$"
DAY_FIRST_DATE = r"^[0-9]{2}/[0-9]{2}/[0-9]{4}" + TIME_OF_DAY + "$"
NO_DATE = date(1900, 1, 1)
YES = ("Y", "YES", "1", "T", "TRUE")
NO = ("N", "NO", "0", "F", "FALSE")
FAMILY_SETTINGS = ("fostering", "relatives", "adoption", "parents")
CHILD = ["la_code", "child_id"]
CHILD_MONTH = ["la_code", "month_on", "child_id"]
STAY = ["la_code", "child_id", "period_of_care_id", "is_temporary"]
CARERS = [*STAY, "nth_carers"]


@dataclass(frozen=True)
class Indicator:
    """One indicator: the months it sums and what its numerator stands against."""

    name: str
    period_rule: Literal["in_month", "month_end", "rolling_12"]
    denominator: Literal["cases", "population"] = "cases"
    breakdown_set: str = "all"


INDICATORS = (
    Indicator("cp_plans_open", "month_end", "population"),
    Indicator("cp_plans_open_two_years", "month_end"),
    Indicator("cp_plans_ceased_rolling_12_months", "rolling_12", "population"),
    Indicator("cp_plans_ceased_two_years", "in_month"),
    Indicator("cp_plans_repeat_within_24_months", "rolling_12"),
    Indicator("cp_plans_repeat_ever", "rolling_12"),
    Indicator("looked_after", "month_end", "population"),
    Indicator("placements_three_or_more", "month_end"),
    Indicator("placements_stable_two_years", "month_end"),
    Indicator("placements_family_based", "month_end"),
    Indicator("contacts_by_source", "in_month", breakdown_set="contact_source"),
    Indicator("contacts_decided_within_1_working_day", "in_month"),
)


@dataclass(frozen=True)
class Field:
    """A field of an extract: how its text is read; a row without it, or with an unknown code, may be refused."""

    source: str
    name: str
    kind: Literal["code", "date", "flag"] = "code"
    required: bool = False
    listed: bool = False


STAGED: dict[str, tuple[Field, ...]] = {
    "ssd_person": (
        Field("pers_person_id", "child_id", required=True),
        Field("pers_dob", "born_on", "date"),
        Field("pers_expected_dob", "expected_birth_on", "date"),
        Field("pers_death_date", "died_on", "date"),
    ),
    "ssd_contacts": (
        Field("cont_contact_id", "contact_id", required=True),
        Field("cont_person_id", "child_id", required=True),
        Field("cont_contact_date", "received_on", "date"),
        Field("cont_contact_source_code", "source_code", listed=True),
    ),
    "lcs_contact_forms": (
        Field("contact_id", "contact_id", required=True),
        Field("form_version", "form_version", listed=True),
        Field("reason_for_contact", "reason_for_contact", listed=True),
        Field("need_identified", "need_identified", listed=True),
        Field("contact_type", "contact_type", listed=True),
        Field("decision_date", "decided_on", "date"),
        Field("decision_outcome", "decision_outcome", listed=True),
        Field("is_open_case", "is_open_case", "flag"),
    ),
    "ssd_cp_plans": (
        Field("cppl_cp_plan_id", "plan_id", required=True),
        Field("cppl_person_id", "child_id", required=True),
        Field("cppl_cp_plan_start_date", "started_on", "date"),
        Field("cppl_cp_plan_end_date", "ended_on", "date"),
        Field("cppl_cp_plan_ola", "is_other_authority_plan", "flag"),
    ),
    "ssd_cla_episodes": (
        Field("clae_cla_episode_id", "episode_id", required=True),
        Field("clae_person_id", "child_id", required=True),
        Field("clae_cla_id", "period_of_care_id"),
        Field("clae_cla_placement_id", "placement_id"),
        Field("clae_cla_episode_start_date", "started_on", "date"),
        Field("clae_cla_episode_start_reason", "start_reason", listed=True),
        Field("clae_cla_episode_ceased_date", "ceased_on", "date"),
        Field("clae_cla_episode_ceased_reason", "ceased_reason", listed=True),
        Field("clae_entered_care_date", "entered_care_on", "date"),
    ),
    "ssd_cla_placement": (
        Field("clap_cla_placement_id", "placement_id", required=True),
        Field("clap_person_id", "child_id", required=True),
        Field("clap_cla_id", "period_of_care_id"),
        Field("clap_cla_placement_start_date", "started_on", "date"),
        Field("clap_cla_placement_end_date", "ended_on", "date"),
        Field("clap_cla_placement_type", "placement_type", listed=True),
        Field("clap_cla_placement_provider", "provider", listed=True),
    ),
    "ssd_legal_status": (
        Field("lega_legal_status_id", "legal_status_id", required=True),
        Field("lega_person_id", "child_id", required=True),
        Field("lega_legal_status", "legal_status", listed=True),
        Field("lega_legal_status_start_date", "started_on", "date"),
        Field("lega_legal_status_end_date", "ended_on", "date"),
    ),
}
"""The staged tables; the first field of each is the key that may not come twice."""


def command_line(
    engine: str,
    version: str,
    pages: Callable[[Path, date, date], Answers],
    start: Callable[[], object] = lambda: None,
    helper: Callable[[], int | None] = lambda: None,
    further: Callable[[], dict[str, object]] = dict,
) -> None:
    """Compute the pages of a folder once, write the answers and print in one line of JSON what it took.

    `start` makes ready what is not counted as computing; `helper` names the process that computes beside this one;
    `further` tells what else was measured.
    """
    parser = argparse.ArgumentParser(description=f"Compute three pages with {engine}.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("first", type=date.fromisoformat, help="first month end")
    parser.add_argument("last", type=date.fromisoformat, help="last month end")
    parser.add_argument("--out", type=Path, required=True, help="Parquet file for the answers")
    given = parser.parse_args()
    start()
    begun = perf_counter()
    answers = pages(given.folder, given.first, given.last)
    ended = perf_counter()
    measured = {
        "engine": engine,
        "version": version,
        "seconds": round(ended - begun, 3),
        "start_seconds": round(begun - STARTED, 3),
        "peak_mb": round(_peak_mb(helper())),
        **further(),
    }
    write_answers(answers, given.out)
    print(json.dumps(measured))


def _peak_mb(helper: int | None) -> float:
    """Most memory this process held, with that of a helper added; the kernel's own count begins with its parent's."""
    processes = ["self"] if helper is None else ["self", str(helper)]
    return sum(_peak_kb(Path("/proc", process, "status")) for process in processes) / 1024


def _peak_kb(status: Path) -> int:
    return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))[1])
