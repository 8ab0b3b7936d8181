"""A notice by mail and webhook that a run failed, or that a delivery is late or was held back. Off by default.

A notice leaves the machine. So it holds councils, months, a step and sentences of this project, and nothing that was
read from a delivery. Belongs here: what a notice is and sending it. Does not belong: when there is one
(notice_sensors.py).
"""

from __future__ import annotations

import csv
import json
import os
import smtplib
import ssl
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from http.client import HTTPException
from urllib.error import HTTPError

from orchestration.common.errors import and_so_on
from orchestration.common.settings import ROOT, Notices

SECONDS_TO_SEND = 10
PASSWORD = "CHILDREN_NOTICE_SMTP_PASSWORD"
PORT_OF_TLS = 465


class NotSent(RuntimeError):
    """A notice was not sent; the message says why."""


@dataclass(frozen=True)
class Notice:
    """`event` is 'run failed', 'delivery late' or 'delivery held back'; councils by code; months like 2020-12."""

    event: str
    councils: tuple[str, ...]
    first_month: str
    last_month: str
    what_to_do: str
    step: str = ""
    run: str = ""

    @property
    def months(self) -> str:
        return self.last_month if self.first_month == self.last_month else f"{self.first_month} to {self.last_month}"

    def subject(self) -> str:
        """Short enough for one line of a mail's head."""
        names = [_names().get(code) or code for code in self.councils]
        parts = (self.event, self.last_month, names[0] if len(names) == 1 else f"{len(names)} councils")
        return f"Children's monthly: {', '.join(part for part in parts if part)}"

    def as_text(self) -> str:
        lines = {
            "What": self.event,
            "Council": and_so_on(_named(self.councils), 20),
            "Months": self.months,
            "Step": self.step,
            "Run": self.run,
            "What to do": self.what_to_do,
        }
        return "".join(f"{name}: {text}\n" for name, text in lines.items() if text)

    def as_json(self) -> str:
        names = _names()
        return json.dumps(
            {
                "event": self.event,
                "councils": [{"code": code, "name": names.get(code, "")} for code in self.councils],
                "first_month": self.first_month,
                "last_month": self.last_month,
                "step": self.step,
                "run": self.run,
                "what_to_do": self.what_to_do,
            }
        )


def send(notice: Notice, to: Notices, warn: Callable[[str], None]) -> bool:
    """Send it every way that is set; returns whether one worked. What fails is said to `warn`, never raised."""
    ways = {"mail": _mail} if to.mail_to else {}
    ways |= {"webhook": _post} if to.webhook else {}
    sent = []
    for name, way in ways.items():
        try:
            way(notice, to)
            sent.append(name)
        except (OSError, HTTPException, ValueError, NotSent) as error:  # an error's words can hold address or password
            why = str(error) if isinstance(error, NotSent) else type(error).__name__
            why += f" {error.code}" if isinstance(error, HTTPError) else ""
            warn(f"The notice '{notice.event}' was not sent by {name}: {why}. See the settings CHILDREN_NOTICE_...")
    return bool(sent)


def _mail(notice: Notice, to: Notices) -> None:
    message = EmailMessage()
    message["From"], message["To"] = to.mail_from, ", ".join(to.mail_to)
    message["Subject"] = notice.subject()
    message.set_content(notice.as_text())
    context = ssl.create_default_context()
    is_tls = to.smtp_port == PORT_OF_TLS
    kind = smtplib.SMTP_SSL if is_tls else smtplib.SMTP
    with kind(
        to.smtp_host, to.smtp_port, timeout=SECONDS_TO_SEND, **({"context": context} if is_tls else {})
    ) as server:
        server.ehlo()
        if not is_tls and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
            is_tls = True
        if to.smtp_user and not is_tls:
            raise NotSent("the mail server offers no encryption, so the password was not sent to it")
        if to.smtp_user:
            server.login(to.smtp_user, os.environ.get(PASSWORD, ""))
        server.send_message(message)


def _post(notice: Notice, to: Notices) -> None:
    request = urllib.request.Request(to.webhook, notice.as_json().encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS_TO_SEND):
        pass


def late_councils(delivered: Iterable[tuple[str, date]], month: date) -> list[str]:
    """Councils that delivered before and not yet for `month`, from (council, month end) of what stands there."""
    newest: dict[str, date] = {}
    for la_code, end in delivered:
        newest[la_code] = max(end, newest.get(la_code, end))
    return sorted(la_code for la_code, end in newest.items() if end < month)


def _named(codes: tuple[str, ...]) -> list[str]:
    names = _names()
    return [f"{names[code]} ({code})" if names.get(code) else code for code in codes]


def _names() -> dict[str, str]:
    """Names of councils by their codes; councils without a row in the seed have none."""
    with (ROOT / "seeds" / "councils.csv").open(encoding="utf-8", newline="") as file:
        return {row["la_code"]: row["name"] for row in csv.DictReader(file)}
