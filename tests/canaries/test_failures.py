"""Whatever fails, and with keys whatever succeeds: no name, date of birth or id stands where it may not.

A small council's delivery full of canaries is refused, landed, and fails in every step: casts, keys, constraints and
tests of dbt, each step of Dagster, a wrong key. Without keys the month that succeeds is in test_nothing_leaks.py.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestration.common.encryption.databases import is_plain
from tests.canaries.allowed import ALLOWED, BYTES_TO_HIDE, MARTS_BY_CHILD, Seen, look
from tests.canaries.forced_models import FORCED, broken_project
from tests.canaries.planting import STEM, Planted, plant
from tests.installation import Installation
from tests.landing.small_deliveries import LA_CODE, write_council
from tests.privacy.test_keys import KEY, OTHER, WHOLE, written

DELIVERY = f"{LA_CODE}/2020-12-31"
NO_DATABASE = re.compile(r"(?![^!]*\.(duckdb|parquet)).*")
LANDS_WHAT_IS_DROPPED = """
import sys
from orchestration.cli import main
from orchestration.landing import contract
as_it_is = contract._field
contract._field = lambda row: as_it_is({**row, "landed": "kept"})
sys.exit(main.main(["land"]))
"""
TELLS_THE_WORDS_OF_OTHERS = """
import sys
from orchestration.common import errors
errors.told = str
from tests.canaries import failing_steps
sys.exit(failing_steps.main())
"""


@dataclass(frozen=True)
class Cage:
    """An installation in a folder that gets all its output, and what is planted in its delivery of December 2020."""

    folder: Path
    made: Installation
    planted: Planted

    @classmethod
    def built(cls, place: Path) -> Cage:
        """With nothing delivered yet; the deliveries wait in `aside`, which is not searched."""
        write_council(place / "council", "2020-12", "2020-12")
        planted = plant(place / "council" / DELIVERY / "1", place / "aside")
        planted.ids.clear()  # C1 and the like are places in a sheet as well; the canaries among the ids are enough
        cage = cls(place / "searched", Installation(place / "searched" / "data"), planted)
        (cage.folder / "temporary").mkdir(parents=True)
        cage.made.environ["TMPDIR"] = str(cage.folder / "temporary")
        return cage

    def deliver(self, number: str) -> None:
        shutil.copytree(
            self.folder.parent / "aside" / DELIVERY / number, self.made.settings.landing / DELIVERY / number
        )

    def ends(self, expected: int, run: subprocess.CompletedProcess, saying: str = "") -> None:
        """What a command printed is searched too."""
        with (self.folder / "output.txt").open("a", encoding="utf-8") as file:
            file.write(run.stdout + run.stderr)
        assert run.returncode == expected and saying in run.stdout + run.stderr, run.stdout + run.stderr


@pytest.fixture(scope="module", params=["plain", "encrypted"])
def cage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cage]:
    """After all failures."""
    place = tmp_path_factory.mktemp(request.param)
    cage = Cage.built(place)
    with pytest.MonkeyPatch.context() as patch:
        made = cage.made
        if request.param == "encrypted":
            made.environ |= written(place, WHOLE)
            patch.setenv("CHILDREN_KEYS", made.environ["CHILDREN_KEYS"])
        cage.deliver("1")
        cage.ends(1, made.run("land"), "1 delivery refused")
        cage.deliver("2")
        cage.ends(0, made.run(*(("month", "2020-12") if request.param == "encrypted" else ("land",))))
        made.root = broken_project(place / "project")
        cage.ends(1, made.run("month", "2020-12"), "dbt could not build or did not pass:")
        made.root = Path(__file__).parents[2]
        cage.ends(0, made.python("-m", "tests.canaries.failing_steps"))
        if request.param == "encrypted":
            keys = dict(made.environ)
            (place / "other").mkdir()
            made.environ |= written(place / "other", WHOLE.replace(OTHER, KEY))
            cage.ends(1, made.run("land"), "does not open with database.key")
            made.environ |= keys
        yield cage


@pytest.fixture(scope="module")
def seen(cage: Cage) -> Seen:
    return look(cage.folder, cage.planted, NO_DATABASE)


def is_encrypted(cage: Cage) -> bool:
    return "CHILDREN_KEYS" in cage.made.environ


def test_every_forced_model_and_test_failed(cage: Cage) -> None:
    results = json.loads((cage.made.data / "dbt_target" / "run" / "run_results.json").read_text(encoding="utf-8"))
    failed = {one["unique_id"].split(".")[2] for one in results["results"] if one["status"] in ("error", "fail")}
    assert failed == set(FORCED)


@pytest.mark.parametrize("kind", ALLOWED)
def test_a_canary_is_found_only_where_its_kind_may_be(cage: Cage, seen: Seen, kind: str) -> None:
    assert seen.elsewhere(kind, BYTES_TO_HIDE if is_encrypted(cage) else ()) == {}


def test_no_date_of_birth_leaves_the_databases(cage: Cage, seen: Seen) -> None:
    assert cage.planted.born
    assert seen.dates == {}


def test_there_was_something_to_leak(cage: Cage, seen: Seen) -> None:
    """The canaries are in the build and, where a month succeeded, in marts that are read through the key."""
    places = set().union(*seen.canaries.values())
    assert {"data/build/council.duckdb!raw.ssd_person", "data/build/council.duckdb!staging.forced_rows"} <= places
    assert is_encrypted(cage) == any(map(re.compile(MARTS_BY_CHILD[-1]).fullmatch, places))


def test_bytes_of_restricted_databases_show_nothing(cage: Cage) -> None:
    if not is_encrypted(cage):
        pytest.skip("without keys they are plain")
    for path in (cage.made.settings.build_db, cage.made.settings.published_db):
        assert path.exists() and not is_plain(path)
        assert STEM.lower().encode() not in path.read_bytes().lower()


def test_the_search_sees_controls_that_are_switched_off(tmp_path: Path) -> None:
    """Landing that drops nothing, steps that tell the words of others, dbt without its plugin."""
    cage = Cage.built(tmp_path)
    cage.deliver("2")
    cage.ends(0, cage.made.python("-c", LANDS_WHAT_IS_DROPPED))
    cage.ends(0, cage.made.python("-c", TELLS_THE_WORDS_OF_OTHERS))
    cage.made.root = broken_project(tmp_path / "project")
    profile = cage.made.root / "profiles.yml"
    profile.write_text(re.sub("(?m)^ *(plugins|module_paths):.*\n", "", profile.read_text(encoding="utf-8")))
    cage.made.environ |= {"CHILDREN_BUILD_DB": str(cage.made.settings.build_db), "DO_NOT_TRACK": "1"}
    places = [f"--{name}-path={cage.made.data / 'dbt_target' / 'run'}" for name in ("target", "log")]
    cage.ends(1, cage.made.python("-m", "dbt.cli.main", "build", "--select", "forced_cast", "forced_key", *places))

    seen = look(cage.folder, cage.planted, NO_DATABASE)
    dropped = set().union(*seen.elsewhere("dropped").values())
    told = set().union(*seen.elsewhere("id").values(), *seen.elsewhere("refused").values())
    assert "data/build/council.duckdb!raw.ssd_person" in dropped
    assert seen.dates
    for place in (r"output\.txt", r"data/dagster/storage/.*", r"data/dbt_target/run/(dbt\.log|run_results\.json)"):
        assert any(map(re.compile(place).fullmatch, told)), place
