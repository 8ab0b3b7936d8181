"""What the text of an extract says: dates, flags, codes, numbers, JSON, and what makes a row unreadable.

Belongs here: one cell and one row by the contract. Does not belong: rows compared with each other (delivery.py).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from unicodedata import category

from tests.reference.calculator.dates import SEEDS

CONTRACT = SEEDS.parent / "orchestration" / "contract" / "tables.csv"
NO_DATES = {date(1900, 1, 1), date(9999, 12, 31)}
FIRST_EVENT, LAST_EVENT, FIRST_BIRTH = date(1948, 1, 1), date(2099, 12, 31), date(1920, 1, 1)
YES, NO = {"Y", "YES", "1", "1.0", "TRUE", "T"}, {"N", "NO", "0", "0.0", "FALSE", "F"}
NOTHING = {"", "NULL", "(NULL)", "[NULL]", "<NULL>", "\\N", "<NA>", "NAN", "NAT"}
HYPHENS = "\u2010\u2011"
WIDE_BLANKS = "\u00a0\u2007\u2009\u202f\u3000"
UNKNOWN = "unknown"
ALSO_IDS = {"clae_cla_id", "clap_cla_id", "clar_cla_id", "clav_cla_id"}
PLACING_CODES = {"term", "eligibility", "plan_type"}
ATTRIBUTE_DATES = {
    *("pers_dob", "pers_expected_dob", "pers_death_date", "decision_date", "icpc_icpc_target_date", "review_due_date"),
    *("entered_care_date", "shobpa_date", "placement_order_date", "matched_date", "placed_date"),
    "foster_carer_placed_date",
}
"""Dates by which no record is placed."""
NOT_READ = set(
    """
    pers_sex pers_gender pers_ethnicity pers_upn_unknown pers_send_flag pers_is_mother pers_nationality
    cont_contact_source_desc cont_contact_outcome_json cine_cin_primary_need_code cine_referral_source_code
    cine_referral_source_desc cine_referral_outcome_json cine_close_reason cine_referral_worker_id cine_referral_team
    cina_assessment_child_seen cina_assessment_outcome_nfa cina_assessment_worker_id cina_assessment_team
    s47e_s47_nfa s47e_s47_outcome_json s47e_s47_completed_by_worker_id s47e_s47_completed_by_team icpc_cp_plan_id
    icpc_referral_id icpc_icpc_outcome_json icpc_icpc_team icpc_icpc_worker_id icpc_icpc_meeting_id cppl_referral_id
    cppr_cp_review_due cppr_cp_review_meeting_id cppr_cp_review_outcome_continue_cp cppr_cp_review_quorate
    cppr_cp_review_participation cppv_cp_plan_id cppv_cp_visit_seen_alone cppv_cp_visit_bedroom clae_referral_id
    clae_cla_last_iro_contact_date clae_entered_care_date clap_cla_placement_urn clap_cla_placement_distance
    clap_cla_placement_change_reason clar_cla_review_due_date clar_cla_review_participation clav_cla_id
    clav_cla_visit_seen_alone invo_professional_team invo_worker_change_reason invo_referral_id
    """.split()
)
"""Fields that decide no figure; two rows that differ in these alone are one record."""
Value = str | date | bool | Decimal | dict | None
Row = dict[str, Value]


class Unreadable(Exception):
    """A cell says nothing that can be read."""


@dataclass(frozen=True)
class Field:
    """One field of the contract."""

    name: str
    type: str
    is_key: bool
    is_required: bool
    is_id: bool = False


@cache
def contract() -> dict[str, tuple[Field, ...]]:
    """Fields of every table of the contract that any figure reads."""
    tables: dict[str, list[Field]] = {}
    with CONTRACT.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["landed"] == "kept" and row["field"] not in NOT_READ:
                is_key = row["key"] == "primary"
                is_id = is_key or bool(row["references"]) or row["field"] in ALSO_IDS
                field = Field(row["field"], row["type"], is_key, row["required"] == "Y", is_id)
                tables.setdefault(row["table"], []).append(field)
    return {name: tuple(fields) for name, fields in tables.items()}


@cache
def codes() -> dict[str, dict[str, str]]:
    """What each code that a field may hold is reported as."""
    found: dict[str, dict[str, str]] = {}
    with (SEEDS / "codes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["field"], {})[row["code"]] = row["reported_as"]
    return found


@cache
def descriptions() -> dict[tuple[str, str], str]:
    """The code of each field that a description stands for, alone or behind its code; of two codes it is nobody's."""
    found: dict[tuple[str, str], set[str]] = {}
    for seed, words in (("codes.csv", "meaning"), ("code_descriptions.csv", "description")):
        with (SEEDS / seed).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for text in (row["code"], row[words], f"{row['code']} {row[words]}"):
                    found.setdefault((row["field"], in_plain_letters(text)), set()).add(row["code"])
    return {place: one for place, (one, *others) in found.items() if not others}


def in_plain_letters(text: str) -> str:
    """In capitals, its words and numbers only."""
    return " ".join(re.findall(r"[A-Z0-9]+", text.upper()))


def reported_as(field: str, code: str | None) -> str | None:
    """The category a code stands for; nothing stands for nothing, a code that is not listed for unknown."""
    return None if code is None else codes()[field].get(code, UNKNOWN)


def read_row(table: str, row: Mapping[str, str | None]) -> Row:
    """The row with its values read. Unreadable when it cannot be placed: without its key, its child or what else the
    contract requires, or with a date or a code that nobody can read and that says when or what it is. Any other field
    that cannot be read is none.
    """
    if row.get("_fault"):
        raise Unreadable("cut short")
    read: Row = {}
    for field in contract()[table]:
        try:
            read[field.name] = read_value(field, row.get(field.name))
        except Unreadable:
            if places_the_row(field):
                raise
            # Of a visit nobody can say that the child was seen, of absence that there was none.
            read[field.name] = False if field.name in ("cppv_cp_visit_seen", "clav_cla_visit_seen") else None
            if field.name == "sessions_missed":
                read["sessions_possible"] = None
        if field.is_required and read[field.name] is None:
            raise Unreadable(field.name)
    return read


def places_the_row(field: Field) -> bool:
    """Whether a row is refused when this field of it cannot be read."""
    if field.type == "date":
        return field.name not in ATTRIBUTE_DATES
    return field.is_key or field.is_required or field.name in PLACING_CODES


def read_value(field: Field, text: str | None) -> Value:
    """One cell, by the type of its field; ids and codes in capitals, without padding."""
    text = bare(text or "")
    if text.upper() in NOTHING:
        return None
    if field.type == "date":
        return read_date(text, FIRST_BIRTH if field.name in ("pers_dob", "pers_expected_dob") else FIRST_EVENT)
    if field.type == "flag":
        return read_flag(text)
    if field.type in ("integer", "number"):
        return read_number(text)
    if field.type == "json":
        return read_json(text)
    if field.is_id:
        return read_id(text)
    text = whole(text.translate(str.maketrans(WIDE_BLANKS, " " * len(WIDE_BLANKS))).upper())
    if text not in codes().get(field.name, ()):
        text = descriptions().get((field.name, in_plain_letters(text)), text)
    if field.name in PLACING_CODES and text not in codes()[field.name]:
        raise Unreadable(field.name)
    return text


def bare(text: str) -> str:
    """Without letters that show nothing, with plain hyphens, and without blanks around it."""
    seen = (letter for letter in text if category(letter) != "Cf")
    return "".join("-" if letter in HYPHENS else letter for letter in seen).strip()


def whole(text: str) -> str:
    """A whole number without the '.0' of pandas."""
    return text[:-2] if re.fullmatch(r"-?[0-9]+\.0", text) else text


def read_id(text: str) -> str | None:
    """In capitals; -1 is none, and a number as a spreadsheet rounds it is nothing that can be read."""
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?[eE]\+[0-9]+", text):
        raise Unreadable("id")
    text = whole("".join(letter for letter in text if letter not in WIDE_BLANKS).upper())
    return None if text == "-1" else text


def read_date(text: str, first_on: date = FIRST_EVENT) -> date | None:
    """ISO date or date-time, or dd/mm/yyyy; 1 January 1900 and the last day of 9999 mean none."""
    for form in ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y"):
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if day in NO_DATES:
            return None
        if first_on <= day <= LAST_EVENT:
            return day
        break
    raise Unreadable("date")


def read_flag(text: str) -> bool:
    """Yes or no."""
    text = text.upper()
    if text in YES or text in NO:
        return text in YES
    raise Unreadable("flag")


def read_number(text: str) -> Decimal:
    """A number."""
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Unreadable("number") from None


def read_json(text: str) -> dict:
    """Outcome flags by their key; what is no object has none."""
    try:
        found = json.loads(text)
    except ValueError:
        raise Unreadable("json") from None
    return found if isinstance(found, dict) else {}
