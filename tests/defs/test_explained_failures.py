"""What a failure says: which table, model, seed or test, what was measured and expected, and what to do."""

from __future__ import annotations

import ast
import builtins
import json
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from orchestration.build.dbt_failures import failure_text
from orchestration.build.dbt_plugin.errors_without_values import LOADS_SEED
from orchestration.cli import in_process_run
from orchestration.common import settings
from orchestration.common.errors import PACKAGE
from orchestration.defs import asset_checks
from orchestration.defs.asset_checks import described
from orchestration.defs.run_hooks import cause, record_failure
from orchestration.run_record import hash_chain

FOUND = "E09999999/2020-12-31/1: rows_refused ssd_person 100% of 42 (fails above 30%): most often pers_dob: not a date"


@pytest.fixture
def chosen(tmp_path):
    made = settings.load({"CHILDREN_DATA": str(tmp_path / "data")})
    made.build_db.parent.mkdir(parents=True)
    duckdb.connect(str(made.build_db)).close()
    return made


def run_of(chosen, monkeypatch, tmp_path, found):
    """A first delivery of which the checks find this, in a job of Dagster with a step after it."""
    monkeypatch.setattr(asset_checks, "in_doubt", lambda con: {"failed": [], "held back": [], "warned": [], **found})

    @dg.asset(key=["reporting", "intake_checks"])
    def measured() -> None: ...

    @dg.asset(deps=[measured])
    def published() -> None:
        (tmp_path / "published").touch()

    made = dg.Definitions(
        assets=[measured, published],
        asset_checks=[asset_checks.intake_check().with_hooks({record_failure})],
        jobs=[dg.define_asset_job("all")],
        resources={"settings": chosen},
        executor=dg.in_process_executor,
    )
    with dg.DagsterInstance.ephemeral() as instance:
        result = made.resolve_job_def("all").execute_in_process(instance=instance, raise_on_error=False)
        logged = [one.user_message for one in instance.all_logs(result.run_id) if not one.is_dagster_event]
        return result, instance.get_run_by_id(result.run_id).tags, logged


def test_a_refused_delivery_is_explained_on_the_terminal_and_in_the_run_record(chosen, monkeypatch, tmp_path, capsys):
    result, *_ = run_of(chosen, monkeypatch, tmp_path, {"failed": [FOUND]})
    assert not result.success and not (tmp_path / "published").exists()
    in_process_run.tell_failure(chosen, result, Path("a.log"), None)
    said = capsys.readouterr().err
    [record] = hash_chain.read(chosen.run_record).records
    for text in (said, record["reason"], next(iter(result.get_asset_check_evaluations())).description):
        assert FOUND in text
        assert "seeds/intake_acceptances.csv" in text and str(chosen.build_db) in text
    assert "deliveries_can_be_believed: " in said and str(chosen.run_record) in said
    assert record["error"] == "DagsterAssetCheckFailedError"


def test_a_warning_is_described_and_stops_nothing(chosen, monkeypatch, tmp_path):
    result, tags, _ = run_of(chosen, monkeypatch, tmp_path, {"warned": [FOUND], "held back": ["another"]})
    assert result.success and (tmp_path / "published").exists()
    [evaluation] = result.get_asset_check_evaluations()
    assert evaluation.description == f"Not believed, the other councils go on: another\n{FOUND}"
    assert "cause" not in tags


def test_the_cause_of_a_failure_stands_above_the_events_of_its_run(chosen, monkeypatch, tmp_path):
    """Dagster shows the tags of a run on top of its page and in the list of runs."""
    result, tags, _ = run_of(chosen, monkeypatch, tmp_path, {"failed": [FOUND, "another"]})
    assert not result.success
    step = "reporting__intake_checks_deliveries_can_be_believed"
    assert tags["cause"] == f"{FOUND} ({step}, run {result.run_id[:8]})", "what is cut off on a page is the end"


def test_the_last_words_of_a_failed_step_say_why_and_what_to_do(chosen, monkeypatch, tmp_path):
    """A click on the failed step shows its events; Dagster's own only name the check."""
    *_, logged = run_of(chosen, monkeypatch, tmp_path, {"failed": [FOUND]})
    assert FOUND in logged[-1] and "seeds/intake_acceptances.csv" in logged[-1]


def test_the_cause_of_a_failed_build_names_the_first_that_failed():
    assert cause("dbt could not build or did not pass:\n  test t (fail, 3 rows)\n  model m (error)\nLook.") == (
        "dbt could not build or did not pass: test t (fail, 3 rows)"
    )
    assert cause("refused with 2 problems: a; b") == "refused with 2 problems: a; b"


def test_a_long_list_is_cut_and_says_so():
    assert described([]) is None
    assert described([str(n) for n in range(60)], "Look.").splitlines()[-3:] == ["49", "and 10 more", "Look."]


def results_of(tmp_path, *results, nodes=None):
    (tmp_path / "run_results.json").write_text(json.dumps({"results": results}), encoding="utf-8")
    (tmp_path / "manifest.json").write_text(json.dumps({"nodes": nodes or {}}), encoding="utf-8")
    return failure_text(tmp_path / "run_results.json")


def test_a_failed_test_names_its_rule_its_rows_and_its_query(tmp_path):
    node = {
        "original_file_path": "models/episodes/plans.yml",
        "path": "primary_key_plans.sql",
        "package_name": "p",
        "description": "One row\nper plan.",
    }
    one = {"unique_id": "test.p.primary_key_plans.1", "status": "fail", "failures": 3, "message": "Got 3 results"}
    text = results_of(tmp_path, one, nodes={one["unique_id"]: node})
    query = tmp_path / "compiled" / "p" / "models" / "episodes" / "plans.yml" / "primary_key_plans.sql"
    assert f"  test primary_key_plans (fail, 3 rows); One row per plan.; query {query}\n" in text
    assert "run its query" in text and "Got 3" not in text


@pytest.mark.parametrize(
    ("unique_id", "message", "says"),
    [
        (
            "model.p.figures",
            "Runtime Error in model figures\n  ConstraintException: NOT NULL constraint failed: figures.period",
            "model figures (error); NOT NULL constraint failed: figures.period",
        ),
        (
            "seed.p.targets",
            "Compilation Error in seed targets (seeds/targets.csv)\n  Row 1 has 14 values, but Table only has 13 "
            "columns.\n  \n  > in macro materialization_seed_default",
            "Row 1 has 14 values, but Table only has 13 columns.\nCorrect the seed",
        ),
        (
            "seed.p.thresholds",
            "Runtime Error in seed thresholds\n  Seed cannot be loaded: Conversion Error: line 2 column warn_above",
            "seed thresholds (error); Seed cannot be loaded: Conversion Error: line 2 column warn_above\n",
        ),
        (
            "model.p.plans",
            "Runtime Error in model plans\n  ConversionException in line 7: DuckDB's words can quote a row",
            "model plans (error); ConversionException in line 7\n",
        ),
    ],
)
def test_a_model_or_seed_that_cannot_be_built_says_why(tmp_path, unique_id, message, says):
    text = results_of(tmp_path, {"unique_id": unique_id, "status": "error", "message": message})
    assert says in text


def test_nothing_that_could_quote_a_row_is_passed_on(tmp_path):
    for message in ("Conversion Error: SECRETCHILD", "Invalid Input Error: SECRETCHILD", "SECRETCHILD"):
        one = {"unique_id": "model.p.plans", "status": "error", "message": f"Runtime Error in model plans\n  {message}"}
        assert "SECRETCHILD" not in results_of(tmp_path, one)


def test_only_the_load_of_a_seed_is_told_in_full():
    comment = '/* {"app": "dbt", "node_id": "seed.p.targets"} */\n'
    assert LOADS_SEED.match(f'{comment}  COPY "c"."seeds"."targets" FROM \'/project/seeds/targets.csv\' (FORMAT CSV)')
    for statement in (
        "copy raw.ssd_person from '/data/landing/E09999999/ssd_person.csv'",
        "select 1 as copy from '/project/seeds/targets.csv'",
        f"{comment} insert into seeds.targets select * from raw.ssd_person",
    ):
        assert not LOADS_SEED.match(statement)


RAISED_AND_CAUGHT = {
    ("landing/manifest.py", "ValueError"),  # becomes ManifestRefused
    ("publish/candidate.py", "FileExistsError"),  # an OSError, whose words are told
    ("report/content/commentary.py", "LookupError"),  # becomes CommentaryError
}


def test_what_this_project_raises_is_told_in_its_own_words():
    """A class of its own, or one whose words are told anyway; all others would be told without their words."""
    raised = set()
    for path in PACKAGE.rglob("*.py"):
        where = path.relative_to(PACKAGE).as_posix()
        if where.startswith(("demo/", "build/dbt_plugin/", "build/spark/")):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            call = node.exc if isinstance(node, ast.Raise) else None
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                raised.add((where, call.func.id))
    builtin = {(where, name) for where, name in raised if hasattr(builtins, name)}
    assert builtin == RAISED_AND_CAUGHT
