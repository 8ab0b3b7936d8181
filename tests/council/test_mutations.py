"""A change of one record changes exactly the figures that mutation_effects.csv names for it, and nothing else."""

from __future__ import annotations

import pytest

from tests.council.council import HERE, LA_CODE, mutations, read_csv, values
from tests.council.figures import figures_of

EFFECTS = read_csv(HERE / "mutation_effects.csv")
MUTATIONS = mutations()


@pytest.fixture(scope="module")
def base(councils):
    """The figures of the council that nothing was changed in."""
    return figures_of(councils, LA_CODE)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_exactly_these_figures_change(councils, base, mutation):
    found = figures_of(councils, mutation.la_code)
    assert base.keys() == found.keys()
    changed = {key: value for key, value in found.items() if value != base[key]}
    expected = values([row for row in EFFECTS if row["mutation"] == mutation.name])
    assert changed == expected


def test_effects_name_mutations_that_are_made():
    assert {row["mutation"] for row in EFFECTS} <= {mutation.name for mutation in MUTATIONS}


def test_what_is_said_to_change_nothing_has_no_effects():
    without = {one.name for one in MUTATIONS} - {row["mutation"] for row in EFFECTS}
    assert without == {one.name for one in MUTATIONS if one.what_happens.startswith("nothing: ")}
