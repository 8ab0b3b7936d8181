"""Usage is reported to nobody, and nothing is told to listen to another machine."""

import re
import subprocess
from importlib import metadata

import pytest
import yaml

from orchestration.build.dbt_environment import DBT
from orchestration.common.settings import ROOT
from orchestration.defs.resources import InstalledDbt


def setting(name: str) -> dict:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_dbt_and_dagster_report_no_usage():
    assert setting("dbt_project.yml")["flags"]["send_anonymous_usage_stats"] is False
    assert setting("dagster.yaml")["telemetry"]["enabled"] is False
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "export DO_NOT_TRACK := 1" in makefile and "export DAGSTER_DISABLE_TELEMETRY := yes" in makefile


def test_no_build_asks_the_package_index_for_a_newer_dbt(monkeypatch):
    """As `dbt --version` does, which Dagster would start before every build."""
    monkeypatch.setattr("dagster_dbt.core.resource.check_output", lambda *_: pytest.fail("another program was asked"))
    chosen = InstalledDbt(project_dir=str(ROOT), dbt_executable=str(DBT))
    assert str(chosen._cli_version) == metadata.version("dbt-core")


def test_no_address_but_loopback_stands_in_a_setting_or_command():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    address = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")
    asked = [
        ROOT / name for name in listed if name == "Makefile" or name.endswith((".toml", ".yaml", ".yml", ".py", ".sh"))
    ]
    found = {one for path in asked for one in address.findall(path.read_text(encoding="utf-8"))}
    assert found == {"127.0.0.1"}
