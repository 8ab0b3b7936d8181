"""Untidy files and rows that must be refused: what one file of one delivery can hold.

Belongs here: the form of files and values, and invented rows that no figure may count. Does not belong here: faults
that a record keeps between deliveries (source_faults.py).
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
FAULTS = {"refused": "row that cannot be read", "unread": "field that cannot be read"}
Mark = tuple[list[str] | None, str, str, str]  # row (None: the whole file), fault, expected, detail


@dataclass
class File:
    """One file before it is written: header and rows as text."""

    table: str
    header: list[str]
    rows: list[list[str]]
    encoding: str = "utf-8"
    line_end: str = "\n"
    total_line: list[str] | None = None
    marks: list[Mark] = field(default_factory=list)

    def column(self, name: str) -> int:
        """Place of a field."""
        return self.header.index(name)

    def whole(self, fault: str) -> None:
        """Note something untidy about the whole file, which is to be accepted."""
        self.marks.append((None, fault, "accepted", "read as if it were tidy"))


def padded_ids(file: File, rng: random.Random) -> None:
    """Some identifiers in lower case and with blanks around."""
    places = [n for n, name in enumerate(file.header) if name.endswith("_id")]
    for row in rng.sample(file.rows, 20):
        for n in places:
            row[n] = f"  {row[n].lower()} " if row[n] else ""
        file.marks.append((row, "padded or lower-case ids", "accepted", "ids compared trimmed and in upper case"))


def rewritten_dates(form: str) -> Callable[[File, random.Random], None]:
    """All dates of a file in another form: 'day first', 'date-time'."""

    def rewrite(file: File, rng: random.Random) -> None:
        for row in file.rows:
            for n, cell in enumerate(row):
                if ISO_DATE.fullmatch(cell):
                    day_first = f"{cell[8:]}/{cell[5:7]}/{cell[:4]}"
                    row[n] = day_first if form == "day first" else f"{cell}T00:00:00"
        file.whole(f"dates written as {form}")

    return rewrite


def no_date(file: File, rng: random.Random) -> None:
    """1900-01-01 where there is no end date."""
    place = file.column("cppl_cp_plan_end_date")
    for row in file.rows:
        row[place] = row[place] or "1900-01-01"
    file.whole("1900-01-01 stands for no date")


def byte_order_mark(file: File, rng: random.Random) -> None:
    """UTF-8 with a byte order mark."""
    file.encoding = "utf-8-sig"
    file.whole("byte order mark")


def windows(file: File, rng: random.Random) -> None:
    """Windows-1252 with CRLF, and letters that are not ASCII."""
    place = file.column("cont_contact_source_desc")
    for row in file.rows:
        row[place] = row[place].replace(" - ", " – ")
    file.encoding, file.line_end = "cp1252", "\r\n"
    file.whole("Windows-1252 with CRLF")


def extra_column(file: File, rng: random.Random) -> None:
    """A column the contract does not know."""
    for row in [file.header, *file.rows]:
        row.insert(1, "exported_by" if row is file.header else "nightly")
    file.whole("a column that is not in the contract")


def other_order(file: File, rng: random.Random) -> None:
    """Columns in another order."""
    order = list(range(len(file.header)))
    rng.shuffle(order)
    for row in [file.header, *file.rows]:
        row[:] = [row[n] for n in order]
    file.whole("columns in another order")


def line_break(file: File, rng: random.Random) -> None:
    """A quoted line break in free text."""
    place = file.column("cont_contact_source_desc")
    for row in rng.sample(file.rows, 3):
        row[place] = f'{row[place]}\nsee also "notes", page 2'
        file.marks.append((row, "quoted line break", "accepted", "one row"))


def total_line(file: File, rng: random.Random) -> None:
    """A total at the end, which is no data row."""
    file.total_line = ["Total", str(len(file.rows))] + [""] * (len(file.header) - 2)
    file.whole("a total line at the end")


def same_row_twice(file: File, rng: random.Random) -> None:
    """A row that comes again, unchanged."""
    row = rng.choice(file.rows)
    again = list(row)
    file.rows.append(again)
    file.marks.append((again, "the same row twice", "refused", f"{file.header[0]}: the same row again"))


def junk(detail: str, count: int = 1, expected: str = "refused", **cells: str) -> Callable[[File, random.Random], None]:
    """Invented rows with the given cells, each to be refused, or to be read without one field, for the reason in
    `detail`. None is in a figure: those that are read belong to no record, or have no date.
    """

    def insert(file: File, rng: random.Random) -> None:
        for n in range(count):
            row = [cells.get(name, "").replace("#", str(n)) for name in file.header]
            if detail == "too few fields":
                row = row[: len(row) // 2]
            file.rows.insert(rng.randint(0, len(file.rows)), row)
            file.marks.append((row, FAULTS[expected], expected, detail))

    return insert


CATALOGUE: tuple[tuple[str, str, Callable[[File, random.Random], None]], ...] = (
    ("2020-01", "ssd_contacts", padded_ids),
    ("2020-02", "ssd_contacts", rewritten_dates("day first")),
    (
        "2020-02",
        "ssd_cp_plans",
        junk(
            "cppl_cp_plan_start_date: not a date",
            cppl_cp_plan_id="CPP-J1",
            cppl_person_id="P9999001",
            cppl_cp_plan_start_date="31/02/2020",
        ),
    ),
    ("2020-03", "ssd_s47_enquiry", rewritten_dates("date-time")),
    ("2020-03", "ssd_cp_plans", no_date),
    (
        "2020-03",
        "ssd_contacts",
        junk(
            "cont_person_id: required, but empty",
            cont_contact_id="C9999001",
            cont_contact_date="2020-03-04",
            cont_contact_source_code="6",
        ),
    ),
    ("2020-04", "ssd_person", byte_order_mark),
    (
        "2020-04",
        "ssd_initial_cp_conference",
        junk(
            "icpc_icpc_date: not a date", icpc_icpc_id="ICPC-J1", icpc_person_id="P9999002", icpc_icpc_date="not known"
        ),
    ),
    ("2020-05", "ssd_contacts", windows),
    (
        "2020-05",
        "ssd_s47_enquiry",
        junk("s47e_person_id: required, but empty", s47e_s47_enquiry_id="S47-J1", s47e_s47_start_date="2020-05-12"),
    ),
    (
        "2020-05",
        "ssd_cin_assessments",
        junk(
            "cina_assessment_outcome_json: not JSON",
            expected="unread",
            cina_assessment_id="A9999001",
            cina_person_id="P9999006",
            cina_assessment_outcome_json="{NFA",
        ),
    ),
    ("2020-06", "lcs_s47_details", extra_column),
    ("2020-06", "ssd_cp_plans", other_order),
    (
        "2020-06",
        "lcs_s47_details",
        junk("concerns_outcome: unknown code", expected="unread", s47_enquiry_id="S47-J2", concerns_outcome="MAYBE"),
    ),
    (
        "2020-07",
        "ssd_cp_plans",
        junk(
            "cppl_cp_plan_id: repeated with other content",
            2,
            cppl_cp_plan_id="CPP-J2",
            cppl_person_id="P9999003",
            cppl_cp_plan_start_date="2020-07-0#1",
            cppl_cp_plan_ola="N",
        ),
    ),
    ("2020-08", "ssd_contacts", line_break),
    (
        "2020-08",
        "ssd_cla_episodes",
        junk(
            "clae_person_id: required, but empty",
            clae_cla_episode_id="EP-J1",
            clae_cla_episode_start_date="2020-08-03",
            clae_cla_episode_start_reason="S",
        ),
    ),
    ("2020-09", "ssd_initial_cp_conference", total_line),
    ("2020-09", "ssd_legal_status", total_line),
    ("2020-10", "ssd_cla_placement", same_row_twice),
    ("2020-10", "ssd_legal_status", junk("too few fields", lega_legal_status_id="LS-J1", lega_person_id="P9999004")),
    ("2020-10", "ssd_cin_assessments", rewritten_dates("day first")),
    (
        "2020-10",
        "lcs_assessment_details",
        junk("assessment_kind: unknown code", expected="unread", assessment_id="A9999002", assessment_kind="REVIEW"),
    ),
    ("2020-11", "lcs_contact_forms", padded_ids),
    ("2020-11", "ssd_cla_episodes", rewritten_dates("date-time")),
    (
        "2020-11",
        "lcs_contact_forms",
        junk(
            "need_identified: unknown code XX",
            expected="unread",
            contact_id="C9999002",
            form_version="MASH_2020",
            need_identified="XX",
            contact_type="CONTACT",
        ),
    ),
    ("2020-12", "ssd_person", byte_order_mark),
    ("2020-12", "ssd_s47_enquiry", rewritten_dates("day first")),
    ("2020-12", "ssd_contacts", same_row_twice),
    (
        "2020-12",
        "ssd_contacts",
        junk(
            "cont_contact_id: repeated with other content",
            2,
            cont_contact_id="C9999003",
            cont_person_id="P999900#",
            cont_contact_date="2020-12-03",
            cont_contact_source_code="6",
        ),
    ),
    (
        "2020-12",
        "lcs_contact_forms",
        junk(
            "decision_date: not a date",
            expected="unread",
            contact_id="C9999004",
            form_version="MASH_2020",
            need_identified="HARM",
            contact_type="CONTACT",
            decision_date="2020-13-01",
        ),
    ),
    ("2020-12", "ssd_cp_plans", junk("too few fields", cppl_cp_plan_id="CPP-J3", cppl_person_id="P9999005")),
    ("2021-01", "ssd_contacts", total_line),
)


def make_untidy(month: str, file: File, rng: random.Random) -> None:
    """Do to a file what the catalogue says of its delivery."""
    for its_month, table, change in CATALOGUE:
        if (its_month, table) == (month, file.table):
            change(file, rng)
