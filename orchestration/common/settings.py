"""Where things are and the few numbers a council may set, read from the environment once.

Belongs here: paths and settings. Does not belong: anything that opens a file or a database.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from orchestration.common.errors import NotPossible
from orchestration.common.months import month_end

ROOT = Path(__file__).resolve().parents[2]
GLOB_CHARACTERS = set("*?[]{}")
NOTICE_SETTINGS = ("WEBHOOK", "MAIL_TO", "MAIL_FROM", "SMTP", "SMTP_USER")


@dataclass(frozen=True)
class Notices:
    """Where notices go: a webhook's address, mail addresses, or neither, which is the default. The password of the
    mail server is no setting: it is read from CHILDREN_NOTICE_SMTP_PASSWORD when a mail is sent.
    """

    webhook: str = field(default="", repr=False)  # such an address often holds a secret
    mail_to: tuple[str, ...] = ()
    mail_from: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""

    @property
    def are_wanted(self) -> bool:
        return bool(self.webhook or self.mail_to)


@dataclass(frozen=True)
class Settings:
    """Paths (absolute) and settings of one installation.

    `rerun_months` is the number of months before the newest one that a monthly run computes again (0 to 12).
    `la_code` narrows the report to one council; None means the only council there is. Retention keeps deliveries for
    `keep_months`, logs and records of runs for `keep_days`, and `kept_copies` (at least 1) published files before the
    present one.
    """

    data: Path
    build_db: Path
    analysts: Path
    root: Path = ROOT
    la_code: str | None = None
    rerun_months: int = 2
    kept_copies: int = 5
    keep_months: int = 36
    keep_days: int = 90
    first_month: str = "2019-01-01"
    notices: Notices = Notices()

    @property
    def landing(self) -> Path:
        return self.data / "landing"

    @property
    def scratch(self) -> Path:
        return self.build_db.parent / "tmp"

    @property
    def spark(self) -> Path:
        return self.data / "spark"

    @property
    def published(self) -> Path:
        return self.data / "published"

    @property
    def published_db(self) -> Path:
        return self.published / "children.duckdb"

    @property
    def run_record(self) -> Path:
        return self.published / "run_record.jsonl"

    @property
    def analysts_db(self) -> Path:
        return self.analysts / "children.duckdb"

    @property
    def parquet(self) -> Path:
        return self.analysts / "parquet"

    @property
    def csv(self) -> Path:
        return self.analysts / "csv"

    @property
    def guide(self) -> Path:
        return self.analysts / "guide.html"

    @property
    def reports(self) -> Path:
        return self.published / "reports"

    @property
    def commentary(self) -> Path:
        return self.data / "commentary"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def dbt_target(self) -> Path:
        return self.data / "dbt_target"

    @property
    def dagster_home(self) -> Path:
        return self.data / "dagster"


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the variables CHILDREN_...; all are optional.

    NotPossible when a number or a month is not one, is out of range, or when a path holds a glob character (DuckDB
    would read `data[1]/x.csv` as a pattern).
    """
    data = _path(environ.get("CHILDREN_DATA") or "data")
    build_db = _path(environ["CHILDREN_BUILD_DB"]) if environ.get("CHILDREN_BUILD_DB") else None
    return Settings(
        data=data,
        build_db=build_db or data / "build" / "council.duckdb",
        analysts=_path(environ.get("CHILDREN_ANALYSTS") or str(data / "analysts")),
        la_code=environ.get("CHILDREN_LA") or None,
        rerun_months=_whole_number("CHILDREN_RERUN_MONTHS", environ.get("CHILDREN_RERUN_MONTHS", "2"), 12),
        kept_copies=_whole_number("CHILDREN_KEEP_COPIES", environ.get("CHILDREN_KEEP_COPIES", "5"), 1000, least=1),
        keep_months=_whole_number("CHILDREN_KEEP_MONTHS", environ.get("CHILDREN_KEEP_MONTHS", "36"), 1200),
        keep_days=_whole_number("CHILDREN_KEEP_DAYS", environ.get("CHILDREN_KEEP_DAYS", "90"), 36500),
        first_month=_first_day("CHILDREN_FIRST_MONTH", environ.get("CHILDREN_FIRST_MONTH") or "2019-01"),
        notices=_notices(environ),
    )


def _notices(environ: Mapping[str, str]) -> Notices:
    given = {name: environ.get(f"CHILDREN_NOTICE_{name}", "").strip() for name in NOTICE_SETTINGS}
    host, _, port = given["SMTP"].partition(":")
    if given["WEBHOOK"] and not given["WEBHOOK"].startswith(("https://", "http://")):
        raise NotPossible("CHILDREN_NOTICE_WEBHOOK must be an address that begins with https:// (or http://)")
    mail_to = tuple(one.strip() for one in given["MAIL_TO"].split(",") if one.strip())
    if mail_to and not (host and given["MAIL_FROM"]):
        raise NotPossible(
            "CHILDREN_NOTICE_MAIL_TO needs CHILDREN_NOTICE_SMTP, the mail server like smtp.example.org:587, and "
            "CHILDREN_NOTICE_MAIL_FROM, the sender's address"
        )
    return Notices(
        webhook=given["WEBHOOK"],
        mail_to=mail_to,
        mail_from=given["MAIL_FROM"],
        smtp_host=host,
        smtp_port=_whole_number("The port in CHILDREN_NOTICE_SMTP", port or "587", 65535, least=1),
        smtp_user=given["SMTP_USER"],
    )


def _path(text: str) -> Path:
    if GLOB_CHARACTERS & set(text):
        raise NotPossible(
            "CHILDREN_DATA, CHILDREN_BUILD_DB and CHILDREN_ANALYSTS may not hold any of * ? [ ] { }; "
            f"one of them is {text!r}"
        )
    path = Path(text).expanduser()
    return path if path.is_absolute() else ROOT / path


def _first_day(name: str, text: str) -> str:
    """'2019-01-01', as Dagster takes it, of a month written 2019-01."""
    try:
        return f"{month_end(text):%Y-%m}-01"
    except NotPossible as error:
        raise NotPossible(f"{name}: {error}") from None


def _whole_number(name: str, text: str, most: int, least: int = 0) -> int:
    if not text.isdigit() or not least <= int(text) <= most:
        raise NotPossible(f"{name} must be a whole number from {least} to {most}, not {text!r}")
    return int(text)
