"""Contacts at the front door: which are for social care, by the form of their day, and how fast they were decided.

New contacts only: those on open cases are left out everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.reference.calculator.dates import Month, is_within_working_days
from tests.reference.calculator.delivery import Delivery, setting_on
from tests.reference.calculator.events import Event, counted
from tests.reference.calculator.reading import Row, reported_as

SOCIAL_CARE, TO_REFERRAL = "contacts_social_care", "contacts_to_referral"
DECIDED, NEW_FORM_DECIDED = "contacts_decided_within_1_working_day", "contacts_new_form_decided_within_1_working_day"
BY_SOURCE, BY_NEED, EVERY = "contacts_by_source", "contacts_by_need", "contacts_all"
HELP_DECIDED = "contacts_help_decided_within_5_working_days"
INDICATORS = (SOCIAL_CARE, TO_REFERRAL, DECIDED, NEW_FORM_DECIDED, BY_SOURCE, BY_NEED, EVERY, HELP_DECIDED)

OF_NEED = (BY_NEED, HELP_DECIDED, NEW_FORM_DECIDED)
OF_ANY_FORM = (SOCIAL_CARE, TO_REFERRAL, DECIDED, BY_SOURCE)

NEED, REASON = "need", "reason"
RECORDS = {"LEGACY": REASON, "MASH_2020": NEED}


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """A contact counts per child, in the month it was received."""
    forms = delivery.by_key("lcs_contact_forms")
    for contact in delivery.rows("ssd_contacts"):
        form = forms.get(contact["cont_contact_id"])
        month = next((one for one in months if one.holds(contact["cont_contact_date"])), None)
        if month and not (form and form["is_open_case"]):
            yield from _received(delivery, contact, form, month)
            if form:
                yield from _for_social_care(delivery, contact, form, month)


def not_collected(delivery: Delivery) -> tuple[str, ...]:
    """Indicators that need a form which no contact of the delivery has."""
    contacts, forms = delivery.rows("ssd_contacts"), delivery.by_key("lcs_contact_forms")
    if not contacts:
        return ()
    there = {records_of(delivery, forms.get(contact["cont_contact_id"])) for contact in contacts} - {None}
    return (*(() if NEED in there else OF_NEED), *(() if there else OF_ANY_FORM))


def records_of(delivery: Delivery, form: Row | None) -> str | None:
    """What a form records: by its version, by what is filled in, or as all other forms of the council do."""
    if form is None or says(form):
        return form and says(form)
    others = {says(one) for one in delivery.rows("lcs_contact_forms")} - {None}
    return others.pop() if len(others) == 1 else None


def says(form: Row) -> str | None:
    """What a form says of itself."""
    if form["form_version"] in RECORDS:
        return RECORDS[form["form_version"]]
    if form["need_identified"] or form["contact_type"]:
        return NEED
    return REASON if form["reason_for_contact"] else None


def went_over(delivery: Delivery) -> bool:
    """Whether the council's rules count by a form that records needs, from some day on."""
    return any(RECORDS[row["counted_by_form"]] == NEED for row in delivery.setting_rows("contact_counting_rules"))


def _received(delivery: Delivery, contact: Row, form: Row | None, month: Month) -> Iterator[Event]:
    """Every contact, but for those on the form that the council has left for one that records needs."""
    recorded = records_of(delivery, form)
    if recorded == REASON and went_over(delivery):
        return
    child, received = contact["cont_person_id"], contact["cont_contact_date"]
    stated = form and reported_as("need_identified", form["need_identified"])
    need = stated or ("not_sure" if recorded == NEED else "not_recorded")
    yield counted(EVERY, month, child)
    yield counted(BY_NEED, month, child, breakdown=need)
    if recorded != NEED:
        return
    if need == "help":
        in_time = is_within_working_days(received, form["decision_date"], 5)
        yield counted(HELP_DECIDED, month, child, in_time)
    elif form["contact_type"] == "CONTACT":
        in_time = is_within_working_days(received, form["decision_date"], 1)
        yield counted(NEW_FORM_DECIDED, month, child, in_time)


def _for_social_care(delivery: Delivery, contact: Row, form: Row, month: Month) -> Iterator[Event]:
    child, received = contact["cont_person_id"], contact["cont_contact_date"]
    rule = setting_on(delivery.setting_rows("contact_counting_rules"), received)
    if not is_for_social_care(form, RECORDS[rule["counted_by_form"]] if rule else records_of(delivery, form)):
        return
    went_on = form["decision_outcome"] == "REFERRAL"
    yield counted(SOCIAL_CARE, month, child)
    yield counted(TO_REFERRAL, month, child, went_on)
    yield counted(DECIDED, month, child, is_within_working_days(received, form["decision_date"], 1))
    if not rule or rule["by_source_needs"] != "harm" or need_of(form) == "harm":
        source = reported_as("cont_contact_source_code", contact["cont_contact_source_code"]) or "others"
        yield counted(BY_SOURCE, month, child, went_on, source)


def is_for_social_care(form: Row, counted_by: str | None) -> bool:
    """By the reason: it says so, or the contact went on to a referral. By the need: no help, and of type contact."""
    if counted_by == REASON:
        reason = reported_as("reason_for_contact", form["reason_for_contact"])
        return reason == "social_care" or form["decision_outcome"] == "REFERRAL"
    if counted_by == NEED:
        return need_of(form) != "help" and form["contact_type"] == "CONTACT"
    return False


def need_of(form: Row) -> str:
    """Harm, help, or not sure, in which nothing recorded is included."""
    return reported_as("need_identified", form["need_identified"]) or "not_sure"
