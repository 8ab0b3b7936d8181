"""What happens at the front door, as raw rows: contacts, referrals, assessments, enquiries, the exploitation cohort.

Belongs here: strategies for records up to the conference. Does not belong: conferences and plans (on_a_plan.py) or
children in care (care.py).
"""

from __future__ import annotations

from datetime import date

from tests.reference.histories.children import Family, Rows
from tests.reference.histories.on_a_plan import document

SOURCES = ("1A", "1B", "2A", "3F", "4", "5A", "5C", "5D", "6", "7", "8", "9", "10", None)
REASONS = (
    "ADVICE",
    "NOTIFICATION",
    "REQUEST_CSC",
    "REQUEST_INFORMATION",
    "REQUEST_SERVICE",
    "REQUEST_EARLY_HELP",
    None,
)
CONCERNS = ("SUBSTANTIATED_CONTINUING_RISK", "SUBSTANTIATED_NO_CONTINUING_RISK", "NOT_SUBSTANTIATED", None)
ASSESSED_AS = ("ONGOING_INVOLVEMENT", "NO_FURTHER_ACTION", "STEP_DOWN", "OTHER", None)
ALSO_REFERRED = (
    None,
    '{"REFERRAL_TO_OTHER_AGENCY_FLAG": "N"}',
    '{"REFERRAL_TO_OTHER_AGENCY_FLAG": "Y", "NFA_FLAG": "N"}',
    '{"NFA_FLAG": "Y"}',
    "{}",
)
Known = list[tuple[str, str, date | None]]
"""Records that others can name: key, child and day."""


def front_door(family: Family) -> Rows:
    """Everything of this module; assessments and enquiries lean on the referrals of the family."""
    referred: Known = []
    rows = contacts(family) + referrals(family, referred)
    return rows + assessments(family, referred) + enquiries(family, referred) + cohort(family)


def contacts(family: Family) -> Rows:
    """Contacts on either form, decided around the limits, some without a form, some on open cases."""
    rows: Rows = []
    for _ in family.times(8):
        contact, received = family.new_id("K"), family.calendar.perhaps(None, 15)
        rows.append(
            (
                "ssd_contacts",
                {
                    "cont_contact_id": contact,
                    "cont_person_id": family.child().child_id,
                    "cont_contact_date": family.text(received),
                    "cont_contact_source_code": family.code(*SOURCES),
                },
            )
        )
        if family.draw_one(*[True] * 9, False):
            form = {
                "contact_id": contact,
                "form_version": family.code("LEGACY", "MASH_2020", "MASH_2020", "LEGACY", None),
                "reason_for_contact": family.code(*REASONS),
                "need_identified": family.code("HARM", "HELP", "NOT_SURE", None),
                "contact_type": family.code("CONTACT", "CONTACT", "CONTACT", "INFORMATION_ONLY", "VIEW_FILES", None),
                "decision_date": family.text(family.calendar.within(received, family.draw_one(1, 5))),
                "decision_outcome": family.code("REFERRAL", "EARLY_HELP", "ADVICE", "NFA", None),
                "is_open_case": family.draw_one("N", None, "N", None, "N", "Y"),
            }
            rows.append(("lcs_contact_forms", form))
    return rows


def referrals(family: Family, referred: Known) -> Rows:
    """Referrals around a year apart, some closed, some without further action, some with a plan."""
    rows: Rows = []
    before: date | None = None
    for _ in family.times(6):
        referral, child = family.new_id("R"), family.child().child_id
        day = family.calendar.perhaps(before, 12)
        before = day or before
        referred.append((referral, child, day))
        rows.append(
            (
                "ssd_cin_episodes",
                {
                    "cine_referral_id": referral,
                    "cine_person_id": child,
                    "cine_referral_date": family.text(day),
                    "cine_referral_nfa": family.draw_one("N", None, "N", None, "Y", "n", "0", "1"),
                    "cine_close_date": family.text(family.calendar.perhaps(day, 2)),
                },
            )
        )
        if family.draw_one(True, False):
            reason = family.code("CSE_VICTIM", "CSE_PERPETRATOR", "NEGLECT", None)
            rows.append(("lcs_referral_details", {"referral_id": referral, "referral_reason": reason}))
        for _ in family.times(2):
            rows += document(family, child, day, "CIN")
    return rows


def assessments(family: Family, referred: Known) -> Rows:
    """Assessments of a referral, of one nobody knows, or of none; not begun, not authorised, kind not said."""
    rows: Rows = []
    for _ in family.times(5):
        assessment = family.new_id("A")
        referral, child, day = family.draw_one(*referred, ("R0000", "C1", None), (None, family.child().child_id, None))
        start = family.calendar.perhaps(day, 10)
        authorised = family.calendar.within(family.draw_one(day, start), 45)
        rows.append(
            (
                "ssd_cin_assessments",
                {
                    "cina_assessment_id": assessment,
                    "cina_person_id": child,
                    "cina_referral_id": referral,
                    "cina_assessment_start_date": family.text(start),
                    "cina_assessment_auth_date": family.text(authorised),
                    "cina_assessment_outcome_json": family.draw_one(*ALSO_REFERRED),
                },
            )
        )
        if family.draw_one(True, True, True, False):
            kind, outcome = family.code("NEW", "UPDATE", None), family.code(*ASSESSED_AS)
            form = {"assessment_id": assessment, "assessment_kind": kind, "outcome": outcome}
            rows.append(("lcs_assessment_details", form))
    return rows


def enquiries(family: Family, referred: Known) -> Rows:
    """Section 47 enquiries, some without an outcome form, some not ended."""
    rows: Rows = []
    for _ in family.times(4):
        enquiry = family.new_id("E")
        referral, child, day = family.draw_one(*referred, (None, family.child().child_id, None))
        start = family.calendar.perhaps(day, 9)
        rows.append(
            (
                "ssd_s47_enquiry",
                {
                    "s47e_s47_enquiry_id": enquiry,
                    "s47e_person_id": child,
                    "s47e_referral_id": referral,
                    "s47e_s47_start_date": family.text(start),
                    "s47e_s47_end_date": family.text(family.calendar.perhaps(start)),
                },
            )
        )
        for _ in family.times(1):
            rows.append(("lcs_s47_details", {"s47_enquiry_id": enquiry, "concerns_outcome": family.code(*CONCERNS)}))
    return rows


def cohort(family: Family) -> Rows:
    """Entries in the exploitation cohort; a child can have two."""
    rows: Rows = []
    for _ in family.times(2):
        start = family.calendar.perhaps(None, 9)
        entry = {
            "cohort_id": family.new_id("X"),
            "person_id": family.child().child_id,
            "start_date": family.text(start),
            "end_date": family.text(family.calendar.perhaps(start, 2)),
        }
        rows.append(("lcs_cse_cohort", entry))
    return rows
