"""Notices: sent by mail and webhook where that is set, nowhere else; they name council, month, step and what to do."""

from __future__ import annotations

import json
from datetime import date

import dagster as dg
import pytest

from orchestration.common import settings
from orchestration.common.errors import NotPossible
from orchestration.defs.notice_sensors import notice_of_late, notice_sensors
from orchestration.defs.partitions import range_tags
from orchestration.landing.problems import DeliveryRefused, Problem
from orchestration.operations.notices import Notice, send
from orchestration.run_record import hash_chain
from tests.defs.mailbox import Hook, Mail, listening
from tests.landing.small_deliveries import LA_CODE, write_council

SECRET = "SECRETCHILD"
ROTHERHAM = "E08000018"
REFUSED_ID = f"{ROTHERHAM}/2020-12-31/1"
NOTICE = Notice("run failed", (ROTHERHAM, LA_CODE), "2020-10", "2020-12", "Deliver again.", "Publishing", "a-run")


@pytest.fixture
def sent():
    """(environment of an installation that sends notices, mails, posts)."""
    with listening(Mail) as (smtp, mails), listening(Hook) as (http, posts):
        environ = {
            "CHILDREN_NOTICE_WEBHOOK": f"http://127.0.0.1:{http}/hook",
            "CHILDREN_NOTICE_MAIL_TO": "performance@example.org, data@example.org",
            "CHILDREN_NOTICE_MAIL_FROM": "pipeline@example.org",
            "CHILDREN_NOTICE_SMTP": f"127.0.0.1:{smtp}",
        }
        yield environ, mails, posts


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def installation(tmp_path, environ):
    chosen = settings.load({"CHILDREN_DATA": str(tmp_path / "data"), **environ})
    write_council(chosen.landing, "2020-12", "2020-12", la_code=ROTHERHAM)
    return chosen


class Daemon:
    """Dagster's daemon as far as a sensor needs it."""

    def __init__(self, chosen, name):
        self.instance, self.cursor = dg.DagsterInstance.ephemeral(), None
        [self.sensor] = [one for one in notice_sensors(chosen) if one.name == name]
        self.look()  # the first look only notes where the events begin

    def look(self):
        context = dg.build_sensor_context(
            instance=self.instance, cursor=self.cursor, repository_def=dg.Definitions().get_repository_def()
        )
        self.cursor = self.sensor.evaluate_tick(context).cursor

    def run(self, body, success, tags=None, **of_asset):
        @dg.asset(name="landed_deliveries", **of_asset)
        def landed():
            return body()

        job = dg.Definitions([landed], jobs=[dg.define_asset_job("monthly_report")]).resolve_job_def("monthly_report")
        result = job.execute_in_process(
            instance=self.instance,
            raise_on_error=False,
            tags={**range_tags(date(2020, 10, 31), date(2020, 12, 31)), **(tags or {})},
        )
        assert result.success is success
        self.look()
        return result.run_id


def refuse():
    raise DeliveryRefused([Problem(REFUSED_ID, "ssd_person.csv", 7, f"{SECRET} is not a date")])


def test_a_failed_run_is_told_by_mail_and_webhook_and_no_value_with_it(tmp_path, sent):
    environ, mails, posts = sent
    run_id = Daemon(installation(tmp_path, environ), "notice_of_failure").run(refuse, success=False)
    [mail], [post] = mails, posts
    assert post == {
        "event": "run failed",
        "councils": [{"code": ROTHERHAM, "name": "Rotherham"}],
        "first_month": "2020-10",
        "last_month": "2020-12",
        "step": "Landing new deliveries",
        "run": run_id,
        "what_to_do": "A delivery was refused; the run record says which file and line, and why. Correct the "
        "delivery and deliver it again under the next number.",
    }
    assert (mail["To"], mail["From"]) == ("performance@example.org, data@example.org", "pipeline@example.org")
    assert mail["Subject"] == "Children's monthly: run failed, 2020-12, Rotherham"
    text = mail.get_content()
    for part in ("Rotherham", "2020-10 to 2020-12", "Landing new deliveries", run_id, post["what_to_do"]):
        assert part in text
    assert SECRET not in mail.as_string() + json.dumps(post) and "ssd_person" not in text


def test_a_full_disk_is_told_with_what_to_do(tmp_path, sent):
    environ, _, posts = sent

    def full():
        raise OSError(28, "No space left on device", SECRET)

    Daemon(installation(tmp_path, environ), "notice_of_failure").run(full, success=False)
    assert posts[0]["what_to_do"].startswith("The disk is full. Make room")
    assert SECRET not in json.dumps(posts)


def test_a_delivery_that_cannot_be_believed_is_told_with_what_to_do(tmp_path, sent):
    environ, _, posts = sent
    name = "deliveries_can_be_believed"

    def doubted():
        found = dg.AssetCheckResult(check_name=name, passed=False, description=f"{REFUSED_ID}: {SECRET} 100% of 42")
        return dg.MaterializeResult(check_results=[found])

    spec = dg.AssetCheckSpec(name, asset="landed_deliveries", blocking=True)
    Daemon(installation(tmp_path, environ), "notice_of_failure").run(doubted, success=False, check_specs=[spec])
    assert "accept it by a row 'delivery_id,check_id" in posts[0]["what_to_do"]
    assert posts[0]["councils"][0]["name"] == "Rotherham" and SECRET not in json.dumps(posts)


def test_an_unforeseen_fault_is_told_without_its_words(tmp_path, sent):
    environ, mails, posts = sent

    def fault():
        raise ValueError(SECRET)

    Daemon(installation(tmp_path, environ), "notice_of_failure").run(fault, success=False)
    assert posts[0]["what_to_do"].startswith("The run in Dagster and the run record say why.")
    assert SECRET not in json.dumps(posts) + mails[0].as_string()


def test_a_run_that_is_asked_for_again_is_told_first_and_last(tmp_path, sent):
    environ, _, posts = sent
    daemon = Daemon(installation(tmp_path, environ), "notice_of_failure")
    for number in range(1, 5):
        daemon.run(refuse, success=False, tags={"delivery_attempt": f"{number} of 4"})
    daemon.run(refuse, success=False, tags={"dagster/will_retry": "true"})
    first, last = posts
    assert first["what_to_do"].endswith(
        "The sensor asks for it again after a while, and at once when something changed."
    )
    assert last["what_to_do"].endswith("The sensor asks for it again only when something changed.")


def test_a_run_that_succeeded_is_told_only_when_it_left_deliveries_out(tmp_path, sent):
    environ, _, posts = sent
    chosen = installation(tmp_path, environ)
    daemon = Daemon(chosen, "notice_of_held_back")

    def landed(*refused):
        return lambda: dg.MaterializeResult(
            metadata={"refused_others_go_on": dg.MetadataValue.json([f"{REFUSED_ID}/a.csv: {SECRET}" for _ in refused])}
        )

    daemon.run(landed(), success=True)
    assert posts == []
    run_id = daemon.run(landed(1), success=True)
    [post] = posts
    assert (post["event"], post["councils"][0]["code"], post["run"]) == ("delivery held back", ROTHERHAM, run_id)
    assert REFUSED_ID in post["what_to_do"] and SECRET not in json.dumps(post)


def test_a_delivery_held_back_by_a_check_is_told(tmp_path, sent):
    environ, _, posts = sent
    chosen = installation(tmp_path, environ)
    daemon = Daemon(chosen, "notice_of_held_back")

    def landed(context: dg.AssetExecutionContext):
        facts = {"asked": {"run": context.run_id}, "held_back": [f"{LA_CODE}/2020-11-30/2"]}
        hash_chain.append(chosen.run_record, "publishes", facts)
        return dg.MaterializeResult(metadata={"refused_others_go_on": dg.MetadataValue.json([])})

    daemon.run(lambda: landed(dg.AssetExecutionContext.get()), success=True)
    assert [(one["first_month"], one["last_month"], one["councils"]) for one in posts] == [
        ("2020-11", "2020-11", [{"code": LA_CODE, "name": ""}])
    ]


def test_a_late_council_is_told_once(tmp_path, sent, monkeypatch):
    environ, mails, posts = sent
    chosen = installation(tmp_path, environ)
    write_council(chosen.landing, "2021-01", "2021-01")
    assert notice_of_late(chosen, date(2021, 2, 9), set()) is None
    assert notice_of_late(chosen, date(2021, 2, 10), set()).councils == (ROTHERHAM,)
    assert notice_of_late(chosen, date(2021, 2, 28), {f"{ROTHERHAM} 2021-01"}) is None
    assert notice_of_late(chosen, date(2021, 3, 10), {f"{ROTHERHAM} 2021-01"}).councils == (ROTHERHAM, LA_CODE)

    daemon = Daemon(chosen, "notice_of_late")  # by today's clock both are late, or nobody is before the tenth
    daemon.look()
    assert len(mails) == len(posts) <= 1


def test_nothing_is_sent_and_no_sensor_made_where_nothing_is_set(tmp_path, monkeypatch):
    monkeypatch.setattr("socket.create_connection", lambda *_, **__: pytest.fail("a connection was opened"))
    chosen = settings.load({"CHILDREN_DATA": str(tmp_path)})
    assert not chosen.notices.are_wanted
    assert notice_sensors(chosen) == []
    assert send(NOTICE, chosen.notices, pytest.fail) is False


def test_a_notice_that_cannot_be_sent_is_said_and_fails_nothing(tmp_path, sent):
    environ, mails, _ = sent
    said = []
    with listening(Hook, answer=500) as (port, _):
        for webhook in (f"http://127.0.0.1:{port}/{SECRET}", f"http://127.0.0.1:1/{SECRET}", f"http://{SECRET} /"):
            to = settings.load({**environ, "CHILDREN_NOTICE_WEBHOOK": webhook}).notices
            assert send(NOTICE, to, said.append) is True
    assert len(mails) == 3
    assert [one.partition(": ")[2].partition(".")[0] for one in said] == ["HTTPError 500", "URLError", "InvalidURL"]
    to = settings.load({**environ, "CHILDREN_NOTICE_SMTP": "127.0.0.1:1", "CHILDREN_NOTICE_WEBHOOK": ""}).notices
    assert send(NOTICE, to, said.append) is False
    assert "was not sent by mail: ConnectionRefusedError" in said[-1] and SECRET not in "".join(said)


def test_a_password_is_not_sent_without_encryption(sent, monkeypatch):
    environ, mails, _ = sent
    monkeypatch.setenv("CHILDREN_NOTICE_SMTP_PASSWORD", SECRET)
    to = settings.load({**environ, "CHILDREN_NOTICE_SMTP_USER": "u", "CHILDREN_NOTICE_WEBHOOK": ""}).notices
    said = []
    assert send(NOTICE, to, said.append) is False
    assert mails == [] and "offers no encryption" in said[0] and SECRET not in said[0]


def test_secrets_stand_in_no_setting_that_is_printed(sent):
    environ = {**sent[0], "CHILDREN_NOTICE_SMTP_PASSWORD": SECRET, "CHILDREN_NOTICE_WEBHOOK": f"https://a/{SECRET}"}
    assert SECRET not in repr(settings.load(environ))


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"MAIL_TO": "a@example.org"}, "CHILDREN_NOTICE_MAIL_TO needs CHILDREN_NOTICE_SMTP"),
        ({"MAIL_TO": "a@example.org", "SMTP": "smtp.example.org"}, "and CHILDREN_NOTICE_MAIL_FROM"),
        ({"WEBHOOK": "file:///etc/passwd"}, "CHILDREN_NOTICE_WEBHOOK must be an address that begins with https://"),
        ({"SMTP": "smtp.example.org:mail"}, "The port in CHILDREN_NOTICE_SMTP must be a whole number from 1 to 65535"),
    ],
)
def test_settings_that_cannot_be_meant(environ, says):
    with pytest.raises(NotPossible, match=says):
        settings.load({f"CHILDREN_NOTICE_{name}": value for name, value in environ.items()})


def test_only_notices_open_a_connection_to_elsewhere():
    """Others that import a network module stay on this machine."""
    words = ("import socket", "import smtplib", "urllib.request", "http.client")
    found = {
        path.relative_to(settings.ROOT / "orchestration").as_posix()
        for path in (settings.ROOT / "orchestration").rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in words)
    }
    assert found == {
        "build/dbt_server/client.py",
        "build/dbt_server/server.py",
        "build/dbt_server/session.py",
        "operations/notices.py",
    }
