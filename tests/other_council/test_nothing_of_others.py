"""Reports, workbooks, analysts' files and guide of two councils hold no word and no number of another council's report."""

from __future__ import annotations

import csv
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from pypdf import PdfReader

from orchestration.settings import ROOT
from tests.other_council.conftest import SSD, WHOLE

WORDS = re.compile(r"rotherham|mash|council plan|E08000018|\bD000000\d\d\b|old form|2019|2020|201[5-8]/1[6-9]", re.I)
"""Words of the councils that have rows in the seeds, and the years of their reports."""


def test_it_runs(ran) -> None:
    print(ran.output)
    return
    for p in sorted(ran.installation.data.rglob("*")):
        if p.is_file() and "dagster" not in str(p) and "dbt_target" not in str(p):
            print(p.relative_to(ran.installation.data), p.stat().st_size)
