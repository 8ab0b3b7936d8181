"""Section 47 enquiries: sibling groups by start month, end month and outcome, then one record for each child.

Belongs here: ssd_s47_enquiry and lcs_s47_details. Conferences draw their enquiries from the classes made here.
Does not belong here: conferences and plans.
"""

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import DELIVERED, extract_date, of, shift, working_days_between, working_days_of
from orchestration.demo.base.people import Person, family_sizes
from orchestration.demo.base.records import Record, Recording, Store, between_extracts

RISK, NO_RISK, UNFOUNDED = "SUBSTANTIATED_CONTINUING_RISK", "SUBSTANTIATED_NO_CONTINUING_RISK", "NOT_SUBSTANTIATED"
Cell = tuple[str, str, str | None]  # start month, end month ('' still open), outcome


@dataclass(eq=False)
class Case:
    """One sibling group's way: enquiry, perhaps a conference, perhaps plans (ends by child, None for open)."""

    size: int
    start: date | None
    end: date | None
    outcome: str | None
    conference: date | None = None
    transfer_in: bool = False
    part_of_month: str = ""  # which part of its month the conference is held in, see plan_days
    plan_start: date | None = None
    plan_ends: list[tuple[date | None, str]] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)
    children: list[Person] = field(default_factory=list)
    referrals: list[str] = field(default_factory=list)
    enquiries: list[Record] = field(default_factory=list)

    @property
    def first(self) -> date:
        """The day the case begins."""
        day = self.start or self.conference
        assert day is not None
        return day


def cells(rng: random.Random) -> Counter[Cell]:
    """Enquiries by start month, end month and outcome, as planned."""
    found: Counter[Cell] = Counter()
    outcomes = plan_files.by_month("s47_outcomes.csv", "ended_month")
    starts: dict[str, list[str]] = {}
    for start, ends in plan_files.pairs("s47_enquiries.csv", "started_month", "ended_month", "enquiries").items():
        for end, count in ends.items():
            starts.setdefault(end, []).extend([start] * count)
    for end, begun in starts.items():
        if not end:
            found.update((start, "", None) for start in begun)
            continue
        row = outcomes[end]
        results: list[str | None] = [RISK] * row["continuing_risk"] + [NO_RISK] * row["no_continuing_risk"]
        results += [UNFOUNDED] * row["not_substantiated"] + [None] * row["never_recorded"]
        rng.shuffle(begun)
        found.update((start, end, result) for start, result in zip(begun, results, strict=True))
    return found


def dates(rng: random.Random, start_month: str, end_month: str) -> tuple[date, date | None]:
    """Start and end (working days) of an enquiry of a class; an end follows the start by two days or more."""
    while True:
        start = rng.choice(working_days_of(start_month))
        if not end_month:
            return start, None
        end = rng.choice(working_days_of(end_month))
        if 2 <= (end - start).days <= 75:
            # months apart allow long spans: prefer those of up to four weeks
            if working_days_between(start, end) <= 20 or rng.random() < 0.15 or start_month < shift(end_month, -1):
                return start, end


def cases_without_conference(rng: random.Random, left: Counter[Cell]) -> list[Case]:
    """Sibling groups of all enquiries that led to no conference."""
    found = []
    for (start_month, end_month, outcome), count in sorted(left.items(), key=str):
        for size in family_sizes(rng, count):
            start, end = dates(rng, start_month, end_month)
            found.append(Case(size, start, end, outcome))
    return found


def outcome_json(outcome: str | None, conference: bool) -> str:
    """The flags of the outcome form that belong to an outcome."""
    return json.dumps(
        {
            "NFA_FLAG": "Y" if outcome == UNFOUNDED else "N",
            "CP_CONFERENCE_FLAG": "Y" if conference else "N",
            "PROV_OF_SERVICES_FLAG": "Y" if outcome == NO_RISK else "N",
        }
    )


def add_enquiries(store: Store, rng: random.Random, cases: list[Case]) -> None:
    """Records of all enquiries; sets the enquiries of each case, one for each child in order."""
    recording = Recording(rng, 0.006)
    serial = rng.randint(20000, 40000)
    held_back = {
        m: row["first_not_recorded"] - row["never_recorded"]
        for m, row in plan_files.by_month("s47_outcomes.csv", "ended_month").items()
    }
    ended_late: Counter[str] = Counter()
    for case in sorted((c for c in cases if c.start), key=lambda c: c.first):
        known = recording.day(
            case.first, may_be_late=case.size == 1 and (not case.end or of(case.end) > of(case.first))
        )
        for n, child in enumerate(case.children):
            serial += rng.randint(1, 3)
            number = f"S47-{serial}"
            case.enquiries.append(
                store.add(
                    "ssd_s47_enquiry",
                    known,
                    s47e_s47_enquiry_id=number,
                    s47e_person_id=child.id,
                    s47e_referral_id=case.referrals[n],
                    s47e_s47_start_date=case.start,
                    s47e_s47_completed_by_team=None,
                    s47e_s47_completed_by_worker_id=None,
                )
            )
            if case.end is None:
                continue
            month = of(case.end)
            known_end = recording.day(case.end, 2, may_be_late=ended_late[month] < 1 and month < "2020-11")
            ended_late[month] += known_end > case.end + timedelta(days=12)
            case.enquiries[n].change(
                known_end,
                s47e_s47_end_date=case.end,
                s47e_s47_nfa="N" if case.conference else "Y",
                s47e_s47_outcome_json=outcome_json(case.outcome, case.conference is not None),
                s47e_s47_completed_by_team=rng.choice(("T11", "T12")),
                s47e_s47_completed_by_worker_id=f"W{rng.randint(100, 160)}",
            )
            add_outcome(store, rng, case, number, max(known, known_end), held_back)


def add_outcome(
    store: Store, rng: random.Random, case: Case, number: str, known: date, held_back: dict[str, int]
) -> None:
    """The outcome form of one enquiry, entered with the end or, for a planned few, some deliveries later."""
    assert case.end is not None
    month = of(case.end)
    held = (
        case.outcome is not None
        and case.conference is None
        and held_back.get(month, 0) > 0
        and month in DELIVERED
        and known <= extract_date(month)
    )
    form = store.add("lcs_s47_details", known, s47_enquiry_id=number, concerns_outcome=None if held else case.outcome)
    if held:
        held_back[month] -= 1
        form.change(
            between_extracts(rng, shift(month, rng.choice((1, 2)) if month < "2020-11" else 1)),
            concerns_outcome=case.outcome,
        )


def add_late_enquiries(store: Store, rng: random.Random, people: list[Person]) -> None:
    """Enquiries found under a second id of a child when two records were merged: first known long after."""
    for row, child in zip(plan_files.late_records("ssd_s47_enquiry"), people, strict=False):
        days = working_days_of(row["started_month"])
        known = between_extracts(rng, row["recorded_month"])
        start, end = days[2], days[12]
        number = f"S47-9{rng.randint(1000, 9999)}{row['started_month'][-1]}"
        store.add(
            "ssd_s47_enquiry",
            known,
            s47e_s47_enquiry_id=number,
            s47e_person_id=child.id,
            s47e_referral_id=None,
            s47e_s47_start_date=start,
            s47e_s47_end_date=end,
            s47e_s47_nfa="Y",
            s47e_s47_outcome_json=outcome_json(NO_RISK, False),
            s47e_s47_completed_by_team="T11",
            s47e_s47_completed_by_worker_id="W101",
        )
        store.add("lcs_s47_details", known, s47_enquiry_id=number, concerns_outcome=NO_RISK)
