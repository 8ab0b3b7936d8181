"""The page in the repository says what was measured, in the words that it would have today."""

import json

from orchestration.common.settings import ROOT
from tests.benchmark.page import write_page


def test_the_page_is_that_of_the_numbers_beside_it(tmp_path):
    measured = json.loads((ROOT / "docs" / "benchmark.json").read_text(encoding="utf-8"))
    write_page(measured, tmp_path)
    for name in ("benchmark.md", "benchmark.svg"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (ROOT / "docs" / name).read_text(encoding="utf-8")
