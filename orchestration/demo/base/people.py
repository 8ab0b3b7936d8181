"""Invented children: identifiers, birth dates, sibling groups.

Belongs here: making persons and their rows in ssd_person and ssd_department. Does not belong here: what
happened to them.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from orchestration.demo.base.records import Store

SIZES = ((1, 2, 3, 4), (55, 25, 13, 7))
ETHNICITIES = (
    ("WBRI", "WOTH", "MWBC", "MWAS", "APKN", "AOTH", "BAFR", "OOTH", "WROM", "NOBT"),
    (78, 3, 2, 2, 5, 1, 2, 1, 4, 2),
)
TEAMS = {
    "T01": "Front Door",
    "T10": "Conference and Review",
    **{f"T{10 + n}": f"Duty Team {n}" for n in range(1, 5)},
    **{f"T{20 + n}": f"Locality Team {n}" for n in range(1, 13)},
    **{f"T{40 + n}": f"Looked After Team {n}" for n in range(1, 4)},
    "T51": "Children's Disability Team",
    "T61": "Child Exploitation Team",
    "T62": "Leaving Care Team",
}


@dataclass(eq=False)
class Person:
    """One child; dates of care and plans are noted so that nothing overlaps that may not."""

    id: str
    born: date
    sex: str
    ethnicity: str
    busy_until: date = date(1900, 1, 1)
    plans: list[tuple[date, date | None]] = field(default_factory=list)
    in_care: bool = False

    def age(self, on: date) -> float:
        """Age in years (approximate to a day or two)."""
        return (on - self.born).days / 365.25


class People:
    """Everyone known to the service, in the order made."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.everyone: list[Person] = []
        self.next_id = rng.randint(1000, 4000)

    def person(self, born: date) -> Person:
        """A new child with the given date of birth."""
        self.next_id += self.rng.randint(1, 4)
        someone = Person(f"P{self.next_id:07d}", born, self.rng.choice("MF"), self.rng.choices(*ETHNICITIES)[0])
        self.everyone.append(someone)
        return someone

    def child(self, on: date, youngest: float = 0.02, oldest: float = 16.5) -> Person:
        """A new child of an age between the bounds (years) on a day."""
        return self.person(on - timedelta(days=int(self.rng.uniform(youngest, oldest) * 365.25)))

    def siblings(self, on: date, size: int, oldest: float = 16.5) -> list[Person]:
        """New children of one family: ages a year or more apart, now and then twins."""
        while True:
            ages = sorted(self.rng.uniform(0.02, oldest) for _ in range(size))
            if all(b - a > 1 for a, b in zip(ages, ages[1:], strict=False)):
                break
        if size == 2 and self.rng.random() < 0.06:
            ages[1] = ages[0]
        return [self.person(on - timedelta(days=int(age * 365.25))) for age in ages]


def family_sizes(rng: random.Random, total: int) -> list[int]:
    """Sizes of sibling groups that add up to `total` children."""
    sizes = []
    while total:
        size = min(total, rng.choices(*SIZES)[0])
        sizes.append(size)
        total -= size
    return sizes


def add_person_rows(store: Store, people: People) -> None:
    """One ssd_person record for each child that any record names, known from the first such record on."""
    first: dict[str, date] = {}
    for record in store:
        for name, value in record.values.items():
            if name.endswith("person_id"):
                first[value] = min(first.get(value, record.recorded_on), record.recorded_on)
    for someone in people.everyone:
        if someone.id not in first:
            continue
        number = someone.id[1:]
        store.add(
            "ssd_person",
            first[someone.id],
            pers_legacy_id=f"L{number}",
            pers_person_id=someone.id,
            pers_upn=f"X{number}",
            pers_forename="Child",
            pers_surname=number,
            pers_sex=someone.sex,
            pers_gender="1" if someone.sex == "M" else "2",
            pers_ethnicity=someone.ethnicity,
            pers_dob=someone.born,
            pers_single_unique_id=f"U{number}",
            pers_send_flag="N",
            pers_is_mother="N" if someone.sex == "F" else None,
        )


def add_departments(store: Store) -> None:
    """The council's teams."""
    for team, title in TEAMS.items():
        store.add(
            "ssd_department",
            date(2015, 4, 1),
            dept_team_id=team,
            dept_team_name=title,
            dept_team_parent_id="T00",
            dept_team_parent_name="Children's Social Care",
        )
