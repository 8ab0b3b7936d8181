"""The demo's region: ten councils, one late and one refused, and completed after an interruption."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil

import pytest

from orchestration.common.settings import ROOT
from orchestration.demo.region import run as region
from orchestration.demo.region.councils import invented
from orchestration.demo.run import OtherDeliveries

ROTHERHAM, CHILDREN_OF_ROTHERHAM = "E08000018", 57522


@pytest.fixture(scope="module")
def landing(sources, tmp_path_factory):
    """The deliveries of the region. Not to be changed."""
    data = tmp_path_factory.mktemp("region")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(region, "source_of", lambda made: sources)
        (data / "landing").mkdir()
        region.put_region_into_landing(data / "landing", data)
    assert [path.name for path in data.iterdir()] == ["landing"]
    return data / "landing"


def manifests(landing):
    return {path.parts[-4:-2]: json.loads(path.read_text()) for path in landing.glob("*/*/*/manifest.json")}


def test_one_is_late_and_one_is_refused(landing):
    found = manifests(landing)
    councils = {la_code for la_code, _ in found}
    assert len(councils) == 10 and len(found) == 19
    assert councils - {la for la, month in found if month == "2020-12-31"} == {region.LATE}
    broken = {
        path.parts[-4:-2]
        for path in landing.glob("*/*/*/*.parquet")
        for table in found[path.parts[-4:-2]]["tables"]
        if table["file"] == path.name and table["sha256"] != hashlib.sha256(path.read_bytes()).hexdigest()
    }
    assert broken == {(region.REFUSED, "2020-12-31")}


def test_what_an_interruption_left_out_is_added_and_nothing_else_touched(landing, sources, tmp_path, monkeypatch):
    shutil.copytree(landing, tmp_path / "landing")
    shutil.rmtree(tmp_path / "landing" / region.REFUSED)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "landing").rglob("*.parquet")}
    monkeypatch.setattr(region, "source_of", lambda made: sources)
    region.put_region_into_landing(tmp_path / "landing", tmp_path)
    assert all(path.stat().st_mtime_ns == time for path, time in before.items())
    rows = [
        {key: [(one["name"], one["rows"]) for one in made["tables"]] for key, made in manifests(place).items()}
        for place in (landing, tmp_path / "landing")
    ]
    assert rows[0] == rows[1]

    monkeypatch.setattr(region, "source_of", lambda made: pytest.fail("nothing is lacking"))
    region.put_region_into_landing(tmp_path / "landing", tmp_path)


def test_a_folder_with_other_councils_is_left_alone(tmp_path):
    (tmp_path / "landing" / ROTHERHAM / "2020-12-31" / "1").mkdir(parents=True)
    (tmp_path / "landing" / ROTHERHAM / "2020-12-31" / "1" / "manifest.json").write_text("{}")
    with pytest.raises(OtherDeliveries, match="than the region's"):
        region.put_region_into_landing(tmp_path / "landing", tmp_path)


def test_seeds_know_the_councils_of_the_region():
    """Their children in proportion to Rotherham's, and the same teams."""
    councils = invented(region.COUNCILS, region.SIZE_IN_ALL)
    children = {row["la_code"]: int(row["population_aged_0_17"]) for row in seed("child_populations")}
    assert [children[one.la_code] for one in councils] == [round(CHILDREN_OF_ROTHERHAM * one.size) for one in councils]
    teams = {}
    for row in seed("team_groups"):
        teams.setdefault(row.pop("la_code"), []).append(row)
    assert all(teams[one.la_code] == teams[ROTHERHAM] for one in councils)


def seed(name):
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
