"""Draws a chart as SVG: colours that stand apart on white, a marker for each line, names beside the lines.

Belongs here: the looks of charts. Does not belong here: what they show (content/charts.py). The drawing itself carries
no words of its own to a screen reader: the text of the chart and the table stand beside it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import vl_convert

from orchestration.report.document import Chart

COLOURS = ("#1d4f76", "#b4460f", "#2a6f4e", "#6d3f8c", "#7a5c00", "#9c2a52", "#3d3d3d")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke")
DASHES = ((6, 3), (2, 2), (8, 3, 2, 3), (1, 3))
WIDTH, HEIGHT = 560, 220
LABEL_HEIGHT = 12
FONT = "Liberation Sans, Arial, sans-serif"


@cache
def svg(chart: Chart) -> str:
    """The chart as one SVG element, the same bytes for the same chart."""
    return vl_convert.vegalite_to_svg(_layers(chart).to_dict(validate=False), vl_version="6.1")


def _layers(chart: Chart) -> alt.LayerChart:
    names = [one.name for one in chart.series]
    # A month without a figure breaks the line.
    values = [
        {"period": period, "series": one.name, "value": value, "order": n}
        for n, one in enumerate(chart.series)
        for period, value in zip(chart.periods, one.values, strict=True)
        if value is not None or chart.kind == "line"
    ]
    data = alt.Data(values=values)
    x = alt.X(
        "period:N",
        sort=list(chart.periods),
        title=None,
        axis=alt.Axis(labelAngle=0, labelExpr="split(datum.label, ' ')"),
        scale=alt.Scale(domain=list(chart.periods)),
    )
    y = alt.Y(
        "value:Q",
        title=_axis_title(chart),
        scale=alt.Scale(zero=chart.kind != "line" or chart.unit != "rate", nice=True),
        stack="zero" if chart.kind == "stacked" else None,
    )
    legend = None if len(names) == 1 else alt.Legend(title=None, orient="top", columns=2, labelLimit=260)
    colours = alt.Scale(domain=names, range=list(COLOURS[: len(names)]))
    colour = alt.Color("series:N", sort=names, scale=colours, legend=legend)
    base = alt.Chart(data)
    layers: list[Any] = []
    if chart.kind == "line":
        shapes = alt.Scale(domain=names, range=list(SHAPES[: len(names)]))
        shape = alt.Shape("series:N", sort=names, scale=shapes, legend=legend)
        layers.append(base.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour))
        layers.append(base.mark_point(filled=True, size=55, opacity=1).encode(x=x, y=y, color=colour, shape=shape))
    elif chart.kind == "stacked":
        layers.append(
            base.mark_bar(stroke="white", strokeWidth=1).encode(x=x, y=y, color=colour, order=alt.Order("order:Q"))
        )
    else:
        layers.append(
            base.mark_bar(stroke="white", strokeWidth=1).encode(
                x=x, xOffset=alt.XOffset("series:N", sort=names), y=y, color=colour
            )
        )
    offsets = _label_offsets(chart)
    layers += [layer for n, line in enumerate(chart.lines) for layer in _line(n, *line, offsets[n])]
    drawn = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)
    return (
        drawn.configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            gridColor="#d9d9d9",
            labelColor="#1a1a1a",
            titleColor="#1a1a1a",
            labelFontSize=11,
            titleFontSize=11,
            titleFontWeight="normal",
        )
        .configure_legend(labelFontSize=12, labelColor="#1a1a1a")
    )


def _axis_title(chart: Chart) -> str | None:
    return {"percent": "Per cent", "rate": "Per 10,000 children", "average": None, "count": "Number"}[chart.unit]


def _label_offsets(chart: Chart) -> list[float]:
    """Points that the name of each line stands below it, so that names of lines close together do not overlap."""
    drawn = [value for one in chart.series for value in one.values if value is not None]
    values = [value for _, value in chart.lines]
    lowest = min(
        [*drawn, *values] if chart.kind == "line" and chart.unit == "rate" else [0, *drawn, *values], default=0
    )
    highest = max([*drawn, *values], default=0)
    heights = [HEIGHT * (highest - value) / ((highest - lowest) or 1) for value in values]
    offsets = [0.0] * len(values)
    below = float("-inf")
    for n in sorted(range(len(values)), key=heights.__getitem__):
        below = max(heights[n], below + LABEL_HEIGHT)
        offsets[n] = round(below - heights[n], 1)
    return offsets


def _line(n: int, name: str, value: float, offset: float) -> tuple[alt.Chart, alt.Chart]:
    data = alt.Data(values=[{"value": value, "name": name}])
    rule = alt.Chart(data).mark_rule(color="#1a1a1a", strokeDash=list(DASHES[n % len(DASHES)]), strokeWidth=1.2)
    text = alt.Chart(data).mark_text(align="left", baseline="middle", dx=4, dy=offset, fontSize=10, color="#1a1a1a")
    return rule.encode(y="value:Q"), text.encode(y="value:Q", x=alt.value(WIDTH), text="name:N")
