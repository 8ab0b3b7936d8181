"""What a seed states for a span of days, looked at in a month after its end: the run says so."""

from __future__ import annotations

import csv
import re

import pytest

from orchestration.build import database
from orchestration.build.held_deliveries import in_doubt
from tests.landing.small_deliveries import LA_CODE
from tests.project import ROOT, add_seed_rows, dbt_build
from tests.seeds.files import HEADERS, SEEDS

MODELS = ("+intake_checks",)
DELIVERY = f"{LA_CODE}/2026-10-31/1"
DATED = {name: seed for name, seed in SEEDS.items() if "date" in seed["config"]["column_types"].values()}


@pytest.mark.parametrize("name", sorted(DATED))
def test_a_seed_with_dates_says_what_happens_when_it_ends(name):
    """A check of intake_thresholds, which reads the seed; or in a sentence why its end lacks nothing."""
    said = DATED[name]["config"]["meta"]["when_it_ends"]
    with (ROOT / "seeds" / "intake_thresholds.csv").open(encoding="utf-8", newline="") as file:
        checks = {row["check_id"] for row in csv.DictReader(file)}
    if not said.endswith("."):
        assert said in checks
        models = ("intake_measures_of_seeds", "intake_measures_of_terms", "facts_held")
        sql = "".join(
            next((ROOT / "models" / "reporting").rglob(f"{model}.sql")).read_text(encoding="utf-8") for model in models
        )
        assert re.search(rf"'{name}\.csv' as (seed|table_name)", sql), f"no check measures {name}"


def test_school_terms_are_known_to_the_end_of_2027_28():
    with (ROOT / "seeds" / "school_terms.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["la_code"]]
    years = [f"{year}/{(year + 1) % 100}" for year in range(2018, 2028)]
    assert [(row["academic_year"], row["term"]) for row in rows] == [
        (year, term) for year in years for term in ("AUTUMN", "SPRING", "SUMMER")
    ]
    days = [day for row in rows for day in (row["first_on"], row["last_on"])]
    assert days == sorted(days)
    assert [row["academic_year"] for row in rows if row["is_assumed"] == "false"] == [
        year for year in years[:3] for _ in range(3)
    ]


def test_terms_rules_and_targets_that_ended_are_said(project, build, change):
    """Terms end in 2020/21, targets and counting rules in March 2026; eight rows are of summer 2025/26."""
    change("school_terms", lambda lines: [line for line in lines if line < ",2021"])
    add_seed_rows(project, "contact_counting_rules.csv", HEADERS["contact_counting_rules"], [
        f"{LA_CODE},2000-01-01,2026-03-31,LEGACY,",
    ])  # fmt: skip
    add_seed_rows(project, "targets.csv", HEADERS["targets"], [
        f"{LA_CODE},referrals_to_assessment_percent,2025-04-01,2026-03-31,at_least,86,,83,,<83%,83%>,86%+,",
        f"{LA_CODE},contacts_decided_within_1_working_day_percent,2025-04-01,,at_least,95,,92,,<92%,92%>,95%+,",
    ])  # fmt: skip
    dbt_build(project, build, MODELS)
    with database.connect(build, read_only=True) as con:
        found = in_doubt(con)
    assert [line.partition(" (")[0] for line in found["failed"]] == [
        f"{DELIVERY}: rules_ended contact_counting_rules.csv 1 series",
        f"{DELIVERY}: rules_ended school_terms.csv 3 series",
    ]
    warned = [line.partition(" (")[0] for line in found["warned"]]
    assert f"{DELIVERY}: facts_ended targets.csv 1 series" in warned
    assert f"{DELIVERY}: terms_missing school_terms.csv 3 terms" in warned
    assert f"{DELIVERY}: terms_unknown epep_terms 2025/26 SUMMER 8 rows" in warned


def test_usual_terms_are_used_and_said_to_be_assumed(project, build):
    dbt_build(project, build, (*MODELS, "+education_terms"))
    with database.connect(build, read_only=True) as con:
        found = in_doubt(con)
        rows = con.execute(
            "select distinct reported_month_on::varchar, count(*) from episodes.education_terms group by 1"
        )
        assert rows.fetchall() == [("2026-09-30", 8)]
    assert found["failed"] == []
    warned = [line.partition(" (")[0] for line in found["warned"]]
    assert f"{DELIVERY}: terms_assumed school_terms.csv 3 terms" in warned
    assert not [line for line in warned if "terms_unknown" in line or "terms_missing" in line]
