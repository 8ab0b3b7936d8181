"""Changes are found where they are meant, and a marked model gives back itself and each of its mutants."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants.changes import changes_of, changes_of_models
from tests.mutants.marks import changed, marked, unchanged
from tests.mutants.report import explained

MODELS = Path(__file__).parents[2] / "models"


@pytest.mark.parametrize(
    "sql, mutants",
    [
        ("a < b", ["a <= b"]),
        ("a >= b", ["a > b"]),
        ("a between 1 and b", ["a between 2 and b"]),
        ("a between (b and c) and d and f", ["a between (b or c) and d and f", "a between (b and c) and d or f"]),
        ("from a left join b", ["from a inner join b"]),
        ("from a inner join b", []),
        ("left(a, b)", []),
        ("max(a) over b as max", ["min(a) over b as max"]),
        ("a is null", ["a is not null"]),
        ("a is not null", ["a is  null"]),
        ("a is distinct from b", []),
        ("a + 1", ["a ", "a + 2"]),
        ("order by a desc", ["order by a asc"]),
        ("a = 'and 1' -- or 2", []),
        ("{{ add_months('a', 24) }}", ["{{ add_months('a', 25) }}"]),
        ("{{ config(meta={'decimals': 1}) }}a", []),
        ("{% if a < 1 %}b{% endif %}{# or #}", []),
        ("{{ a }} or {{ b }}", ["{{ a }} and {{ b }}"]),
    ],
)
def test_each_change_is_one_token(sql, mutants):
    assert [sql[: one.start] + one.after + sql[one.end :] for one in changes_of(sql, "m", "staging")] == mutants


def test_a_marked_model_gives_back_itself_and_each_mutant():
    for path in sorted(MODELS.rglob("*.sql")):
        text = path.read_text(encoding="utf-8")
        changes = dict(enumerate(changes_of(text, path.stem, "staging"), start=1))
        both = marked(text, changes)
        assert unchanged(both) == text
        for number, change in changes.items():
            assert changed(both, number) == text[: change.start] + change.after + text[change.end :]


def test_survivors_explained_are_mutants_of_the_models():
    """An explanation goes with the line it explains."""
    assert set(explained()) <= {(one.model, one.right, one.wrong) for one in changes_of_models(MODELS)}
