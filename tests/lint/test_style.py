"""`make lint` as tests, so that it runs beside the others and not before them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from orchestration.common.settings import ROOT
from tests.lint.dbt_style import BIN


@pytest.mark.parametrize(
    "command",
    [
        (BIN / "ruff", "check", "orchestration", "tests"),
        (BIN / "ruff", "format", "--check", "--quiet", "orchestration", "tests"),
        (sys.executable, "-m", "tests.lint.dbt_style"),
    ],
    ids=["ruff check", "ruff format", "SQL and dbt"],
)
def test_nothing_is_found(command: tuple) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
