"""A small report with every kind of content, for tests of what renders it."""

from __future__ import annotations

from datetime import date

from orchestration.report.document import Block, Cell, Chapter, Chart, Document, Row, Run, Series, Table

HOSTILE = '#include("x") *bold* = $x$ [<script>alert(1)</script> {{ 7 * 7 }} \\ _a_ `b` @c // d'
MONTHS = ("Nov 2020", "Dec 2020")
AS_KNOWN = Cell("6 Jan 2021", unit="date")


def small_document(hostile: str = "Workers & others") -> Document:
    """Two chapters; `hostile` stands wherever words of a council or of its data can stand."""
    return Document(
        title=f"Monthly report: {hostile}",
        la_code="E08000018",
        report_month=date(2020, 12, 31),
        edition="restricted",
        stamp=("Council E08000018. Restricted edition.", f"From delivery {hostile}."),
        chapters=(_in_words(hostile), _in_figures(hostile)),
    )


def _in_words(hostile: str) -> Chapter:
    headings = ("Indicator", "Ref", "Dec 2020", "Direction", "Rating", "Remark")
    rows = (
        Row(hostile, (*_rated("1.1", "green", "improvement"), Cell(hostile))),
        Row("Assessments in time", (*_rated("1.2", "amber", "concern"), Cell("to be looked at by the team"))),
        Row("Plans", (*_rated("1.3", "red", ""), Cell(""))),
    )
    return Chapter(
        title="Scorecard",
        anchor="scorecard",
        commentary=(
            Block((Run("First the words, "), Run(hostile, is_strong=True), Run("."))),
            Block((Run("an item"),), is_item=True),
            Block((Run("another item: "), Run("bold", is_strong=True)), is_item=True),
            Block((Run("Words after the list."),)),
        ),
        commentary_is_draft=True,
        definitions=(("Assessments", "Those of the month."), (hostile, hostile)),
        note=f"A note: {hostile}",
        tables=(Table("scorecard", f"Scorecard: {hostile}", headings, rows),),
    )


def _rated(ref: str, rating: str, movement: str) -> tuple[Cell, ...]:
    return (Cell(ref), Cell("95.1%", 95.1, "percent", mark="r"), Cell("↑ up", tone=movement), Cell(rating, tone=rating))


def _in_figures(hostile: str) -> Chapter:
    wide = ("Period", *(f"Neighbourhood organisation {n} (progressed)" for n in range(22)), "As known on")
    rows = [
        Row(
            "Nov 2020",
            (*(Cell(f"{n * 321:,}", n * 321, "count", mark="r b" if n == 7 else "") for n in range(22)), AS_KNOWN),
            "month",
            "p",
        )
    ]
    rows.append(Row("Jan 2021", tuple(Cell("") for _ in range(23)), "to_come"))
    rows += [Row(f"Year {n}", tuple(Cell("-") for _ in range(23)), n) for n in ("ytd", "annual", "benchmark", "term")]
    long = tuple(Row(f"Figure {n}", (Cell(f"{n}.5", n + 0.5, "rate"), Cell("c", unit="count"))) for n in range(120))
    return Chapter(
        title=hostile,
        anchor="figures",
        commentary=(Block((Run("Written by hand."),)),),
        tables=(
            Table("wide", "Wide", wide, tuple(rows)),
            Table("long", "Long", ("Figure", "Rate", "Number"), long),
            Table("none", "None", ("Figure", "Number"), ()),
        ),
        charts=tuple(_chart(kind, hostile) for kind in ("line", "stacked", "grouped")),
    )


def _chart(kind: str, hostile: str) -> Chart:
    return Chart(
        name=f"wide_{kind}",
        title=f"{kind}: {hostile}",
        kind=kind,
        unit="count",
        periods=MONTHS,
        series=(Series("Started", (3.0, 4.0)), Series(hostile, (None, 5.0))),
        lines=(("Target", 4.5),) if kind == "line" else (),
        text=f"{kind} of {hostile}: 3 in Nov 2020, 4 in Dec 2020.",
        table="wide",
    )
