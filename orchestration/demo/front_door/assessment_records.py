"""Records of assessments: what the case system holds of each, when it came to know it, and the outcomes as planned.

Belongs here: rows of ssd_cin_assessments and lcs_assessment_details. Does not belong here: which assessments there are.
"""

import json
import random
from collections import defaultdict
from datetime import date

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import extract_date, of, shift
from orchestration.demo.base.records import Record, Recording, Store, between_extracts
from orchestration.demo.front_door.assessment_ends import NEVER, Work
from orchestration.demo.front_door.referral import Referral

ONGOING, NO_ACTION, STEP_DOWN = "ONGOING_INVOLVEMENT", "NO_FURTHER_ACTION", "STEP_DOWN"
USUAL = ((ONGOING, NO_ACTION, STEP_DOWN), (39, 28, 33))
OF_UPDATES = ((ONGOING, NO_ACTION, STEP_DOWN), (76, 10, 14))
TEAMS = {"NEW": ("T02", "T03"), "UPDATE": ("T04", "T05", "T06", "T09")}
Linked = list[tuple[Work, Referral]]
Pair = tuple[Record, Record]


class Book:
    """Writes assessments."""

    def __init__(self, store: Store, rng: random.Random) -> None:
        self.store, self.rng = store, rng
        self.recording = Recording(rng, 0.006)
        self.serial = rng.randint(50000, 70000)

    def add_new(self, linked: Linked) -> None:
        """New assessments; a few starts and ends are recorded late."""
        outcomes = deal_outcomes(self.rng, linked)
        twice = self.with_two_outcomes(linked, outcomes)
        for work, referral in sorted(linked, key=lambda pair: (pair[0].start, pair[1].id)):
            if of(work.start) == of(referral.on):
                known = self.recording.day(work.start)
            else:
                known = max(work.start, min(self.prompt(work.start), extract_date(of(referral.on))))
            pair = self.started("NEW", work, referral, known)
            if work.end:
                self.ended(pair, work.end, self.recording.day(work.end, 3), outcomes[id(work)], id(work) in twice)

    def add_updates(self, linked: Linked, moved: dict[int, date]) -> None:
        """Updates, recorded at once; those moved stand with a wrong end until the next delivery."""
        for work, referral in sorted(linked, key=lambda pair: (pair[0].start, pair[1].id)):
            pair = self.started("UPDATE", work, referral, self.prompt(work.start))
            if not work.end:
                continue
            first = moved.get(id(work), work.end)
            self.ended(pair, first, self.prompt(first), self.rng.choices(*OF_UPDATES)[0])
            if first != work.end:
                corrected = max(work.end, between_extracts(self.rng, shift(of(first), 1)))
                pair[0].change(corrected, cina_assessment_auth_date=work.end)

    def add_deleted(self, linked: Linked) -> None:
        """Updates entered in error and completed: gone before the next delivery."""
        for work, referral in linked:
            assert work.end
            pair = self.started("UPDATE", work, referral, self.prompt(work.start))
            self.ended(pair, work.end, self.prompt(work.end), ONGOING)
            gone = between_extracts(self.rng, shift(of(work.end), 1))
            for record in pair:
                record.removed_on = gone

    def prompt(self, day: date) -> date:
        """The day of recording, known in the delivery of its month."""
        return self.recording.day(day, 3, may_be_late=False)

    def with_two_outcomes(self, linked: Linked, outcomes: dict[int, str]) -> set[int]:
        """The few that end with two outcomes: no further action on the form, and a referral to another agency."""
        found: set[int] = set()
        for month, row in plan_files.by_month("assessment_outcomes.csv").items():
            able = [w for w, _ in linked if w.end and of(w.end) == month and outcomes[id(w)] == NO_ACTION]
            found |= {id(work) for work in self.rng.sample(able, row["also_other_agency"])}
        return found

    def started(self, kind: str, work: Work, referral: Referral, known: date) -> Pair:
        """The assessment and its form, still open."""
        self.serial += self.rng.randint(1, 3)
        number = f"A{self.serial}"
        known = max(known, referral.recorded_on)
        assessment = self.store.add(
            "ssd_cin_assessments",
            known,
            cina_assessment_id=number,
            cina_person_id=referral.child.id,
            cina_referral_id=referral.id,
            cina_assessment_start_date=work.start,
            cina_assessment_child_seen=None,
            cina_assessment_auth_date=None,
            cina_assessment_team=self.rng.choice(TEAMS[kind]),
            cina_assessment_worker_id=f"W{self.rng.randint(100, 160)}",
        )
        form = self.store.add("lcs_assessment_details", known, assessment_id=number, assessment_kind=kind, outcome=None)
        return assessment, form

    def ended(self, pair: Pair, end: date, known: date, outcome: str, other_agency: bool = False) -> None:
        """The assessment is authorised, and its form says with what outcome."""
        flags = {
            "NFA_FLAG": outcome == NO_ACTION,
            "PROV_OF_SERVICES_FLAG": outcome == ONGOING,
            "REFERRAL_TO_OTHER_AGENCY_FLAG": outcome == STEP_DOWN or other_agency,
        }
        pair[0].change(
            known,
            cina_assessment_child_seen="Y" if self.rng.random() < 0.97 else "N",
            cina_assessment_auth_date=end,
            cina_assessment_outcome_json=json.dumps({name: "Y" if flag else "N" for name, flag in flags.items()}),
            cina_assessment_outcome_nfa="Y" if outcome == NO_ACTION else "N",
        )
        pair[1].change(known, outcome=outcome)


def deal_outcomes(rng: random.Random, linked: Linked) -> dict[int, str]:
    """Outcome of each ended assessment: in planned months as planned, involvement where the case stays open longest."""
    plan = plan_files.by_month("assessment_outcomes.csv")
    by_month: dict[str, Linked] = defaultdict(list)
    found = {}
    for work, referral in linked:
        if work.end and of(work.end) in plan:
            by_month[of(work.end)].append((work, referral))
        elif work.end:
            found[id(work)] = rng.choices(*USUAL)[0]
    for month, mine in sorted(by_month.items()):
        row = plan[month]
        mine.sort(key=lambda pair: (pair[1].closed_on or NEVER).toordinal() + rng.uniform(0, 20), reverse=True)
        going_on, ending = mine[: row["ongoing_involvement"]], mine[row["ongoing_involvement"] :]
        ending.sort(key=lambda pair: (pair[1].close_reason != "RC8", rng.random()))
        results = [NO_ACTION] * row["no_further_action"] + [STEP_DOWN] * row["step_down"]
        found |= {id(work): ONGOING for work, _ in going_on}
        found |= {id(work): result for (work, _), result in zip(ending, results, strict=True)}
    return found
