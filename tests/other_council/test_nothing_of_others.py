"""Reports, lists, analysts' files and guide hold no word and no number of the councils that have rows in the seeds."""

from __future__ import annotations

import csv
import re
from functools import cache
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from pypdf import PdfReader

from orchestration.common.settings import ROOT
from tests.other_council.conftest import SSD, WHOLE

WORDS = re.compile(
    r"rotherham|\bmash\b|mash_2020|council plan|E08000018|\bD000000\d\d\b|old form|new form|"
    r"\b20(1\d|20)\b|\b201\d/|\bF\d\d:",
    re.I,
)
"""Names and codes of those councils, words of their reports, and their years; what is computed here begins in 2022."""
SEEDS_OF_FIGURES = ("annual_outturns", "benchmarks", "scorecard_deviations", "published_contradictions")
RARE = re.compile(r"\d{5,}|\d{3,}\.[1-9]|\d+\.\d[1-9]%?")
"""Numbers that nobody hits upon: five digits, three and decimals, or two decimals."""
ALONE = re.compile(r"(?<![\w.])\d[\d.]*%?(?!\w)")
WORDY_SEEDS = (
    "series_breaks",
    "gaps_in_collection",
    "figure_check_exceptions",
    "council_definitions",
    "scorecard_titles",
)


@pytest.fixture(scope="session")
def texts(ran) -> dict[str, str]:
    """Everything written for readers, as text by file."""
    settings = ran.installation.settings
    found = {}
    for path in (*settings.reports.glob("*.*"), settings.guide):
        found[path.name] = {".html": of_page, ".pdf": of_pdf, ".xlsx": of_workbook}[path.suffix](path)
    for path in settings.analysts.rglob("children.duckdb"):
        found[str(path.relative_to(settings.analysts))] = of_database(path)
    for path in settings.csv.glob("*.csv"):
        found[path.name] = path.read_text(encoding="utf-8")
    return found


def of_page(path: Path) -> str:
    text = re.sub(r"<(svg|style).*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.S)
    return unescape(re.sub(r"<[^>]+>", "\n", text))


def of_pdf(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def of_workbook(path: Path) -> str:
    with ZipFile(path) as parts:
        sheets = [
            parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml") and "/styles" not in name
        ]
    return "\n".join(
        unescape(text)
        for sheet in sheets
        for text in re.findall(r"<(?:v|t|f|dc:title|dc:creator)[^>]*>([^<]*)<", sheet)
    )


def of_database(path: Path) -> str:
    """Cells, names and descriptions, but for pseudonyms and fingerprints, which are any digits."""
    with duckdb.connect(str(path), read_only=True) as con:
        rows = con.execute("select table_name, comment from duckdb_tables()").fetchall()
        names = [row[0] for row in rows]
        rows += con.execute(
            "select column_name, comment from duckdb_columns() where schema_name = 'reporting'"
        ).fetchall()
        for name in names:
            rows += con.execute(f"select * from reporting.{name}").fetchall()
    return "\n".join(
        str(cell) for row in rows for cell in row if not re.search(r"-[0-9a-f]{24}$|^[0-9a-f]{64}$", str(cell))
    )


@cache
def numbers_of_others() -> frozenset[str]:
    """Numbers that the seeds print for other councils and nobody computes by chance."""
    found = set()
    for seed in SEEDS_OF_FIGURES:
        for row in rows_of(seed):
            said = f"{row['printed']} {row.get('value_the_counts_give', '')} {row.get('reason', '')}"
            found |= set(RARE.findall(said))
    return frozenset(found)


def rows_of(seed: str) -> list[dict[str, str]]:
    with (ROOT / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_word_of_another_council(texts) -> None:
    found = {
        name: sorted({line.strip()[:100] for line in text.splitlines() if WORDS.search(line)})[:5]
        for name, text in texts.items()
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_number_of_another_council(ran, texts) -> None:
    with duckdb.connect(str(ran.installation.settings.published_db), read_only=True) as con:
        own = con.execute("select printed from reporting.report_figures where origin = 'computed'").fetchall()
    wanted = numbers_of_others() - {row[0] for row in own}
    assert {"12165", "16609"} <= wanted
    found = {name: sorted(wanted & set(ALONE.findall(text))) for name, text in texts.items()}
    assert {name: numbers for name, numbers in found.items() if numbers} == {}


def test_no_sentence_of_another_council(texts) -> None:
    sentences = {
        row[column]
        for seed in WORDY_SEEDS
        for row in rows_of(seed)
        for column in ("what_changed", "reason", "definition", "title")
        if row.get(column)
    }
    assert len(sentences) > 25
    everything = "\n".join(texts.values())
    assert [one for one in sentences if one in everything] == []


def test_every_seed_row_of_a_council_names_it() -> None:
    """A seed whose rows are one council's has a column for it; those without are the same for all."""
    for_all = {
        "bank_holidays", "breakdowns", "chart_layout", "figure_check_terms", "intake_acceptances", "intake_thresholds",
        "refusal_codes", "report_layout", "scorecard_layout", "told_first_words", "validation_rules", "work_duties",
    }  # fmt: skip
    without = {path.stem for path in (ROOT / "seeds").glob("*.csv") if "la_code" not in path.read_text().split("\n")[0]}
    assert without == for_all
    printed = "\n".join(
        (ROOT / "seeds" / f"{name}.csv").read_text(encoding="utf-8") for name in for_all - {"bank_holidays"}
    )
    assert [line for line in printed.splitlines() if WORDS.search(line)] == []


@pytest.mark.parametrize("la_code", [WHOLE, SSD])
@pytest.mark.parametrize("edition", ["restricted", "public"])
def test_both_editions_exist(ran, la_code, edition) -> None:
    found = {path.suffix for path in ran.installation.settings.reports.glob(f"{la_code}-2026-10-{edition}.*")}
    assert found == {".html", ".pdf", ".xlsx"}


def test_every_month_has_figures(ran) -> None:
    """Of the council with every table, each indicator but those it cannot have is reported in each of the months."""
    with duckdb.connect(str(ran.installation.settings.published_db), read_only=True) as con:
        months = con.execute(
            "select la_code, count(distinct month_on) from reporting.indicators_by_month group by all order by all"
        ).fetchall()
        missing = con.execute(
            "select distinct indicator_id, value_status from reporting.indicators_by_month "
            "where la_code = ? and value_status not in ('reported', 'no_cases') order by all",
            [WHOLE],
        ).fetchall()
    assert months == [(WHOLE, 12), (SSD, 12)]
    assert missing == []


def test_lacking_population_is_said_where_the_rates_would_stand(ran, texts) -> None:
    wanted = "No rates for Nov 2025 to Oct 2026: the council's population of children aged 0 to 17 is not held"
    in_seeds = "seeds/child_populations.csv"
    assert f"{wanted}; add it to {in_seeds}." in texts[f"{SSD}-2026-10-restricted.html"]
    assert f"{wanted}." in texts[f"{SSD}-2026-10-public.html"]
    assert in_seeds not in texts[f"{SSD}-2026-10-public.html"]
    assert wanted not in texts[f"{WHOLE}-2026-10-restricted.html"]
    lines = [line for line in ran.output.splitlines() if in_seeds in line]
    assert lines and all(SSD in line and "population_missing" in line and "12 months" in line for line in lines)


def test_an_old_population_has_its_vintage_beside_the_rates(texts) -> None:
    wanted = "Rates rest on 3,147 children aged 0 to 17 (mid-2024) up to October 2026; no later number is held."
    for edition in ("restricted", "public"):
        assert wanted in texts[f"{WHOLE}-2026-10-{edition}.html"]
        assert "Rates rest on" not in texts[f"{SSD}-2026-10-{edition}.html"]


def test_an_old_benchmark_has_its_vintage_beside_it(texts) -> None:
    """That of England begins in the report's own year."""
    for edition in ("restricted", "public"):
        lines = [line.strip() for line in texts[f"{WHOLE}-2026-10-{edition}.html"].splitlines()]
        assert "Statistical neighbours, average (held since 1 May 2025)" in lines
        assert "England, average (2025)" not in lines
        assert lines.count("Benchmarks of") >= 1 and lines.count("held since 1 May 2025") == 1
