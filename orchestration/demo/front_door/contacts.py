"""Contacts at the front door under the old and the new form.

Belongs here: ssd_contacts and lcs_contact_forms. Does not belong here: referrals and what follows; a contact that went
on to a referral is received some days before one that was made, or joins one already open.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import (
    add_working_days,
    days_of,
    extract_date,
    is_working_day,
    last_day,
    of,
    shift,
    working_days_between,
    working_days_of,
)
from orchestration.demo.base.people import SIZES, People, Person
from orchestration.demo.base.records import Recording, Store
from orchestration.demo.front_door.referral import Referral

CODES = {
    "police": ("6",),
    "education_services": ("2A", "2B"),
    "health_services": ("3A", "3B", "3C", "3D", "3E", "3F"),
    "internal_council_services": ("5A", "5B", "5D"),
    "members_of_public": ("1A", "1B", "1C", "1D", "9"),
    "other_local_authorities": ("5C",),
    "others": ("4", "7", "8", "10"),
}
NAMES = {
    "1A": "Individual - family member",
    "1B": "Individual - acquaintance",
    "1C": "Individual - self",
    "1D": "Individual - other",
    "2A": "Schools",
    "2B": "Education services",
    "3A": "Health - GP",
    "3B": "Health - health visitor",
    "3C": "Health - school nurse",
    "3D": "Health - other primary",
    "3E": "Health - A&E",
    "3F": "Health - other",
    "4": "Housing",
    "5A": "LA services - social care",
    "5B": "LA services - other internal",
    "5C": "LA services - external",
    "5D": "LA services - early help",
    "6": "Police",
    "7": "Other legal agency",
    "8": "Other",
    "9": "Anonymous",
    "10": "Unknown",
}
SPREAD = (
    (
        "police",
        "education_services",
        "health_services",
        "internal_council_services",
        "members_of_public",
        "other_local_authorities",
        "others",
    ),
    (36, 12, 13, 12, 10, 4, 13),
)
SOCIAL_CARE_REASONS = (
    ("ADVICE", "NOTIFICATION", "REQUEST_CSC", "REQUEST_INFORMATION", "REQUEST_SERVICE"),
    (20, 15, 35, 15, 15),
)


@dataclass
class Group:
    """A row of contacts.csv: contacts of a month that are alike in form, need and type."""

    month: str
    old_form: str
    need: str
    contact_type: str
    open_case: str
    contacts: int
    within_1wd: int
    within_5wd: int
    to_referral: int
    by_source: str


def groups() -> list[Group]:
    """All groups of the plan."""
    return [
        Group(
            r["month"],
            r["old_form"],
            r["need"],
            r["contact_type"],
            r["open_case"],
            int(r["contacts"]),
            int(r["within_1wd"]),
            int(r["within_5wd"]),
            int(r["to_referral"]),
            r["by_source"],
        )
        for r in plan_files.rows("contacts.csv")
    ]


class Sources:
    """Deals out the planned sources of a month, those to referral and the others apart."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.left: dict[tuple[str, bool], list[str]] = defaultdict(list)
        for row in plan_files.rows("contact_sources.csv"):
            referred = int(row["to_referral"])
            self.left[row["month"], True] += [row["source"]] * referred
            self.left[row["month"], False] += [row["source"]] * (int(row["contacts"]) - referred)
        for sources in self.left.values():
            rng.shuffle(sources)

    def take(self, group: Group, referred: bool, count: int) -> list[str]:
        """Sources of `count` contacts: from the plan where the source page counts the group, else usual ones."""
        if not group.by_source:
            return self.rng.choices(*SPREAD, k=count)
        sources = self.left[group.month, referred]
        taken, self.left[group.month, referred] = sources[:count], sources[count:]
        return taken


def add_contacts(store: Store, rng: random.Random, people: People, referrals: list[Referral]) -> None:
    """Records of all contacts, sibling groups together."""
    desk = Desk(store, rng, people, referrals)
    sources = Sources(rng)
    for group in groups():
        speeds = [1] * group.within_1wd + [5] * (group.within_5wd - group.within_1wd)
        speeds += [99] * (group.contacts - group.within_5wd)
        rng.shuffle(speeds)
        for referred, count in ((True, group.to_referral), (False, group.contacts - group.to_referral)):
            by_source: dict[str, int] = defaultdict(int)
            for source in sources.take(group, referred, count):
                by_source[source] += 1
            part, speeds = speeds[:count], speeds[count:]
            for source, number in sorted(by_source.items()):
                mine, part = sorted(part[:number]), part[number:]
                while mine:
                    mine = desk.receive_referred(group, source, mine) if referred else desk.receive(group, source, mine)


class Desk:
    """Receives contacts one sibling group at a time: chooses children and day, writes the two records of each."""

    def __init__(self, store: Store, rng: random.Random, people: People, referrals: list[Referral]) -> None:
        self.store, self.rng, self.people = store, rng, people
        self.recording = Recording(rng, 0.006)
        self.serial = rng.randint(100000, 200000)
        self.known: dict[int, list[list[Person]]] = defaultdict(list)
        families: dict[int, list[Referral]] = defaultdict(list)
        for referral in referrals:
            if of(referral.on) >= "2020-01" and not referral.recorded_on > last_day(of(referral.on)):
                families[referral.family].append(referral)
        self.waiting: dict[str, list[list[Referral]]] = defaultdict(list)
        for family in families.values():
            self.waiting[of(family[0].on)].append(family)
        for waiting in self.waiting.values():
            rng.shuffle(waiting)
        self.referred = list(families.values())

    def receive(self, group: Group, source: str, speeds: list[int]) -> list[int]:
        """One sibling group's contacts on one day that do not go on to a referral; returns the speeds left over."""
        size = min(len(speeds), self.rng.choices(*SIZES)[0])
        day = self.day(group.month)
        self.write_family(group, source, self.family(day, size), day, [], speeds[:size])
        return speeds[size:]

    def receive_referred(self, group: Group, source: str, speeds: list[int]) -> list[int]:
        """Contacts on one day that went on to a referral made after them, or to one open already; returns speeds left.

        Raises ValueError when neither can be found.
        """
        for family in self.waiting[group.month] + self.waiting[shift(group.month, 1)]:
            if len(family) <= len(speeds):
                slowest = max(speeds[: len(family)])
                low = {1: 1, 5: 3, 99: 7}[slowest]
                day = working_day_before(family[0].on, low + self.rng.randint(0, 2 if slowest > 1 else 0))
                if of(day) == group.month and family[0].child.born < day:
                    self.waiting[of(family[0].on)].remove(family)
                    break
        else:
            day, family = self.open_family(group.month, len(speeds))
        self.write_family(group, source, [r.child for r in family], day, family, speeds[: len(family)])
        self.known[len(family)].append([r.child for r in family])
        return speeds[len(family) :]

    def open_family(self, month: str, at_most: int) -> tuple[date, list[Referral]]:
        """A family whose case is open already, and a day after its referral."""
        for _ in range(2000):
            day = self.rng.choice(working_days_of(month))
            family = self.rng.choice(self.referred)
            if len(family) <= at_most and all(r.on < day and r.recorded_on < day for r in family):
                if all((r.closed_on is None or r.closed_on > day + timedelta(days=25)) and not r.nfa for r in family):
                    return day, family
        raise ValueError(f"no open case for a contact of {month}")

    def write_family(
        self, group: Group, source: str, family: list[Person], day: date, referred: list[Referral], speeds: list[int]
    ) -> None:
        """Contacts of one sibling group."""
        code = self.rng.choice(CODES[source])
        reason = self.reason(group, bool(referred))
        known = self.recording.day(day, 1)
        for n, speed in enumerate(speeds):
            referral = referred[n] if referred else None
            if referral and referral.record and referral.on >= day:
                source_of = {"cine_referral_source_code": code, "cine_referral_source_desc": NAMES[code]}
                referral.record.values |= source_of
            self.write(group, family[n], day, code, reason, referral, speed, known)

    def day(self, month: str) -> date:
        """A day of the month, seldom on a weekend."""
        while True:
            day = self.rng.choice(days_of(month))
            if is_working_day(day) or self.rng.random() < 0.15:
                return day

    def family(self, day: date, size: int) -> list[Person]:
        """Children already known to the front door, or new ones."""
        families = self.known[size]
        if families and self.rng.random() < 0.45:
            family = self.rng.choice(families)
            if all(child.age(day) < 17.9 for child in family):
                return family
        family = self.people.siblings(day, size, 17.0)
        families.append(family)
        return family

    def reason(self, group: Group, referred: bool) -> str | None:
        """Reason for contact on the old form; a few early help requests that became referrals count as social care."""
        if group.old_form == "EARLY_HELP":
            return "REQUEST_EARLY_HELP"
        if group.old_form != "SOCIAL_CARE":
            return None
        if referred and self.rng.random() < 0.08:
            return "REQUEST_EARLY_HELP"
        return self.rng.choices(*SOCIAL_CARE_REASONS)[0]

    def decision(self, group: Group, day: date, speed: int, referral: Referral | None) -> date | None:
        """Day of the decision: within one, within five or after five working days; None when still open.

        A referral made after the contact is not before the decision.
        """
        referred = referral is not None
        if speed == 1:
            return day if self.rng.random() < 0.6 else add_working_days(day, 1)
        if speed == 99:
            if not referred and self.rng.random() < 0.25:
                return None
            low, high = 6, 16
        else:
            low, high = 2, 5
        if referral and referral.on >= day:
            high = max(low, min(high, working_days_between(day, referral.on)))
        room = working_days_between(day, extract_date(min(group.month, "2021-01")))
        if group.month >= "2020-12" and (referred or speed != 99):
            low, high = min(low, room), min(high, room)
        return add_working_days(day, self.rng.randint(low, high))

    def write(
        self,
        group: Group,
        child: Person,
        day: date,
        code: str,
        reason: str | None,
        referral: Referral | None,
        speed: int,
        known: date,
    ) -> None:
        """The contact and its form, first without, then with the decision."""
        rng = self.rng
        self.serial += rng.randint(1, 2)
        number = f"C{self.serial}"
        contact = self.store.add(
            "ssd_contacts",
            known,
            cont_contact_id=number,
            cont_person_id=child.id,
            cont_contact_date=day,
            cont_contact_source_code=code,
            cont_contact_source_desc=NAMES[code],
            cont_contact_outcome_json=None,
        )
        kind = {
            "ANY": rng.choices(("CONTACT", "INFORMATION_ONLY", "VIEW_FILES"), (85, 12, 3))[0],
            "OTHER": rng.choices(("INFORMATION_ONLY", "VIEW_FILES"), (80, 20))[0],
        }.get(group.contact_type)
        need = group.need if group.need != "NOT_SURE" or rng.random() < 0.7 else None
        form = self.store.add(
            "lcs_contact_forms",
            known,
            contact_id=number,
            form_version="MASH_2020" if group.month > "2020-09" else "LEGACY",
            reason_for_contact=reason,
            need_identified=need or None,
            contact_type=kind or group.contact_type or None,
            decision_date=None,
            decision_outcome=None,
            referral_id=None,
            is_open_case=group.open_case or "N",
        )
        decided = self.decision(group, day, speed, referral)
        if decided is None:
            return
        outcome = (
            "REFERRAL"
            if referral
            else rng.choices(("EARLY_HELP", "ADVICE", "NFA"), (70, 15, 15) if group.need == "HELP" else (15, 30, 55))[0]
        )
        is_open = referral is not None and referral.on < day
        flags = {
            "NEW_REFERRAL_FLAG": "Y" if referral and not is_open else "N",
            "EXISTING_REFERRAL_FLAG": "Y" if is_open else "N",
            "NFA_FLAG": "Y" if outcome == "NFA" else "N",
        }
        contact.change(decided, cont_contact_outcome_json=json.dumps(flags))
        form.change(decided, decision_date=decided, decision_outcome=outcome, referral_id=referral and referral.id)


def working_day_before(day: date, count: int) -> date:
    """The latest day that lies `count` working days before a day."""
    before = day
    while working_days_between(before, day) < count:
        before -= timedelta(days=1)
    return before
