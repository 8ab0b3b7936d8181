"""Counting bugs that were found in a peer's pipeline, put into a copy of the models: the comparison must find each.

Belongs here: bugs seen in the field, each by name. Does not belong: invented ones.
"""

from __future__ import annotations

from pathlib import Path

from tests.reference.agreement import differences
from tests.reference.conftest import Built
from tests.reference.harness import AS_KNOWN, read_values

KNOWN_ON = AS_KNOWN[-1][1]


def differing(built: Built, folder: Path, model: str, right: str, wrong: str) -> set[str]:
    """Indicators on which the reference and models with `wrong` in the place of `right` do not agree."""
    build = built.build.copied(folder / "project")
    (path,) = (build.project / "models").rglob(f"{model}.sql")
    text = path.read_text(encoding="utf-8")
    assert text.count(right) == 1, f"{model} does not hold {right!r} once: the bug needs a new home"
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    build.dbt("run", "--quiet", "--select", f"{model}+,+indicator_values")
    return {one.key[0] for one in differences(read_values(build), built.reference[KNOWN_ON], KNOWN_ON)}


def test_bank_holidays_counted_as_working_days_are_found(built: Built, tmp_path: Path) -> None:
    """Working days without a list of holidays: what is late looks later still, and what is due falls due too soon."""
    found = differing(
        built,
        tmp_path,
        "working_days",
        "<= 5 and bank_holidays.holiday_on is null",
        "<= 5",
    )
    assert "new_assessments_within_45_working_days" in found


def test_a_population_of_ages_0_to_21_is_found(built: Built, tmp_path: Path) -> None:
    """Rates per 10,000 children taken on four more years of age."""
    right = "then populations.population_aged_0_17"
    found = differing(built, tmp_path, "indicator_values", right, f"{right} * 22 // 18")
    assert found >= {"referrals_rolling_12_months", "cp_plans_open", "looked_after"}


def test_stability_compared_with_itself_is_found(built: Built, tmp_path: Path) -> None:
    """The start of a placement compared with the start of the same placement: everybody is stable."""
    found = differing(
        built,
        tmp_path,
        "current_placements_by_period",
        "{{ add_months('homes.stable_since_on', 24) }} <= looked_after.month_on",
        "homes.stable_since_on <= homes.stable_since_on",
    )
    assert found == {"placements_stable_two_years"}


def test_an_age_filter_written_with_or_is_found(built: Built, tmp_path: Path) -> None:
    """Under 26 or over 16 is everybody."""
    right = "{{ birthday('children.born_on', 26) }} > in_months.month_on"
    wrong = f"{right} or {{{{ birthday('children.born_on', 16) }}}} <= in_months.month_on"
    found = differing(built, tmp_path, "care_leavers_by_period", right, wrong)
    assert "care_leavers" in found


def test_health_assessments_every_6_months_from_5_on_are_found(built: Built, tmp_path: Path) -> None:
    """Six months at any age, where twelve hold from the fifth birthday on."""
    found = differing(built, tmp_path, "looked_after_children_by_period", "then 6 else 12 end", "then 6 else 6 end")
    assert found == {"health_assessments_up_to_date"}


def test_a_join_that_drops_the_children_not_visited_is_found(built: Built, tmp_path: Path) -> None:
    """An inner join leaves only who was visited, and 100%."""
    found = differing(built, tmp_path, "open_cp_plans_by_period", "left join visited", "inner join visited")
    assert "cp_visits_within_2_weeks" in found


def test_a_missing_end_taken_for_the_reference_date_is_found(built: Built, tmp_path: Path) -> None:
    """Assessments that are still open, ended on the last day looked at and counted as completed in time."""
    right = "known_assessments.authorised_on as completed_on"
    wrong = (
        "coalesce(known_assessments.authorised_on, (select runs.last_month_on from {{ source('control', 'run') }} "
        "as runs)) as completed_on"
    )
    found = differing(built, tmp_path, "assessments", right, wrong)
    assert found >= {"new_assessments_within_45_working_days", "new_assessments_completed"}
