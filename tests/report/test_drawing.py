"""Names beside the lines of a chart do not overlap, and stand by their line where there is room."""

from __future__ import annotations

import re

from orchestration.report.document import Chart, Series
from orchestration.report.formats.charts import LABEL_HEIGHT, svg


def label_heights(*values: float) -> list[float]:
    """Where the names of lines at these values stand in the drawing, in points from the top, in the order of values."""
    lines = tuple((f"line {n}", value) for n, value in enumerate(values))
    chart = Chart("c", "t", "line", "percent", ("Nov 2020", "Dec 2020"), (Series("s", (0.0, 100.0)),), lines, "", "t")
    found = re.findall(r"translate\([0-9.]+,([0-9.-]+)\)[^>]*>(line \d)<", svg(chart))
    return [float(height) for height, _ in sorted(found, key=lambda one: one[1])]


def test_names_of_close_lines_stand_apart():
    heights = label_heights(50, 50, 49, 90)
    assert len(heights) == 4
    in_order = sorted(heights)
    assert all(after - before >= LABEL_HEIGHT - 0.2 for before, after in zip(in_order, in_order[1:], strict=False))


def test_a_name_with_room_stands_by_its_line():
    apart, alone = label_heights(90, 10), label_heights(90)
    assert apart[0] == alone[0] and apart[1] - apart[0] > 150
