"""Staff: agency share, average and largest caseloads of the teams.

Belongs here: posts and the cases their holders have. Does not belong: what the teams are (seed team_groups).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.reference.calculator.dates import Month, is_open_on
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import ALL, Event, counted
from tests.reference.calculator.reading import Row, reported_as

INDICATORS = ("agency_staff", "agency_staff_headcount", "caseload_average", "caseload_maximum")
AGENCY, CASE_HOLDER = "AGENCY", "CASE_HOLDER"


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """Events of all indicators of the workforce."""
    teams = {row["team_id"].upper(): row for row in delivery.setting_rows("team_groups")}
    for month in months:
        yield from _agency(delivery, month)
        yield from _caseloads(delivery, teams, month)


def posts_held(delivery: Delivery, day: date) -> list[Row]:
    """Posts held on a day, in the order in which they began."""
    held = [row for row in delivery.rows("hr_posts") if is_open_on(day, row["start_date"], row["end_date"])]
    return sorted(held, key=lambda row: (row["start_date"], row["post_id"]))


def _agency(delivery: Delivery, month: Month) -> Iterator[Event]:
    held = posts_held(delivery, month.last_on)
    for row in held:
        hours = row["fte"]
        is_agency = row["employment"] == AGENCY
        if hours is None:
            continue
        yield Event("agency_staff", ALL, month, row["professional_id"], hours if is_agency else 0, hours)
    for worker in {row["professional_id"] for row in held if row["employment"] == AGENCY}:
        yield counted("agency_staff_headcount", month, worker)


def _caseloads(delivery: Delivery, teams: dict, month: Month) -> Iterator[Event]:
    case_posts = [row for row in posts_held(delivery, month.last_on) if row["role"] == CASE_HOLDER]
    for row in case_posts:
        if row["team_id"] in teams and row["fte"] is not None:
            group = teams[row["team_id"]]["team_group"]
            yield Event("caseload_average", group, month, row["professional_id"], 0, row["fte"])
    team_of = {row["professional_id"]: row["team_id"] for row in case_posts}
    without_hours = {row["professional_id"]: row["fte"] is None for row in case_posts}
    cases = {pair for pair in led_children(delivery, month.last_on) if team_of.get(pair[0]) in teams}
    for worker, child_id in sorted(cases):
        if without_hours[worker]:  # neither the cases nor the hours of a post whose hours nobody knows
            continue
        yield Event("caseload_average", teams[team_of[worker]]["team_group"], month, child_id, 1, 0)
    key_teams = {team for team, row in teams.items() if row["is_key_safeguarding"] == "Y"}
    looked_after_teams = {team for team, row in teams.items() if row["team_group"] == "looked_after"}
    for breakdown, wanted in (("safeguarding", key_teams), ("looked_after", looked_after_teams)):
        for child_id in _largest([pair for pair in cases if team_of[pair[0]] in wanted]):
            yield counted("caseload_maximum", month, child_id, breakdown=breakdown)


def led_children(delivery: Delivery, day: date) -> set[tuple[str, str]]:
    """Worker and child of every open involvement as lead key worker; without a worker it leads nobody's case."""
    return {
        (row["invo_professional_id"], row["invo_person_id"])
        for row in delivery.rows("ssd_involvements")
        if row["invo_professional_id"] is not None
        and reported_as("invo_professional_role_id", row["invo_professional_role_id"]) == "lead_worker"
        and is_open_on(day, row["invo_involvement_start_date"], row["invo_involvement_end_date"])
        and delivery.is_alive(row["invo_person_id"], day)
    }


def _largest(cases: list[tuple[str, str]]) -> list[str]:
    """Children of the worker with the most cases, of equals the first by id."""
    by_worker: dict[str, list[str]] = {}
    for worker, child_id in sorted(cases):
        by_worker.setdefault(worker, []).append(child_id)
    return max(by_worker.values(), key=len, default=[])
