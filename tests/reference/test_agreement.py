"""The models and the plain-Python reference say the same of random histories, as known on two days.

CHILDREN_HISTORIES sets how many (`make test-random` takes 2000), CHILDREN_SEED repeats a run.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.reference.agreement import differences, expected, report
from tests.reference.harness import AS_KNOWN, built_values, prepared
from tests.reference.histories.history import any_seed, draw_histories

HISTORIES = int(os.environ.get("CHILDREN_HISTORIES", "200"))
USUAL_SEED = 2020


def test_models_and_reference_agree_on_random_histories(tmp_path: Path) -> None:
    """As many councils as histories, built at once; every indicator, category, month and year to date compared."""
    asked = os.environ.get("CHILDREN_SEED", str(USUAL_SEED))
    chosen_seed = any_seed() if asked == "random" else int(asked)
    histories = draw_histories(HISTORIES, chosen_seed)
    build = prepared(tmp_path, histories)
    found = []
    for last, as_known_on in AS_KNOWN:
        models = built_values(build, last, as_known_on)
        found += differences(models, expected(histories, last, as_known_on), as_known_on)
    assert not found, report(found, histories, chosen_seed, tmp_path)
