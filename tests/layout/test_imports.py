"""Which folder may import which is said in pyproject.toml, under tool.importlinter."""

from importlinter.cli import lint_imports

from orchestration.common.settings import ROOT


def test_imports_keep_the_contracts(monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True, no_logo=True) == 0
