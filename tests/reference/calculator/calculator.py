"""The calculator as a whole: every subject's events of one delivery, as values.

Belongs here: the list of subjects. Does not belong: any rule.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence

from tests.reference.calculator.dates import Month, months_between
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import Event
from tests.reference.calculator.indicators import Indicator, indicators
from tests.reference.calculator.values import Key, Value, values

SUBJECTS: tuple[str, ...] = (
    "contacts",
    "referrals",
    "assessments",
    "section_47",
    "initial_conferences",
    "child_protection",
    "cp_reviews",
    "children_in_need",
    "looked_after",
    "placements",
    "health",
    "education",
    "fostering",
    "adoptions",
    "care_leavers",
    "workforce",
)
"""Modules beside this one that give `events` and name in INDICATORS what they give."""


def subjects() -> list:
    """The modules of all subjects."""
    return [importlib.import_module(f"tests.reference.calculator.{name}") for name in SUBJECTS]


def checked_indicators() -> list[Indicator]:
    """Indicators that some subject gives."""
    return [indicators()[name] for subject in subjects() for name in subject.INDICATORS]


def reference_events(delivery: Delivery, months: Sequence[Month]) -> Iterator[Event]:
    """Events of all subjects in the months."""
    for subject in subjects():
        yield from subject.events(delivery, list(months))


def reference_values(delivery: Delivery, months: Sequence[Month]) -> dict[Key, Value]:
    """All values of the months; events are counted from eleven months before the first, for sums of twelve."""
    counted_in = months_between(months[0].back(11), months[-1])
    return values(delivery, checked_indicators(), reference_events(delivery, counted_in), months)
