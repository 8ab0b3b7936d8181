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

OLD_FORM, NEW_FORM = "LEGACY", "MASH_2020"
NO_FORM: Row = dict.fromkeys(
    ("form_version", "reason_for_contact", "need_identified", "contact_type", "decision_date", "decision_outcome")
)


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """A contact counts per child, in the month it was received."""
    forms = delivery.by_key("lcs_contact_forms")
    for contact in delivery.rows("ssd_contacts"):
        form = forms.get(contact["cont_contact_id"], NO_FORM)
        month = next((one for one in months if one.holds(contact["cont_contact_date"])), None)
        if month and not form.get("is_open_case"):
            yield from _on_new_form(contact, form, month)
            yield from _for_social_care(delivery, contact, form, month)


def _on_new_form(contact: Row, form: Row, month: Month) -> Iterator[Event]:
    """Counts that only the form in use since November 2020 gives, whatever the rule of the day."""
    if form["form_version"] != NEW_FORM:
        return
    child, received = contact["cont_person_id"], contact["cont_contact_date"]
    need = need_of(form)
    yield counted(EVERY, month, child)
    yield counted(BY_NEED, month, child, breakdown=need)
    if need == "help":
        in_time = is_within_working_days(received, form["decision_date"], 5)
        yield counted(HELP_DECIDED, month, child, in_time)
    elif form["contact_type"] == "CONTACT":
        in_time = is_within_working_days(received, form["decision_date"], 1)
        yield counted(NEW_FORM_DECIDED, month, child, in_time)


def _for_social_care(delivery: Delivery, contact: Row, form: Row, month: Month) -> Iterator[Event]:
    child, received = contact["cont_person_id"], contact["cont_contact_date"]
    rule = setting_on(delivery.setting_rows("contact_counting_rules"), received)
    if not is_for_social_care(form, rule["counted_by_form"] if rule else form["form_version"]):
        return
    went_on = form["decision_outcome"] == "REFERRAL"
    yield counted(SOCIAL_CARE, month, child)
    yield counted(TO_REFERRAL, month, child, went_on)
    yield counted(DECIDED, month, child, is_within_working_days(received, form["decision_date"], 1))
    if not rule or rule["by_source_needs"] != "harm" or need_of(form) == "harm":
        source = reported_as("cont_contact_source_code", contact["cont_contact_source_code"]) or "others"
        yield counted(BY_SOURCE, month, child, went_on, source)


def is_for_social_care(form: Row, counted_by: str | None) -> bool:
    """By the old form: the reason says so, or it went on to a referral. By the new: no help, and of type contact."""
    if counted_by == OLD_FORM:
        reason = reported_as("reason_for_contact", form["reason_for_contact"])
        return reason == "social_care" or form["decision_outcome"] == "REFERRAL"
    if counted_by == NEW_FORM:
        return need_of(form) != "help" and form["contact_type"] == "CONTACT"
    return False


def need_of(form: Row) -> str:
    """Harm, help, or not sure, in which nothing recorded is included."""
    return reported_as("need_identified", form["need_identified"]) or "not_sure"
