"""Small made-up deliveries for tests: a few rows in every table that the models read.

`write_delivery` writes any tables as a delivery that fits the contract; `write_council` writes a council
with a handful of children, month by month.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date, timedelta
from pathlib import Path

from orchestration.common.months import month_end, months_before
from orchestration.landing.contract import tables

LA_CODE = "E09999999"
Rows = list[dict[str, str]]


def csv_bytes(table: str, rows: Rows, encoding: str = "utf-8") -> bytes:
    """A contract table as CSV with all its columns, dropped ones included; a missing value is empty."""
    names = [field.name for field in tables()[table].fields]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def write_delivery(
    landing: Path,
    files: dict[str, tuple[str, bytes, int]],
    month: str = "2020-12",
    delivery: int = 1,
    la_code: str = LA_CODE,
    **manifest_keys: object,
) -> Path:
    """Write files and a manifest; `files` maps table to (file name, content, rows). Returns the delivery's
    folder."""
    end = month_end(month)
    folder = landing / la_code / end.isoformat() / str(delivery)
    folder.mkdir(parents=True)
    listed = []
    for table, (name, content, count) in files.items():
        (folder / name).write_bytes(content)
        listed.append({"name": table, "file": name, "rows": count, "sha256": hashlib.sha256(content).hexdigest()})
    manifest = {
        "contract_version": 1,
        "la_code": la_code,
        "source_system": "Demo of a test",
        "month_end": end.isoformat(),
        "extract_date": (end + timedelta(days=6)).isoformat(),
        "delivery": delivery,
        "tables": listed,
        **manifest_keys,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def write_tables(landing: Path, rows_by_table: dict[str, Rows], **keys: object) -> Path:
    """A delivery of CSV files from rows by table; further arguments as for write_delivery."""
    files = {table: (f"{table}.csv", csv_bytes(table, rows), len(rows)) for table, rows in rows_by_table.items()}
    return write_delivery(landing, files, **keys)


def write_council(landing: Path, first: str, last: str, la_code: str = LA_CODE, children: int = 12) -> None:
    """One delivery per month from `first` to `last`; each is a full snapshot as known a few days after."""
    end = month_end(first)
    while end <= month_end(last):
        known = end + timedelta(days=5)
        write_tables(
            landing,
            council_tables(known, children),
            month=f"{end:%Y-%m}",
            la_code=la_code,
            extract_date=known.isoformat(),
        )
        end = months_before(end, -1)


def council_tables(known: date, children: int) -> dict[str, Rows]:
    """All tables of the small council as known on a day: child n has a contact, an enquiry, a conference, a
    plan and a period of care, a month after child n - 1, from January 2020 on.
    """
    found: dict[str, Rows] = {
        name: []
        for name in (
            "ssd_person",
            "ssd_contacts",
            "lcs_contact_forms",
            "ssd_s47_enquiry",
            "lcs_s47_details",
            "ssd_initial_cp_conference",
            "ssd_cp_plans",
            "ssd_cla_episodes",
            "ssd_cla_placement",
            "ssd_legal_status",
            "ssd_department",
        )
    }
    for number in range(children):
        start = months_before(date(2020, 1, 31), -number).replace(day=2)
        if start + timedelta(days=30) <= known:
            for name, row in _child_rows(number, start).items():
                found[name].append(row)
    found["ssd_department"] = [{"dept_team_id": "T1", "dept_team_name": "Duty team"}]
    return found


def _child_rows(number: int, start: date) -> dict[str, dict[str, str]]:
    def day(count: int) -> str:
        return (start + timedelta(days=count)).isoformat()

    child, form = f"P{number:04d}", "LEGACY" if start < date(2020, 10, 1) else "MASH_2020"
    return {
        "ssd_person": {
            "pers_person_id": child,
            "pers_forename": "Canary",
            "pers_surname": "Canary",
            "pers_dob": "2010-05-05",
        },
        "ssd_contacts": {
            "cont_contact_id": f"C{number}",
            "cont_person_id": child,
            "cont_contact_date": day(0),
            "cont_contact_source_code": "6",
        },
        "lcs_contact_forms": {
            "contact_id": f"C{number}",
            "form_version": form,
            "reason_for_contact": "REQUEST_CSC",
            "need_identified": "HARM",
            "contact_type": "CONTACT",
            "decision_date": day(1),
            "decision_outcome": "REFERRAL",
            "referral_id": f"R{number}",
            "is_open_case": "N",
        },
        "ssd_s47_enquiry": {
            "s47e_s47_enquiry_id": f"S{number}",
            "s47e_person_id": child,
            "s47e_s47_start_date": day(2),
            "s47e_s47_end_date": day(12),
        },
        "lcs_s47_details": {
            "s47_enquiry_id": f"S{number}",
            "concerns_outcome": "SUBSTANTIATED_CONTINUING_RISK",
        },
        "ssd_initial_cp_conference": {
            "icpc_icpc_id": f"I{number}",
            "icpc_s47_enquiry_id": f"S{number}",
            "icpc_person_id": child,
            "icpc_icpc_transfer_in": "N",
            "icpc_icpc_date": day(16),
            "icpc_icpc_outcome_cp_flag": "Y",
        },
        "ssd_cp_plans": {
            "cppl_cp_plan_id": f"L{number}",
            "cppl_icpc_id": f"I{number}",
            "cppl_person_id": child,
            "cppl_cp_plan_start_date": day(16),
            "cppl_cp_plan_ola": "N",
            "cppl_cp_plan_initial_category": "NEG",
            "cppl_cp_plan_latest_category": "NEG",
        },
        "ssd_cla_episodes": {
            "clae_cla_episode_id": f"E{number}",
            "clae_person_id": child,
            "clae_cla_placement_id": f"A{number}",
            "clae_cla_episode_start_date": day(20),
            "clae_cla_episode_start_reason": "S",
            "clae_cla_id": f"K{number}",
        },
        "ssd_cla_placement": {
            "clap_cla_placement_id": f"A{number}",
            "clap_cla_id": f"K{number}",
            "clap_person_id": child,
            "clap_cla_placement_start_date": day(20),
            "clap_cla_placement_type": "U6",
        },
        "ssd_legal_status": {
            "lega_legal_status_id": f"G{number}",
            "lega_person_id": child,
            "lega_legal_status": "C2",
            "lega_legal_status_start_date": day(20),
        },
    }
