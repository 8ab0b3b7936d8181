"""The layers of `make test` that can notice a mutant, the fastest first: what each compares are its own tests.

Belongs here: which tests look at which build. Does not belong: what is right, which those tests say.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import duckdb

from tests.back_test import (
    compare,
    scorecard,
    test_back_test,
    test_children_behind,
    test_process_control,
    test_scorecard,
)
from tests.council import test_hand_made_council, test_mutations, test_source_faults, test_work_due
from tests.council.council import LA_CODE
from tests.council.figures import figures_of
from tests.faults import test_doubtful_deliveries, test_untidy_deliveries
from tests.mutants.base import Base
from tests.mutants.cases import cases
from tests.mutants.marks import changed, unchanged
from tests.reference.agreement import differences
from tests.reference.harness import Found, values_in

Fixtures = Callable[[Base, int, set[str]], Mapping[str, Any]]


class Layer:
    """A build, and the tests that look at it. `notices` names the first that fails, or None."""

    def __init__(self, name: str, base: Base) -> None:
        self.name, self.base = name, base
        base.remember()

    def notices(self, number: int) -> str | None:
        """The test that fails on the change, or the error that keeps it from being built."""
        if not any(number in one.numbers for one in self.base.statements.values()):
            return None
        try:
            with self.base.with_change(number) as others:
                return self.first_failing(number, others)
        except duckdb.Error as error:
            return f"{type(error).__name__} of the build"

    def first_failing(self, number: int, others: set[str]) -> str | None:
        """The test that fails where these models hold other rows."""
        raise NotImplementedError


class UnitTests(Layer):
    """dbt's unit tests of the changed model."""

    def __init__(self, base: Base) -> None:
        super().__init__("unit tests", base)
        wrong = [test.name for test in base.of_kind("unit_test") if not self.passes(unchanged(test.sql))]
        assert not wrong, f"unit tests fail without a change: {wrong}"

    def first_failing(self, number: int, others: set[str]) -> str | None:
        tests = [test for test in self.base.of_kind("unit_test") if number in test.numbers]
        return next((test.name for test in tests if not self.passes(changed(test.sql, number))), None)

    def passes(self, sql: str) -> bool:
        """Whether the rows are those expected, in any order."""
        found = {"actual": Counter(), "expected": Counter()}
        for *row, kind in self.base.rows(sql):
            found[kind][repr(row)] += 1
        return found["actual"] == found["expected"]


class Histories(Layer):
    """Random histories against the plain-Python reference, as known on one day."""

    def __init__(self, base: Base, reference: Found, as_known_on: date) -> None:
        super().__init__("random histories", base)
        self.reference, self.as_known_on = reference, as_known_on
        assert not self.first_failing(0, {"all"}), "models and reference differ without a change"

    def first_failing(self, number: int, others: set[str]) -> str | None:
        if others:
            found = differences(values_in(self.base.con), self.reference, self.as_known_on)
            return found[0].key[0] if found else None
        return None


class Pytest(Layer):
    """Functions of pytest modules, on fixtures made of the changed database; data tests of the build before them."""

    def __init__(self, name: str, base: Base, modules: Sequence[ModuleType], fixtures: Fixtures) -> None:
        super().__init__(name, base)
        self.fixtures = fixtures
        given = fixtures(base, 0, set())
        fail = {one: one.fails(given) for one in cases(modules, given)}
        self.cases = [one for one, fails in fail.items() if not fails]
        left_out = sorted({one.name for one, fails in fail.items() if fails})
        assert self.cases, f"{name}: no test passes without a change"
        if left_out:  # they look at more than this database
            print(f"{name}: left out {', '.join(left_out)}", file=sys.stderr)

    def first_failing(self, number: int, others: set[str]) -> str | None:
        for name, (status, _) in self.base.results(number, others).items():
            if status == "fail":
                return name
        if others:
            given = self.fixtures(self.base, number, others)
            return next((one.name for one in self.cases if one.fails(given)), None)
        return None


def council(base: Base) -> Layer:
    """Figures of the hand-made council and of its mutations."""
    modules = (test_hand_made_council, test_mutations)
    return Pytest("hand-made council", base, modules, lambda *_: council_fixtures(base))


def council_fixtures(base: Base) -> Mapping[str, Any]:
    return {"councils": base.con, "base": figures_of(base.con, LA_CODE)}


def source_faults(base: Base) -> Layer:
    """Its records that break a rule."""
    return Pytest("source faults", base, (test_source_faults,), fault_fixtures)


def fault_fixtures(base: Base, number: int, others: set[str]) -> Mapping[str, Any]:
    results = base.results(number, others)
    return {"built": (base.con, {n: {"status": status, "failures": count} for n, (status, count) in results.items()})}


def work_due(base: Base) -> Layer:
    """What is overdue on its month end."""
    return Pytest("work due", base, (test_work_due,), lambda *_: {"at_month_end": base.con})


def untidy_deliveries(base: Base, matrix: object) -> Layer:
    """Rows refused and deliveries doubted, of councils that are untidy in one way each."""
    modules = (test_untidy_deliveries, test_doubtful_deliveries)
    return Pytest("untidy deliveries", base, modules, lambda *_: {"matrix": matrix})


def demo(base: Base) -> Layer:
    """The back test and the data tests on the demo's build of December."""
    modules = (test_back_test, test_scorecard, test_process_control, test_children_behind)
    for module in (*modules, compare, scorecard):
        module.duckdb = SimpleNamespace(connect=lambda *_, **__: nullcontext(base.con))
    return Pytest("back test", base, modules, lambda *_: {"published": Path("the build database")})
