"""Records that stand wrong for one delivery, and what the January 2021 delivery changes about earlier months.

Belongs here: true corrections of the record, which the rerun of months has to show. Does not belong here: values that
are faulty in form or order (source_faults.py).
"""

import random
from datetime import date

from orchestration.demo.base.answer_key import Entry
from orchestration.demo.base.months import of, working_days_of
from orchestration.demo.base.people import People
from orchestration.demo.base.records import Record, Store
from orchestration.demo.child_protection.enquiries import NO_RISK
from orchestration.demo.looked_after.episodes import Care
from orchestration.demo.looked_after.long_term import TOO_LATE
from orchestration.demo.looked_after.periods_of_care import BEGIN, Stay

OPEN_AGAIN, CLOSED_AGAIN = date(2020, 8, 20), date(2020, 9, 15)  # around the August extract
SECOND_ID, MERGED = date(2020, 11, 12), date(2020, 12, 10)  # around the November extract
JANUARY = date(2021, 1, 18)  # between the December and the January extract
ENDS = ("clae_cla_episode_ceased_date", "clap_cla_placement_end_date", "lega_legal_status_end_date")


def choose_reopened(rng: random.Random, past: list[Stay]) -> Stay:
    """A child who left care before 2020, and had not been there long."""
    return rng.choice([s for s in past if s.end and s.end < date(2019, 12, 20) and s.start > date(2018, 2, 1)])


def choose_twin(rng: random.Random, stays: list[Stay]) -> Stay:
    """A child who is in care all year, but not long term."""
    return rng.choice([s for s in stays if s.end is None and TOO_LATE <= s.start < BEGIN and s.kind == "ordinary"])


def reopen_for_august(care: Care, stay: Stay) -> list[Entry]:
    """A child who left care before April 2020 stands without an end in the August delivery only."""
    keys = []
    for record in care.records[id(stay)]:
        name = next(n for n in ENDS if n in record.values)
        if record.as_known(OPEN_AGAIN)[name] != stay.end:  # type: ignore[index]
            continue
        emptied = {name: None}
        if name == ENDS[0]:
            emptied["clae_cla_episode_ceased_reason"] = None
            keys.append(
                Entry(
                    "2020-08",
                    record,
                    "left care before April 2020, end missing in this delivery only",
                    "counted",
                    "looked after in the August delivery, not from September on",
                )
            )
        restored = {n: record.as_known(OPEN_AGAIN)[n] for n in emptied}  # type: ignore[index]
        record.change(OPEN_AGAIN, **emptied)
        record.change(CLOSED_AGAIN, **restored)
    return keys


def second_id_for_november(care: Care, people: People, stay: Stay) -> list[Entry]:
    """A looked-after child stands under two ids in the November delivery only; the ids are merged in December."""
    twin = people.person(stay.child.born)
    twin.sex, twin.ethnicity = stay.child.sex, stay.child.ethnicity
    keys = []
    for record in list(care.records[id(stay)]):
        known = record.as_known(SECOND_ID)
        if known is None:
            continue
        values = {
            name: twin.id if name.endswith("_person_id") else f"{value}D" if name in COPIED_IDS and value else value
            for name, value in known.items()
        }
        copy = care.store.add(record.table, SECOND_ID, **values)
        copy.removed_on = MERGED
        if record.table == "ssd_cla_episodes":
            keys.append(
                Entry(
                    "2020-11",
                    copy,
                    "child under two ids, merged before the December delivery",
                    "counted",
                    "twice in the November delivery, once from December on",
                )
            )
    return keys


COPIED_IDS = {
    "clae_cla_episode_id",
    "clae_cla_placement_id",
    "clae_cla_id",
    "clap_cla_placement_id",
    "clap_cla_id",
    "lega_legal_status_id",
}


def january(rng: random.Random, store: Store, people: People, care: Care, stays: list[Stay]) -> list[Entry]:
    """What the January 2021 delivery knows better about November and December 2020."""
    keys = [entry for n in range(4) for entry in late_contact(rng, store, people, n)]
    keys += late_enquiry(rng, store, people)
    in_care = {stay.child.id for stay in stays}
    moved = rng.choice(
        [r for r in store.tables["ssd_cp_plans"] if ended_in_december(r) and r.values["cppl_person_id"] not in in_care]
    )
    end = working_days_of("2021-01")[8]
    moved.change(JANUARY, cppl_cp_plan_end_date=end)
    keys.append(
        Entry(
            "2021-01",
            moved,
            "plan end moved from December 2020 to January 2021",
            "revision",
            "December: one plan ended less, one open more",
        )
    )
    gone = rng.choice([s for s in stays if of(s.start) == "2020-11" and s.end is None and not s.child.plans])
    for record in care.records[id(gone)]:
        record.removed_on = JANUARY
        if record.table == "ssd_cla_episodes" and record.values["clae_cla_episode_start_reason"] == "S":
            keys.append(
                Entry(
                    "2021-01",
                    record,
                    "November 2020 admission deleted since the delivery before",
                    "revision",
                    "November: one admission less; November and December: one child looked after less",
                )
            )
    for form in store.tables["lcs_s47_details"]:
        if form.as_known(date(2021, 1, 6)) and form.as_known(date(2021, 2, 5))["concerns_outcome"] is None:  # type: ignore[index]
            form.change(JANUARY, concerns_outcome=NO_RISK)
            keys.append(
                Entry(
                    "2021-01",
                    form,
                    "outcome of a December 2020 enquiry entered late",
                    "revision",
                    "December: outcome recorded; 'not recorded' stays as first published",
                )
            )
    return keys


def ended_in_december(record: Record) -> bool:
    """True for a plan whose end in December 2020 was known in the December delivery."""
    known = record.as_known(date(2021, 1, 6))
    end = known and known["cppl_cp_plan_end_date"]
    return bool(end) and of(end) == "2020-12" and record.values["cppl_cp_plan_ola"] == "N"


def late_contact(rng: random.Random, store: Store, people: People, n: int) -> list[Entry]:
    """A December contact that is first recorded in January."""
    day = working_days_of("2020-12")[4 + 3 * n]
    child = people.child(day)
    number = f"C90{rng.randint(100, 999)}{n}"
    contact = store.add(
        "ssd_contacts",
        JANUARY,
        cont_contact_id=number,
        cont_person_id=child.id,
        cont_contact_date=day,
        cont_contact_source_code="6",
        cont_contact_source_desc="Police",
        cont_contact_outcome_json='{"NEW_REFERRAL_FLAG": "N", "NFA_FLAG": "Y"}',
    )
    store.add(
        "lcs_contact_forms",
        JANUARY,
        contact_id=number,
        form_version="MASH_2020",
        need_identified="HARM",
        contact_type="CONTACT",
        decision_date=day,
        decision_outcome="NFA",
        is_open_case="N",
    )
    return [Entry("2021-01", contact, "December 2020 contact recorded late", "revision", "December: one contact more")]


def late_enquiry(rng: random.Random, store: Store, people: People) -> list[Entry]:
    """A November enquiry that is first recorded in January."""
    days = working_days_of("2020-11")
    number = f"S47-90{rng.randint(1000, 9999)}"
    enquiry = store.add(
        "ssd_s47_enquiry",
        JANUARY,
        s47e_s47_enquiry_id=number,
        s47e_person_id=people.child(days[3]).id,
        s47e_s47_start_date=days[3],
        s47e_s47_end_date=days[11],
        s47e_s47_nfa="Y",
    )
    store.add("lcs_s47_details", JANUARY, s47_enquiry_id=number, concerns_outcome=NO_RISK)
    return [
        Entry(
            "2021-01",
            enquiry,
            "November 2020 enquiry recorded late",
            "revision",
            "November: one enquiry started and completed more",
        )
    ]
