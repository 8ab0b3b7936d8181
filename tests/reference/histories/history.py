"""A history: one made-up council with two deliveries, of which the second changes, adds to and drops what the first
said.

Belongs here: how rows become deliveries, and the settings of the council. Does not belong: the rows of a subject.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.reading import contract
from tests.reference.histories import after_care, children, front_door, in_care, on_a_plan, staff
from tests.reference.histories.children import Family, Rows, Subject
from tests.reference.histories.days import written

SUBJECTS: tuple[Subject, ...] = (
    children.people,
    front_door.front_door,
    on_a_plan.on_a_plan,
    in_care.in_care,
    after_care.adoptions,
    after_care.care_leavers,
    after_care.foster_households,
    staff.staff,
)
DELIVERED = ((date(2020, 9, 30), date(2020, 10, 6)), (date(2021, 2, 28), date(2021, 3, 4)))
"""Month end and extract date of the deliveries."""

BOTH, LATE, REMOVED, CHANGED = "both", "late", "removed", "changed"
NOTHING_SPELT = ("NULL", "null", " ", "<NA>", "NaN", "[NULL]")
ID_SPELT = ("\u200b{0}", "{0}\u00a0", "{1}\u202f{2}", "{1}\u00ad{2}", "\ufeff{0}", " {0}\u2060", "1.23E+11")
FATES = (BOTH,) * 12 + (LATE, REMOVED, CHANGED, CHANGED)


@dataclass
class History:
    """One council and what it delivered."""

    la_code: str
    deliveries: Sequence[Delivery]
    settings: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def known_on(self, day: date) -> Delivery | None:
        """The newest delivery extracted by a day."""
        known = [one for one in self.deliveries if one.extract_on <= day]
        return max(known, key=lambda one: one.extract_on, default=None)


@st.composite
def drawn(draw: st.DrawFn) -> tuple[list[dict], dict[str, list[dict[str, str]]]]:
    """Tables of both deliveries, and the settings of the council without its code."""
    family = children.draw_family(draw)
    rows: Rows = [row for subject in SUBJECTS for row in subject(family)]
    deliveries: list[dict] = [{name: [] for name in contract()} for _ in DELIVERED]
    for table, row in rows:
        versions = _versions(family, table, row)
        for tables, version in zip(deliveries, versions, strict=True):
            if version is not None:
                tables[table].append(version)
    for tables in deliveries:
        _untidy(draw, tables)
        _otherwise_spelt(draw, tables)
    return deliveries, _settings(draw)


def _versions(family: Family, table: str, row: dict) -> tuple[dict | None, dict | None]:
    """What the first and the second delivery say of a record."""
    fate = family.draw(st.sampled_from(FATES))
    if fate == LATE:
        return None, row
    if fate == REMOVED:
        return row, None
    if fate == CHANGED:
        days = [one.name for one in contract()[table] if one.type == "date" and one.name in row]
        if days:
            day = family.calendar.perhaps(None)
            return row, {**row, family.draw(st.sampled_from(days)): written(family.draw, day)}
    return row, row


def _untidy(draw: st.DrawFn, tables: dict[str, list[dict]]) -> None:
    """Now and then: a repeated row, a key with two contents, a row that cannot be read, a table not delivered."""
    what = draw(st.integers(0, 29))
    filled = [name for name, rows in tables.items() if rows]
    if not filled:
        return
    name = draw(st.sampled_from(filled))
    row = draw(st.sampled_from(tables[name]))
    days = [one.name for one in contract()[name] if one.name in row and one.type == "date"][:1]
    another = {_key(name): f"{row[_key(name)]}X"}
    if what < 4:
        tables[name].append(dict(row))
    elif what == 4:
        tables[name] += [{**row, field: "2020-05-05"} for field in days]
    elif what == 5:
        tables[name] += [{**row, **another, field: "31/02/2020"} for field in days]
    elif what == 6:
        tables[name].append({**row, **another, "_fault": "too few fields"})
    elif what == 7:
        tables[name].append({**row, _key(name): None})
    elif what == 8:
        del tables[draw(st.sampled_from(sorted(tables)))]


def _otherwise_spelt(draw: st.DrawFn, tables: dict[str, list[dict]]) -> None:
    """Now and then: ids and nothing in the spellings of other systems, codes and flags that nobody knows."""
    if draw(st.integers(0, 2)):
        return
    for name, rows in tables.items():
        fields = {field.name: field for field in contract()[name]}
        for place, row in enumerate(rows):
            chosen = draw(st.sampled_from([field for field in row if field in fields] or [None]))
            if chosen is None or draw(st.integers(0, 3)):
                continue
            field, text = fields[chosen], row[chosen]
            if text is None:
                spelt = draw(st.sampled_from((*NOTHING_SPELT, "-1") if field.is_id else NOTHING_SPELT))
            elif field.is_id:
                spelt = draw(st.sampled_from(ID_SPELT)).format(text, text[0], text[1:])
            elif field.type == "text" and not field.is_required:
                spelt = draw(st.sampled_from((text, f"\u00a0{text}\u200b", "QQ9")))
            elif field.type in ("flag", "number", "integer", "json"):
                spelt = draw(st.sampled_from((text, "perhaps")))
            else:
                continue
            rows[place] = {**row, chosen: spelt}


def _key(table: str) -> str:
    return next(field.name for field in contract()[table] if field.is_key)


def _settings(draw: st.DrawFn) -> dict[str, list[dict[str, str]]]:
    """Rows of the seeds for the council: counting rules of contacts in half of them, a population in most."""
    found: dict[str, list[dict[str, str]]] = {"team_groups": staff.team_groups()}
    if draw(st.booleans()):
        found["contact_counting_rules"] = [
            {"valid_from": "2000-01-01", "valid_to": "2020-10-31", "counted_by_form": "LEGACY", "by_source_needs": ""},
            {
                "valid_from": "2020-11-01",
                "valid_to": "2020-11-30",
                "counted_by_form": "MASH_2020",
                "by_source_needs": "harm",
            },
            {
                "valid_from": "2020-12-01",
                "valid_to": "",
                "counted_by_form": "MASH_2020",
                "by_source_needs": "harm_and_not_sure",
            },
        ]
        if draw(st.booleans()):
            found["collection_starts"] = [
                {"indicator_id": one, "collected_from_on": "2020-10-31", "summed_from_on": "2020-11-30"}
                for one in ("contacts_all", "contacts_by_need", "contacts_help_decided_within_5_working_days")
            ]
    if draw(st.integers(0, 4)) == 0:
        found["assessment_counting_rules"] = [
            {"valid_from": "2020-02-15", "valid_to": "2020-08-31", "other_agency_counts_as": "step_down_early_help"}
        ]
    if draw(st.integers(0, 4)):
        last = draw(st.sampled_from(("2020-03-31", "2020-05-30")))
        after = {"2020-03-31": "2020-04-01", "2020-05-30": "2020-05-31"}[last]
        found["child_populations"] = [
            {"valid_from": "2018-04-01", "valid_to": last, "population_aged_0_17": "56947"},
            {"valid_from": after, "valid_to": "", "population_aged_0_17": "57522"},
        ]
    if draw(st.integers(0, 4)) == 0:
        found["gaps_in_collection"] = [
            {
                "indicator_id": draw(st.sampled_from(("school_absence", "persistent_absence", "reduced_timetables"))),
                "month_on": draw(st.sampled_from(("2020-02-29", "2020-05-31", "2020-09-30"))),
                "reason": "not collected that term",
            }
        ]
    return found


def draw_histories(count: int, chosen_seed: int) -> list[History]:
    """`count` histories; the same seed gives the same ones."""
    return [_history(f"E09{place:06d}", *_drawn_alone(chosen_seed * 1_000_000 + place)) for place in range(count)]


def _drawn_alone(own_seed: int) -> tuple[list[dict], dict]:
    """One history. Hypothesis begins a run with the plainest example and fills it with variants of those it has found,
    most of them all but the same; so each history is the second example of a run of its own."""
    found: list[tuple[list[dict], dict]] = []

    @seed(own_seed)
    @settings(
        max_examples=2,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn())
    def collect(made: tuple[list[dict], dict]) -> None:
        found.append(made)

    collect()
    return found[-1]


def _history(la_code: str, tables: list[dict], settings: dict) -> History:
    rows = {name: [{"la_code": la_code, **row} for row in rows] for name, rows in settings.items()}
    deliveries = [
        Delivery(la_code, month_end, extract_on, delivered, rows)
        for (month_end, extract_on), delivered in zip(DELIVERED, tables, strict=True)
    ]
    return History(la_code, deliveries, rows)


def to_text(history: History) -> str:
    """A history as a file holds it."""
    deliveries = [
        {
            "month_end": one.month_end.isoformat(),
            "extract_on": one.extract_on.isoformat(),
            "empty_tables": [name for name, rows in one.tables.items() if not rows],
            "tables": {name: rows for name, rows in one.tables.items() if rows},
        }
        for one in history.deliveries
    ]
    return json.dumps({"la_code": history.la_code, "settings": history.settings, "deliveries": deliveries}, indent=1)


def from_text(text: str) -> History:
    """A history out of a file."""
    held = json.loads(text)
    deliveries = [
        Delivery(
            held["la_code"],
            date.fromisoformat(one["month_end"]),
            date.fromisoformat(one["extract_on"]),
            {**{name: [] for name in one["empty_tables"]}, **one["tables"]},
            held["settings"],
        )
        for one in held["deliveries"]
    ]
    return History(held["la_code"], deliveries, held["settings"])


def any_seed() -> int:
    """A seed for a run that is given none."""
    return random.SystemRandom().randrange(2**32)
