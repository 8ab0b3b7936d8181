"""The models and the plain-Python reference say the same of random histories, as known on two days."""

from __future__ import annotations

from pathlib import Path

from tests.reference.agreement import differences, expected, report
from tests.reference.conftest import Built
from tests.reference.harness import AS_KNOWN


def test_models_and_reference_agree_on_random_histories(built: Built, tmp_path: Path) -> None:
    """Every indicator, category, month and year to date of every council compared."""
    found = []
    for last, as_known_on in AS_KNOWN:
        reference = expected(built.histories, last, as_known_on)
        found += differences(built.values[as_known_on], reference, as_known_on)
    assert not found, report(found, built.histories, built.chosen_seed, tmp_path)
