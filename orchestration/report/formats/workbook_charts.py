"""Excel's own charts, each beside a table of the figures that it draws.

Belongs here: a chart of a document as a chart of Excel. Does not belong here: its sheet (workbook_restricted.py).
Names in a chart are read from cells, because Excel takes a name that begins with = for a formula.
"""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from orchestration.report.document import Chart
from orchestration.report.formats.charts import COLOURS
from orchestration.report.formats.workbook_cells import one_line

AXES = {"percent": "Per cent", "rate": "Per 10,000 children", "average": "Average", "count": "Number"}
CODES = {"percent": "0.0%", "rate": "0.0", "average": "0.0", "count": "#,##0"}
AXIS_CODES = {"percent": "0%", "rate": "General", "average": "General", "count": "#,##0"}
MARKERS = ("circle", "square", "triangle", "diamond", "x", "star", "long_dash")
DASHES = ("dash", "square_dot", "dash_dot", "round_dot")
INK, GRID = "#1a1a1a", "#d9d9d9"
WIDTH, HEIGHT = 640, 320
ROWS_HIGH = 17  # of 20 pixels


def columns_of(chart: Chart) -> list[tuple[str, tuple[float | None, ...]]]:
    """Name and values of each drawn column, a target or benchmark the same in every period; 12.5% is 0.125."""
    columns = [(one.name, one.values) for one in chart.series]
    columns += [(name, (value,) * len(chart.periods)) for name, value in chart.lines]
    return [(name, tuple(_in_cells(value, chart.unit) for value in values)) for name, values in columns]


def _in_cells(value: float | None, unit: str) -> float | None:
    return float(Decimal(repr(value)) / 100) if value is not None and unit == "percent" else value


def insert(workbook: Workbook, sheet: Worksheet, chart: Chart, table_at: tuple[int, int], title_at: tuple) -> None:
    """Put the chart beside its table, whose header row and first column are at `table_at`; its title is in a cell."""
    top, left = table_at
    drawn = workbook.add_chart(_kind(chart.kind))
    ruled = drawn if chart.kind == "line" or not chart.lines else workbook.add_chart({"type": "line"})
    for n in range(len(chart.series) + len(chart.lines)):
        is_line = n >= len(chart.series)
        (ruled if is_line else drawn).add_series(
            {
                "name": [sheet.name, top, left + 1 + n],
                "categories": [sheet.name, top + 1, left, top + len(chart.periods), left],
                "values": [sheet.name, top + 1, left + 1 + n, top + len(chart.periods), left + 1 + n],
                **(_ruled(n - len(chart.series)) if is_line else _drawn(chart.kind, n)),
            }
        )
    if ruled is not drawn:
        drawn.combine(ruled)
    drawn.set_title({"name": [sheet.name, *title_at], "name_font": {"size": 12, "color": INK}, "overlay": False})
    drawn.set_x_axis({"name": "Period", **_axis_looks()})
    drawn.set_y_axis(
        {
            "name": AXES[chart.unit],
            "num_format": AXIS_CODES[chart.unit],
            "major_gridlines": {"visible": True, "line": {"color": GRID}},
            **_axis_looks(),
            **({"min": 0} if chart.kind != "line" or chart.unit != "rate" else {}),
        }
    )
    drawn.set_legend({"position": "bottom", "font": {"size": 10, "color": INK}})
    drawn.show_hidden_data()
    drawn.set_size({"width": WIDTH, "height": HEIGHT})
    beside = left + len(chart.series) + len(chart.lines) + 2
    sheet.insert_chart(top, beside, drawn, {"description": one_line(chart.text)})


def _kind(kind: str) -> dict[str, str]:
    if kind == "line":
        return {"type": "line"}
    return {"type": "column", "subtype": "stacked"} if kind == "stacked" else {"type": "column"}


def _drawn(kind: str, n: int) -> dict:
    colour = COLOURS[n % len(COLOURS)]
    if kind != "line":
        return {"fill": {"color": colour}, "border": {"color": "white"}, "gap": 60}
    fill = {"color": colour}
    marker = {"type": MARKERS[n % len(MARKERS)], "size": 7, "fill": fill, "border": fill}
    return {"line": {"color": colour, "width": 2}, "marker": marker}


def _ruled(n: int) -> dict:
    return {"line": {"color": INK, "width": 1.25, "dash_type": DASHES[n % len(DASHES)]}, "marker": {"type": "none"}}


def _axis_looks() -> dict:
    font = {"size": 10, "color": INK, "bold": False}
    return {"name_font": font, "num_font": font, "line": {"color": INK}}
