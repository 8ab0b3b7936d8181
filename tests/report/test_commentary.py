"""Commentary files: figures filled in, errors with file and line, nothing but paragraphs, lists and bold words."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.report.content.commentary import CommentaryError, blocks, drafted, written
from orchestration.report.document import Block, Run
from orchestration.report.formats.html_page import _in_written_order

PRINTED = {
    ("LOOKED AFTER CHILDREN", "lac", "", "month", "2020-12", "count"): "615",
    ("REVIEWS", "lac_reviewed", "", "month", "2020-12", "numerator"): "128 of 133",
    ("REVIEWS", "lac_reviewed", "", "month", "2020-12", "percent"): "96.2%",
    ("OUTCOMES", "s47_outcome", "not_substantiated", "month", "2020-12", "count"): "c",
}


def write(folder: Path, text: str) -> Path:
    (folder / "page.md").write_text(text, encoding="utf-8")
    return folder


def words(found: tuple[Block, ...] | None) -> list[str]:
    return ["".join(run.text for run in block.runs) for block in found or ()]


def test_figures_are_filled_in_as_the_edition_prints_them(tmp_path: Path) -> None:
    text = (
        'There were {{ figure("lac", "2020-12") }} children.\n\n'
        '- {{ figure("lac_reviewed", "2020-12", part="percent") }} in time\n'
        '- {{ figure("s47_outcome", "2020-12", breakdown="not_substantiated") }} not substantiated\n'
    )
    found = written(write(tmp_path, text), "page", PRINTED)
    assert words(found) == ["There were 615 children.", "96.2% in time", "c not substantiated"]
    assert [block.is_item for block in found or ()] == [False, True, True]


def test_nobody_has_written(tmp_path: Path) -> None:
    assert written(tmp_path, "page", PRINTED) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('One\n\n{{ figure("lac", "2031-01") }}', r"page.md, line 3: no figure lac of 2031-01"),
        ('{{ figure("lac_reviewed", "2020-12") }}', r"page.md, line 1: .*several parts"),
        ("One\n{{ figure(", r"page.md, line 2: "),
        ("{{ unknown }}", r"page.md, line 1: .*undefined"),
        ("{{ ''.__class__.__mro__ }}", r"page.md, line 1: "),
        ("x" * 100_001, r"page.md: longer than"),
    ],
)
def test_what_cannot_be_used_is_refused_with_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CommentaryError, match=message):
        written(write(tmp_path, text), "page", PRINTED)


def test_html_and_links_are_words_and_bold_is_kept() -> None:
    found = blocks("A **bold** word, <script>alert(1)</script> and [a link](http://example.org).")
    assert found == (
        Block(
            (
                Run("A "),
                Run("bold", True),
                Run(" word, <script>alert(1)</script> and "),
                Run("a link"),
                Run("."),
            )
        ),
    )


def test_a_draft_says_what_the_scorecard_says() -> None:
    row = {
        "row_key": "looked_after",
        "title": "Looked-after children",
        "this_month": "615",
        "month_before": "613",
        "dot": "up",
        "dot_reason": "rose from 613 to 615",
        "rag": "no target",
        "rag_reason": "no target",
    }
    said = "Looked-after children: 615 this month, 613 the month before (rose from 613 to 615)."
    assert words(drafted([row])) == [said]
    assert drafted([row | {"this_month": "c"}]) == ()


def test_a_paragraph_after_a_list_stays_after_it() -> None:
    found = _in_written_order(blocks("Before\n\n- one\n- two\n\nAfter"))
    assert [(is_item, words(tuple(group))) for is_item, group in found] == [
        (False, ["Before"]),
        (True, ["one", "two"]),
        (False, ["After"]),
    ]
