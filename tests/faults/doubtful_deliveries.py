"""Pairs of deliveries, as data: the second one differs from the first, which was published, in what a check measures.

The first delivery holds 100 children, each with an open plan of 2 November 2020 and a contact of that day. Expected are
all checks that do not pass, as (check, table, result, measured).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.landing.small_deliveries import Rows, csv_bytes, write_delivery

CHILDREN = 100
Tables = dict[str, Rows]


@dataclass(frozen=True)
class Doubtful:
    """One pair; `change` spoils the second delivery's rows by table, `keys` are of its manifest, `column` is one more
    column of its contacts.
    """

    name: str
    change: Callable[[Tables], Any]
    found: tuple[tuple[str, str, str, float], ...] = ()
    keys: dict[str, Any] | None = None
    column: str = ""
    children: int = CHILDREN
    accepted: str = ""
    is_first: bool = False

    def write(self, landing: Path, la_code: str) -> None:
        """Both deliveries, of November and December; of a first delivery the second alone."""
        first, second = tables_of(self.children), tables_of(self.children)
        self.change(second)
        if not self.is_first:
            _write(landing, la_code, first, "2020-11", {}, "")
        _write(landing, la_code, second, "2020-12", self.keys or {}, self.column)


def tables_of(children: int) -> Tables:
    """The first delivery."""
    return {
        "ssd_person": [{"pers_person_id": f"P{n}", "pers_dob": "2010-05-05"} for n in range(children)],
        "ssd_contacts": [contact(n) for n in range(children)],
        "ssd_cp_plans": [
            {"cppl_cp_plan_id": f"L{n}", "cppl_person_id": f"P{n}", "cppl_cp_plan_start_date": "2020-11-02"}
            for n in range(children)
        ],
    }


def contact(number: int, **values: str) -> dict[str, str]:
    """The contact of a child."""
    return {
        "cont_contact_id": f"C{number}",
        "cont_person_id": f"P{number}",
        "cont_contact_date": "2020-11-02",
        "cont_contact_source_code": "6",
        **values,
    }


def without(table: str, count: int) -> Callable[[Tables], None]:
    """The first rows of a table are gone."""
    return lambda tables: tables[table].__delitem__(slice(count))


def with_values(table: str, count: int, **values: str) -> Callable[[Tables], None]:
    """The first rows of a table say something else."""

    def change(tables: Tables) -> None:
        for row in tables[table][:count]:
            row.update(values)

    return change


def more_contacts(count: int, **values: str) -> Callable[[Tables], None]:
    """Contacts that the first delivery does not hold, of its children, with ids of their own unless one is given."""
    return lambda tables: tables["ssd_contacts"].extend(
        contact(CHILDREN + n, cont_person_id=f"P{(n + 1) % CHILDREN}", **values) for n in range(count)
    )


def renumbered(count: int) -> Callable[[Tables], None]:
    """The first children have new ids."""

    def change(tables: Tables) -> None:
        for row in tables["ssd_person"][:count]:
            row["pers_person_id"] += "X"

    return change


def posts(prefix: str, workers: str, count: int, delivered: bool = True) -> Callable[[Tables], None]:
    """Posts whose worker has one prefix before the number, and the workers themselves with another."""

    def change(tables: Tables) -> None:
        tables["hr_posts"] = [
            {"post_id": f"B{n}", "professional_id": f"{prefix}{n}", "role": "CASE_HOLDER", "fte": "1.0"}
            for n in range(1, count + 1)
        ]
        tables["ssd_professionals"] = [{"prof_professional_id": f"{workers}{n}"} for n in range(1, count + 1)]
        if not delivered:
            tables["ssd_professionals"] = []

    return change


def cases_and_posts(count: int) -> Callable[[Tables], None]:
    """Cases of workers 001 to 00n and posts of workers 1 to n; the workers themselves are not delivered."""

    def change(tables: Tables) -> None:
        posts("", workers="", count=count, delivered=False)(tables)
        for row in tables["hr_posts"]:
            row["start_date"] = "2020-01-01"
        tables["ssd_involvements"] = [
            {
                "invo_involvements_id": f"J{n}",
                "invo_professional_id": f"00{n}",
                "invo_professional_role_id": "LEAD",
                "invo_person_id": f"P{n}",
                "invo_involvement_start_date": "2020-11-02",
            }
            for n in range(1, count + 1)
        ]

    return change


UNMATCHED_POSTS = ("references_unmatched", "hr_posts.professional_id")
CONTACTS, PLANS, PEOPLE = "ssd_contacts", "ssd_cp_plans", "ssd_person"
ENDED, UNREADABLE = {"cppl_cp_plan_end_date": "2020-12-01"}, {"cont_contact_date": "soon"}
CASES = (
    Doubtful("nothing_changed", lambda tables: None),
    Doubtful("a_month_as_usual", more_contacts(10)),
    Doubtful("rows_lost", without(CONTACTS, 3), (("rows_lost", CONTACTS, "warned", 3),)),
    Doubtful("half_the_rows_lost", without(CONTACTS, 51), (("rows_lost", CONTACTS, "failed", 51),)),
    Doubtful("no_rows_left", without(CONTACTS, 100), (("rows_lost", CONTACTS, "failed", 100),)),
    Doubtful("rows_gained", more_contacts(60), (("rows_gained", CONTACTS, "warned", 60),)),
    Doubtful("rows_multiplied", more_contacts(301), (("rows_gained", CONTACTS, "failed", 301),)),
    Doubtful("table_left_out", lambda tables: tables.pop(PLANS), (("table_left_out", PLANS, "warned", 1),)),
    Doubtful("a_child_vanished", renumbered(1), (("children_vanished", PEOPLE, "warned", 1),)),
    Doubtful(
        "new_ids_for_many_children",
        renumbered(11),
        (
            ("children_vanished", PEOPLE, "failed", 11),
            ("references_unmatched", f"{CONTACTS}.cont_person_id", "warned", 11),
            ("references_unmatched", f"{PLANS}.cppl_person_id", "warned", 11),
        ),
    ),
    Doubtful(
        "half_the_children_not_found",
        with_values(CONTACTS, 51, cont_person_id="Q1"),
        (("references_unmatched", f"{CONTACTS}.cont_person_id", "failed", 51),),
    ),
    Doubtful("one_child_not_found", with_values(CONTACTS, 1, cont_person_id="Q1")),
    Doubtful("few_references_never_fail", posts("W", workers="V", count=19), ((*UNMATCHED_POSTS, "warned", 100),)),
    Doubtful("twenty_references_fail", posts("W", workers="V", count=20), ((*UNMATCHED_POSTS, "failed", 100),)),
    Doubtful(
        "twenty_references_of_a_first_delivery",
        posts("W", workers="V", count=20),
        ((*UNMATCHED_POSTS, "failed", 100),),
        is_first=True,
    ),
    Doubtful(
        "ids_without_their_zeros",
        posts("", workers="00", count=4),
        ((*UNMATCHED_POSTS, "warned", 100), ("zeros_lost", "hr_posts.professional_id", "warned", 4)),
    ),
    Doubtful(
        "zeros_that_are_too_many",
        posts("00", workers="", count=4),
        ((*UNMATCHED_POSTS, "warned", 100), ("zeros_lost", "hr_posts.professional_id", "warned", 4)),
    ),
    Doubtful(
        "cases_of_nobody_with_a_post",
        cases_and_posts(4),
        (
            ("cases_without_post", "ssd_involvements.invo_professional_id", "warned", 100),
            ("referred_to_nothing", "hr_posts.professional_id", "warned", 4),
            ("referred_to_nothing", "ssd_involvements.invo_professional_id", "warned", 4),
        ),
    ),
    Doubtful(
        "many_cases_of_nobody_with_a_post",
        cases_and_posts(20),
        (
            ("cases_without_post", "ssd_involvements.invo_professional_id", "failed", 100),
            ("referred_to_nothing", "hr_posts.professional_id", "warned", 20),
            ("referred_to_nothing", "ssd_involvements.invo_professional_id", "warned", 20),
        ),
    ),
    Doubtful(
        "nothing_to_look_into",
        posts("W", workers="W", count=4, delivered=False),
        (("referred_to_nothing", "hr_posts.professional_id", "warned", 4),),
    ),
    Doubtful("many_plans_ended", with_values(PLANS, 16, **ENDED), (("open_episodes_lost", PLANS, "warned", 16),)),
    Doubtful("all_plans_ended", with_values(PLANS, 100, **ENDED), (("open_episodes_lost", PLANS, "failed", 100),)),
    Doubtful(
        "a_date_after_the_extract",
        with_values(CONTACTS, 1, cont_contact_date="2021-01-07"),
        (("dates_after_extract", CONTACTS, "warned", 1),),
    ),
    Doubtful("a_date_of_the_extract", with_values(CONTACTS, 100, cont_contact_date="2021-01-06")),
    Doubtful(
        "an_end_after_the_extract",
        with_values(PLANS, 1, cppl_cp_plan_end_date="2022-01-01"),
        (("dates_after_extract", PLANS, "warned", 1),),
    ),
    Doubtful(
        "many_dates_after_the_extract",
        with_values(CONTACTS, 21, cont_contact_date="2021-02-01"),
        (("dates_after_extract", CONTACTS, "failed", 21),),
    ),
    Doubtful("a_row_refused", with_values(CONTACTS, 1, **UNREADABLE)),
    Doubtful("rows_refused", with_values(CONTACTS, 2, **UNREADABLE), (("rows_refused", CONTACTS, "warned", 2),)),
    Doubtful("many_rows_refused", with_values(CONTACTS, 31, **UNREADABLE), (("rows_refused", CONTACTS, "failed", 31),)),
    Doubtful("a_code_of_no_list", with_values(CONTACTS, 1, cont_contact_source_code="QQ9")),
    Doubtful(
        "codes_of_no_list",
        with_values(CONTACTS, 2, cont_contact_source_code="QQ9"),
        (("attributes_unread", CONTACTS, "warned", 2),),
    ),
    Doubtful(
        "an_id_repeated",
        more_contacts(1, cont_contact_id="C0"),
        (("ids_repeated", CONTACTS, "warned", 200 / 101), ("rows_refused", CONTACTS, "warned", 200 / 101)),
    ),
    Doubtful(
        "ids_of_another_column",
        with_values(CONTACTS, 20, cont_contact_id="X"),
        (("ids_repeated", CONTACTS, "failed", 20), ("rows_refused", CONTACTS, "warned", 20)),
    ),
    Doubtful("a_new_column", lambda tables: None, (("unknown_columns", CONTACTS, "warned", 1),), column="exported_by"),
    Doubtful(
        "extracted_late",
        lambda tables: None,
        (("days_to_extract", "all", "warned", 22),),
        keys={"extract_date": "2021-01-22"},
    ),
    Doubtful(
        "accepted_by_somebody",
        without(CONTACTS, 60),
        (("rows_lost", CONTACTS, "warned", 60),),
        accepted=f"rows_lost,{CONTACTS}",
    ),
    Doubtful(
        "another_check_accepted",
        without(CONTACTS, 60),
        (("rows_lost", CONTACTS, "failed", 60),),
        accepted=f"rows_gained,{CONTACTS}",
    ),
    Doubtful("few_rows_lost_do_not_fail", without(CONTACTS, 39), children=40),
    Doubtful("no_row_left_of_few", without(CONTACTS, 40), (("rows_lost", CONTACTS, "failed", 100),), children=40),
    Doubtful(
        "all_rows_of_a_small_table_refused",
        with_values(CONTACTS, 42, **UNREADABLE),
        (("rows_refused", CONTACTS, "failed", 100),),
        children=42,
    ),
    Doubtful(
        "all_but_one_of_few_refused",
        with_values(CONTACTS, 39, **UNREADABLE),
        (("rows_refused", CONTACTS, "warned", 97.5),),
        children=40,
    ),
)


def _write(landing: Path, la_code: str, tables: Tables, month: str, keys: dict[str, Any], column: str) -> None:
    files = {}
    for table, rows in tables.items():
        content = csv_bytes(table, rows)
        if column and table == CONTACTS:
            content = b"".join(column.encode() + b"," + line for line in content.splitlines(keepends=True))
        files[table] = (f"{table}.csv", content, len(rows))
    write_delivery(landing, files, month=month, la_code=la_code, **keys)
