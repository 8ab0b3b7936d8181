"""The models and the plain-Python reference say the same of random histories, as known on two days."""

from __future__ import annotations

from pathlib import Path

from tests.reference.agreement import differences, report
from tests.reference.calculator.calculator import checked_indicators
from tests.reference.calculator.indicators import indicators
from tests.reference.conftest import Built


def test_models_and_reference_agree_on_random_histories(built: Built, tmp_path: Path) -> None:
    """Every indicator, category, month and year to date of every council compared."""
    found = []
    for as_known_on, models in built.values.items():
        found += differences(models, built.reference[as_known_on], as_known_on)
    assert not found, report(found, built.histories, built.chosen_seed, tmp_path)


def test_the_reference_gives_every_indicator_once() -> None:
    """An indicator that no subject gives would be compared with nothing."""
    assert sorted(one.indicator_id for one in checked_indicators()) == sorted(indicators())
