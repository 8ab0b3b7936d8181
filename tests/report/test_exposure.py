"""What dbt is told that the report depends on is what the report reads."""

import re

import yaml

from orchestration.common.settings import ROOT

REPORTING = ROOT / "models" / "reporting"
READERS = ("report", "disclosure")
TABLES = {"published_series_breaks": "series_breaks", "published_councils": "councils"}
"""Models whose table has another name."""


def test_the_exposure_names_every_mart_that_the_report_reads() -> None:
    marts = {path.stem for path in REPORTING.rglob("*.sql")} | {"validation_rules", *TABLES.values()}
    source = "".join(
        path.read_text(encoding="utf-8") for one in READERS for path in (ROOT / "orchestration" / one).rglob("*.py")
    )
    read = set(re.findall(r"\b(?:from|join)\s+(?:reporting\.)?(\w+)", source)) & marts
    exposures = yaml.safe_load((REPORTING / "_exposures.yml").read_text(encoding="utf-8"))["exposures"]
    named = next(one["depends_on"] for one in exposures if one["name"] == "monthly_report")
    models = [re.fullmatch(r"ref\('(\w+)'\)", one).group(1) for one in named]
    assert {TABLES.get(one, one) for one in models} == read
