"""The demo deliveries against the published report, counted in plain Python, and what became of their faults."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.demo.deliveries.deliver import deliver
from tests.demo.plain_counts import Count, decided_within, is_working_day, published, read_delivery


@pytest.fixture(scope="module", params=[1, 2])
def landing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deliveries of 2020 without source faults, from one seed."""
    to = tmp_path_factory.mktemp(f"seed{request.param}")
    deliver(to, request.param, "2020-12", clean=True)
    return to


@pytest.fixture(scope="module")
def last(landing: Path) -> dict[str, list[dict[str, str]]]:
    """Tables of the December delivery."""
    return read_delivery(landing, "2020-12")


def test_plain_counts_are_the_published_figures(landing: Path) -> None:
    counted = Count(landing).found
    figures = published()
    assert len(figures) == 889
    wrong = [
        (figure["key"], figure["breakdown"], figure["part"], figure["period"], figure["value"])
        for figure in figures
        if counted.get((figure["key"], figure["breakdown"], figure["part"], figure["period"])) != float(figure["value"])
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("month", "harm", "help_", "not_sure", "help_in_5_days"),
    [("2020-10", 606, 486, 862, 460), ("2020-11", 372, 520, 675, 479), ("2020-12", 443, 531, 706, 485)],
)
def test_new_form_splits_as_on_the_summary_page(
    last: dict[str, list[dict[str, str]]], month: str, harm: int, help_: int, not_sure: int, help_in_5_days: int
) -> None:
    forms = {form["contact_id"]: form for form in last["lcs_contact_forms"] if form["is_open_case"] != "Y"}
    rows = [
        contact | forms[contact["cont_contact_id"]]
        for contact in last["ssd_contacts"]
        if contact["cont_contact_date"][:7] == month and contact["cont_contact_id"] in forms
    ]
    needs = [row["need_identified"] for row in rows]
    assert (needs.count("HARM"), needs.count("HELP")) == (harm, help_)
    assert needs.count("NOT_SURE") + needs.count("") == not_sure
    assert sum(row["need_identified"] == "HELP" and decided_within(row, 5) for row in rows) == help_in_5_days


def test_conferences_are_held_on_working_days(last: dict[str, list[dict[str, str]]]) -> None:
    held = {row["icpc_icpc_date"] for row in last["ssd_initial_cp_conference"] if row["icpc_icpc_date"]}
    assert [day for day in held if not is_working_day(day)] == []


def test_another_seed_makes_other_children(tmp_path: Path) -> None:
    people = []
    for seed in (1, 2):
        deliver(tmp_path / str(seed), seed, "2020-01", clean=True)
        rows = read_delivery(tmp_path / str(seed), "2020-01")["ssd_person"]
        people.append({(row["pers_person_id"], row["pers_dob"]) for row in rows})
    assert len(people[0] & people[1]) < 0.05 * len(people[0])


def test_no_child_has_two_plans_at_once(last: dict[str, list[dict[str, str]]]) -> None:
    spans = defaultdict(list)
    for plan in last["ssd_cp_plans"]:
        if plan["cppl_cp_plan_ola"] != "Y":
            start, end = plan["cppl_cp_plan_start_date"], plan["cppl_cp_plan_end_date"]
            spans[plan["cppl_person_id"]].append((start, end or "9999"))
    assert overlapping(spans) == []


def test_no_child_is_in_two_periods_of_care_at_once(last: dict[str, list[dict[str, str]]]) -> None:
    periods: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for episode in last["ssd_cla_episodes"]:
        end = episode["clae_cla_episode_ceased_date"] or "9999"
        periods[episode["clae_person_id"], episode["clae_cla_id"]].append((episode["clae_cla_episode_start_date"], end))
    spans = defaultdict(list)
    for (child, _), episodes in periods.items():
        spans[child].append((min(episodes)[0], max(end for _, end in episodes)))
    assert overlapping(spans) == []


def overlapping(spans: dict[str, list[tuple[str, str]]]) -> list[str]:
    """Children of whom one span begins before the one before it has ended."""
    return [
        child
        for child, found in spans.items()
        if any(later[0] < earlier[1] for earlier, later in zip(sorted(found), sorted(found)[1:], strict=False))
    ]


def test_nobody_is_looked_after_from_the_eighteenth_birthday(last: dict[str, list[dict[str, str]]]) -> None:
    born = {row["pers_person_id"]: row["pers_dob"] for row in last["ssd_person"]}
    for episode in last["ssd_cla_episodes"]:
        birth = date.fromisoformat(born[episode["clae_person_id"]])
        birthday = f"{birth.year + 18:04d}-{birth.month:02d}-{birth.day:02d}"
        assert (episode["clae_cla_episode_ceased_date"] or "2020-12-31") <= birthday


# ---- what the pipeline made of the faults -----------------------------------------------------------------------


def answers(data: Path, month: str, *expected: str) -> list[dict[str, str]]:
    """Lines of the answer key about the first delivery of a month."""
    with (data / "demo_deliveries" / "answer_key.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    return [line for line in lines if line["delivery_id"].split("/")[1] == month and line["expected"] in expected]


def ask(data: Path, query: str, *values) -> list[tuple]:
    with duckdb.connect(str(data / "published" / "children.duckdb"), read_only=True) as con:
        return con.execute(query, values).fetchall()


@pytest.mark.parametrize("month", ["2020-11-30", "2020-12-31"])
def test_exactly_the_rows_of_the_answer_key_are_refused(december: Path, month: str) -> None:
    refused = ask(
        december,
        "select table_name, source_row, refusal_reason from reporting.refused_rows where delivery_id like ?",
        f"%/{month}/1",
    )
    expected = [(line["table"], int(line["line"]), line["detail"]) for line in answers(december, month, "refused")]
    assert sorted(refused) == sorted(expected)
    assert bool(expected) == (month == "2020-12-31")  # all that is wrong in November's rows are fields


def test_exactly_the_fields_of_the_answer_key_are_unread(december: Path) -> None:
    unread = ask(
        december,
        "select table_name, field || ': ' || trim(reason || ' ' || code), records from reporting.unread_attributes",
    )
    expected = [(line["table"], line["detail"], 1) for line in answers(december, "2020-12-31", "unread")]
    assert expected and sorted(unread) == sorted(expected)


def test_landed_is_staged_plus_refused_in_every_table(december: Path) -> None:
    tables = ask(december, "select landed_rows, staged_rows, refused_rows from reporting.landed_rows where is_staged")
    assert len(tables) == 2 * 27  # tables of the newest delivery and of the last published
    assert all(landed == staged + refused > 0 for landed, staged, refused in tables)


def test_every_repair_is_the_one_of_the_answer_key(december: Path) -> None:
    found = {
        episode: (fault, repair, str(used))
        for episode, fault, repair, used in ask(
            december, "select episode_id, fault, repair, ceased_on_used from reporting.care_episode_repairs"
        )
    }
    lines = [
        line for line in answers(december, "2020-12-31", "repaired", "flagged") if line["table"] == "ssd_cla_episodes"
    ]
    assert {line["record_id"]: line["fault"] for line in lines} == {key: fault for key, (fault, _, _) in found.items()}
    for line in lines:
        if line["expected"] == "repaired":
            repair, _, end = line["detail"].partition(": ")
            assert found[line["record_id"]][1:] == (repair, end)
    assert sum(repair == "not repairable" for _, repair, _ in found.values()) >= 1


def test_the_faults_of_the_answer_key_break_rules_and_no_other_episode_does(december: Path) -> None:
    rules = {
        "end date copied from a later episode": "903-501",
        "next episode starts before this one ends": "903-501",
        "gap before the next episode of the period": "903-388",
        "ended without a reason": "903-148",
        "open, but carries a reason ceased": "903-148",
    }
    repairs = ask(december, "select episode_id, fault from reporting.care_episode_repairs")
    faults = ask(december, "select event_id, rule from reporting.source_faults where table_name = 'ssd_cla_episodes'")
    assert sorted(faults) == sorted((episode, rules[fault]) for episode, fault in repairs)
    assert {fault for _, fault in repairs} == set(rules)
