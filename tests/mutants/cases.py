"""Calls the functions of pytest modules on a database that is already there, without pytest: a session for each mutant
would take longer than the mutant.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any


@dataclass(frozen=True, eq=False)
class Case:
    """A test function with its parameters; its fixtures come when it is called."""

    name: str
    function: Callable[..., None]
    parameters: dict[str, Any]
    fixtures: tuple[str, ...]

    def fails(self, fixtures: Mapping[str, Any]) -> bool:
        """Whether it fails, or cannot run, on these fixtures."""
        try:
            self.function(**self.parameters, **{name: fixtures[name] for name in self.fixtures})
        except Exception:
            return True
        return False


def cases(modules: Sequence[ModuleType], fixtures: Collection[str]) -> Iterator[Case]:
    """Every test of the modules that needs these fixtures and no other, once for each of its parameters; a test
    without a fixture looks at no database.
    """
    for module in modules:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("test_") and function.__module__ == module.__name__:
                for parameters in _parameters(function):
                    needed = tuple(one for one in inspect.signature(function).parameters if one not in parameters)
                    if needed and set(needed) <= set(fixtures):
                        yield Case(name, function, parameters, needed)


def _parameters(function: Callable[..., None]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{}]
    for mark in getattr(function, "pytestmark", ()):
        if mark.name == "parametrize":
            names = mark.args[0] if isinstance(mark.args[0], tuple) else re.split(r",\s*", mark.args[0])
            rows = [row if len(names) > 1 else (row,) for row in mark.args[1]]
            found = [{**one, **dict(zip(names, row, strict=True))} for one in found for row in rows]
    return found
