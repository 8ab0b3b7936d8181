"""Whatever is materialised, in whatever order: what is published is the truth, or it is refused with what to do.

The models are a stand-in that takes no time: marts which say what they were built from. Landing, publishing, the
analysts' files and the choice of reports are the real ones. That dbt tells publish() what it built is tried on a real
build, and through Dagster, in test_publishing_clicked.py.
"""

import shutil
from datetime import date

import dagster as dg
import duckdb
import pytest

from orchestration import report
from orchestration.build import database
from orchestration.build.rewrite import rewrite_without
from orchestration.common import settings
from orchestration.common.errors import NotPossible
from orchestration.defs.assets.dbt_models import require_control_row
from orchestration.landing.problems import DeliveryRefused
from orchestration.operations.output_files import write_for_analysts, write_reports
from orchestration.operations.prepare import land_and_prepare, require_each_delivered
from orchestration.publish.audit import AuditFailed
from orchestration.publish.publication import publish
from tests.landing.small_deliveries import LA_CODE, write_tables

OCT, NOV, DEC, JAN = date(2020, 10, 31), date(2020, 11, 30), date(2020, 12, 31), date(2021, 1, 31)
MODELS = """
begin;
create schema if not exists staging;
create schema if not exists reporting;
create or replace table staging.stg_deliveries as
select deliveries.*, true as is_newest from raw.deliveries cross join control.run
where extract_date <= as_known_on
qualify row_number() over (partition by la_code order by extract_date desc, month_end desc, delivery desc) = 1;
create or replace table reporting.publication as
select la_code, delivery_id, as_known_on, first_month_on, last_month_on, code_version, manifest_sha256
from staging.stg_deliveries cross join control.run;
create or replace table reporting.indicator_values as
select la_code, delivery_id, first_month_on, last_month_on from staging.stg_deliveries cross join control.run;
create or replace table reporting.published_values as
from ledger.published_values
union all by name
select la_code, delivery_id, run.as_known_on, last_month_on as period_end_on, run.code_version
from staging.stg_deliveries as newest cross join control.run
where not exists (
    select 1 from ledger.published_values as ledger
    where ledger.delivery_id = newest.delivery_id and ledger.period_end_on = run.last_month_on
);
create or replace table reporting.published_event_changes as from ledger.published_event_changes;
create or replace table reporting.published_scorecard as from ledger.published_scorecard;
create or replace table reporting.report_issues as
select distinct la_code, cast(split_part(delivery_id, '/', 2) as date) as report_month from reporting.published_values;
create or replace table reporting.landed_rows as
select delivery_id, 'ssd_person' as table_name, 1 as landed_rows, 1 as staged_rows, 0 as refused_rows, true as is_staged
from staging.stg_deliveries;
create or replace table reporting.intake_checks as
select la_code, delivery_id, 'rows_lost' as check_id, 'ssd_person' as table_name, 0.0 as measured, 'percent' as unit,
    1 as measured_on, 10.0 as warn_above, 50.0 as fail_above, null as details, 'lost' as reason, 'passed' as result
from staging.stg_deliveries;
delete from control.built;
insert into control.built
select 'model.x.' || table_name, table_schema, table_name, 'success', token
from information_schema.tables cross join control.run where table_schema in ('staging', 'reporting')
union all
select 'test.x.keys.1', null, null, 'pass', token from control.run;
commit;
"""
PUBLISHED = "select delivery_id, first_month_on, last_month_on from reporting.publication"
BUILT_OF = "select delivery_id, first_month_on, last_month_on from reporting.indicator_values"


def build(chosen, months):
    require_control_row(chosen, months)
    with database.connect(chosen.build_db) as con:
        con.execute(MODELS)


def analysts(chosen, months):
    for kind in ("analysts_database", "published_parquet"):
        write_for_analysts(chosen, kind, {}, months)


CLICKS = {
    "landed_deliveries": land_and_prepare,
    "dbt models": build,
    "published_database": lambda chosen, months: publish(chosen, {}, months),
    "analysts": analysts,
    "report": lambda chosen, months: write_reports(chosen, months[1], {}),
}
BUILDS = ("landed_deliveries", "dbt models")  # these change what readers do not have
REFUSED = (NotPossible, AuditFailed, DeliveryRefused, dg.Failure)


def deliver(chosen, month, number=1, **more):
    return write_tables(
        chosen.landing,
        {"ssd_person": [{"pers_person_id": "P1"}]},
        month=month,
        delivery=number,
        la_code=LA_CODE,
        **more,
    )


def ask(path, question):
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(question).fetchall()


@pytest.fixture(scope="module", autouse=True)
def quick_reports():
    """A report that says which publication it was made from and of which month it is."""

    def written(published_db, folder, la_code, month, commentary):
        path = folder / f"{la_code}-{month:%Y-%m}-restricted.html"
        path.write_text(f"{month} of {ask(published_db, PUBLISHED)}", encoding="utf-8")
        return [path]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "write_report", written)
        patch.setattr(report, "write_region_report", lambda *_: [])
        yield


@pytest.fixture(scope="module")
def december(tmp_path_factory):
    """November and December, each landed, built and published when it came. Not to be changed."""
    chosen = settings.load({"CHILDREN_DATA": str(tmp_path_factory.mktemp("december") / "data")})
    for month, first, last in (("2020-11", NOV, NOV), ("2020-12", OCT, DEC)):
        deliver(chosen, month)
        for click in CLICKS.values():
            click(chosen, (first, last))
    return chosen


def copied(chosen, place):
    shutil.copytree(chosen.data, place / "data")
    return settings.load({"CHILDREN_DATA": str(place / "data")})


def standing(chosen):
    """Everything that readers have, byte by byte, without the record."""
    files = [path for place in (chosen.published, chosen.analysts) for path in place.rglob("*") if path.is_file()]
    return {path.relative_to(chosen.data): path.read_bytes() for path in files if path.suffix != ".jsonl"}


def clicked(chosen, name, months):
    """'' when the click went through; else the refusal, which changed nothing and says what to do."""
    before = standing(chosen)
    try:
        CLICKS[name](chosen, months)
    except REFUSED as refusal:
        said = getattr(refusal, "description", None) or str(refusal)
        assert standing(chosen) == before, said
        assert "aterialise " in said or "python -m orchestration.run" in said, said
        return said
    return ""


def require_truth(chosen, name, months):
    """What readers have is of one build; what was clicked is of the months it was clicked for."""
    [made_from] = ask(chosen.published_db, PUBLISHED)
    assert ask(chosen.published_db, BUILT_OF) == [made_from]
    assert ask(chosen.published_db, "select delivery_id from reporting.intake_checks") == [made_from[:1]]
    if name == "published_database":
        assert made_from[1:] == months
    if name == "analysts":
        assert made_from[1:] == months
        assert ask(chosen.analysts_db, BUILT_OF) == [made_from]
        assert duckdb.sql(
            f"{BUILT_OF.partition(' from ')[0]} from '{chosen.parquet}/indicator_values.parquet'"
        ).fetchall() == [made_from]
    if name == "report":
        page = chosen.reports / f"{LA_CODE}-{months[1]:%Y-%m}-restricted.html"
        assert page.read_text(encoding="utf-8") == f"{months[1]} of {[made_from]}"


class Walk:
    """All orders in which all subsets are clicked. What comes of a click is kept by the clicks before it that changed
    something, so that each is tried once.
    """

    def __init__(self, start, months, place):
        self.months, self.place = months, place
        self.states = {(): start}
        self.refusals = {}
        self.paths = 0

    def go(self, through=(), left=tuple(CLICKS)):
        for name in left:
            self.paths += 1
            after = self.click(through, name)
            self.go(after, tuple(other for other in left if other != name))

    def click(self, through, name):
        """The clicks that have changed something when this one was made."""
        if (through, name) not in self.refusals:
            self.try_click(through, name)
        return (*through, name) if (*through, name) in self.states else through

    def try_click(self, through, name):
        made = copied(self.states[through], self.place / str(len(self.refusals)))
        before = standing(made)
        said = clicked(made, name, self.months)
        require_truth(made, "" if said else name, self.months)
        self.refusals[through, name] = said
        if not said and (name in BUILDS or standing(made) != before):
            self.states[*through, name] = made


@pytest.mark.parametrize(
    ("delivered", "months"),
    [
        (("2021-01", 1), (NOV, JAN)),
        (("2020-12", 2), (OCT, DEC)),
        (None, (NOV, NOV)),
        (("2021-01", 1), (NOV, NOV)),
    ],
    ids=["newer month", "correction", "another month", "newer delivery and another month"],
)
def test_every_subset_in_every_order_publishes_the_truth_or_refuses(december, tmp_path, delivered, months):
    start = copied(december, tmp_path / "start")
    if delivered:
        deliver(start, *delivered, extract_date="2021-02-05")
    walk = Walk(start, months, tmp_path)
    walk.go()
    assert walk.paths == 5 + 5 * 4 + 5 * 4 * 3 + 5 * 4 * 3 * 2 + 5 * 4 * 3 * 2 * 1
    assert not any(said for (_, name), said in walk.refusals.items() if name == "landed_deliveries")
    assert {name for (_, name), said in walk.refusals.items() if not said} == set(CLICKS)
    through = ()
    for name in CLICKS:  # the order of a run
        assert walk.refusals[through, name] == ""
        through = walk.click(through, name)


def test_months_before_the_first_delivery_are_filled_with_its_own_month_and_nothing_is_published_without(tmp_path):
    made = settings.load({"CHILDREN_DATA": str(tmp_path / "data")})
    deliver(made, "2020-12")
    with pytest.raises(NotPossible) as said:
        land_and_prepare(made, (OCT, NOV))
    assert str(said.value) == (
        "no report of 2020-11 can be written: it was not published when its delivery was the newest; there are "
        f"deliveries of {LA_CODE} 2020-12. Months without a report of their own are filled from the newest delivery, "
        "together with its own month: `python -m orchestration.run range 2020-10 2020-12`, or these months in Dagster"
    )
    with pytest.raises(dg.Failure, match="materialise landed_deliveries"):
        build(made, (OCT, NOV))
    for click in CLICKS.values():
        click(made, (OCT, DEC))
    require_truth(made, "report", (OCT, DEC))


def test_a_look_back_to_a_month_that_was_never_published_is_refused_before_it_is_built(december, tmp_path):
    """October's delivery comes after December was published: it would add nothing, and so have no report."""
    made = copied(december, tmp_path)
    deliver(made, "2020-10")
    with pytest.raises(NotPossible, match="no report of 2020-10 can be written: .* range 2020-10 2020-12`"):
        land_and_prepare(made, (OCT, OCT), "own_month")
    land_and_prepare(made, (NOV, NOV), "own_month")


def test_a_catch_up_with_a_month_that_nobody_delivered_runs_none(december):
    """January has no delivery of its own."""
    require_each_delivered(december, [NOV, DEC], "own_month")
    require_each_delivered(december, [DEC, JAN], "newest")
    with pytest.raises(
        NotPossible, match="no month was run: there is no delivery of 2021-01, only of 2020-11, 2020-12. Put"
    ):
        require_each_delivered(december, [NOV, DEC, JAN], "own_month")


@pytest.mark.parametrize("change", ["a delivery landed beside a refused one", "a delivery removed"])
def test_a_build_of_other_deliveries_than_those_landed_is_not_published(december, tmp_path, change):
    made = copied(december, tmp_path)
    if change == "a delivery removed":
        rewrite_without(made.build_db, [f"{LA_CODE}/2020-11-30/1"])
    else:
        deliver(made, "2021-01")
        (deliver(made, "2021-02") / "ssd_person.csv").write_text("other", encoding="utf-8")
        with pytest.raises(DeliveryRefused):
            land_and_prepare(made, (OCT, DEC))
    said = clicked(made, "published_database", (OCT, DEC))
    assert "deliveries were landed or removed since the build was prepared. Materialise landed_deliveries" in said
    assert "deliveries were landed or removed since" in clicked(made, "dbt models", (OCT, DEC))
