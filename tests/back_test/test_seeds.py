"""Seeds of printed figures against the transcription, in both directions: nothing is lost and nothing is added."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.back_test.compare import published_figures
from tests.back_test.scorecard import published_scorecard

SEEDS = Path(__file__).parents[2] / "seeds"


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_pages(kind: str) -> set[tuple[str, ...]]:
    return {
        (one["key"], one["breakdown"], one["part"], one["period"], one["printed"])
        for one in published_figures()
        if one["period_kind"] == kind
    }


def test_outturns_are_those_of_the_pages() -> None:
    ours = [
        (one["page_key"], one["page_breakdown"], one["page_part"], one["period"], one["printed"])
        for one in seed("annual_outturns")
    ]
    assert set(ours) == of_pages("annual")
    assert len(ours) == 654


def test_benchmarks_are_those_of_the_pages() -> None:
    ours = [
        (one["page_key"], one["page_breakdown"], one["page_part"], one["benchmark"], one["printed"])
        for one in seed("benchmarks")
    ]
    assert set(ours) == of_pages("benchmark")
    assert len(ours) == 90


def test_targets_are_those_of_the_scorecard() -> None:
    place = {one["row_key"]: one["row_no"] for one in seed("scorecard_layout")}
    ours = {
        (place[one["row_key"]], colour, one[f"{colour}_printed"])
        for one in seed("targets")
        for colour in ("red", "amber", "green")
        if one[f"{colour}_printed"]
    }
    published = {
        (one["row_no"], one["period"], one["printed"]) for one in published_scorecard() if one["kind"] == "target"
    }
    assert ours == published
    assert len(ours) == 128


def test_deviations_of_the_scorecard_are_printed_there_and_not_on_the_page() -> None:
    """Every row of the seed stands in the transcription, and says other than the page; the rest of the scorecard's
    outturns and benchmarks comes from the pages, which the back test of the scorecard shows cell by cell."""
    printed = {
        (one["row_no"], one["period"]): one["printed"]
        for one in published_scorecard()
        if one["kind"] in ("annual", "benchmark")
    }
    page = {(one[0], one[1], one[2], one[3]): one[4] for kind in ("annual", "benchmark") for one in of_pages(kind)}
    place = {one["row_key"]: one["row_no"] for one in seed("scorecard_layout")}
    layout = {
        one["row_key"]: (one["page_key"], one["page_breakdown"], one["page_part"]) for one in seed("scorecard_layout")
    }
    no_number = {"-", "tbc"}
    for one in seed("scorecard_deviations"):
        assert printed.get((place[one["row_key"]], one["period"]), "-") == one["printed"] or one["printed"] in no_number
        assert page.get((*layout[one["row_key"]], one["period"])) != one["printed"]


def test_findings_and_contradictions_name_each_other() -> None:
    findings = {one["finding"]: one["kind"] for one in seed("published_findings")}
    named = {(one["finding"], one["kind"]) for one in seed("published_contradictions")}
    assert named == set(findings.items())
