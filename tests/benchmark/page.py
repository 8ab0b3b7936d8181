"""The page about the benchmark, docs/benchmark.md, with its picture.

Belongs here: words, tables and the picture. Does not belong: which targets there are (targets.py), or measuring.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import altair as alt

from tests.benchmark.targets import size_of_equal_time, targets

PICTURE = "benchmark.svg"
LANDING_KINDS = (("csv", "CSV"), ("parquet", "Parquet"))


def write_page(measured: dict, folder: Path) -> list[Path]:
    """Write page and picture from what was measured; returns their paths."""
    page = folder / "benchmark.md"
    page.write_text("\n".join(_lines(measured)) + "\n", encoding="utf-8")
    paths = [page]
    if "engine" in measured:
        picture(measured["engine"]["by_size"]).save(folder / PICTURE)
        paths.append(folder / PICTURE)
    return paths


def _lines(measured: dict) -> Iterator[str]:
    facts = ", ".join(f"{name} {value}" for name, value in measured["machine"].items())
    minutes = sum(measured["seconds_by_part"].values()) / 60
    yield "# Benchmark"
    yield ""
    yield f"`make benchmark` measured this in {minutes:.0f} minutes: {facts}."
    yield "Read ratios, not seconds: all that are compared were measured in one run on one machine, one after the other"
    yield "with nothing beside them. Written by `tests/benchmark`; the numbers stand in `benchmark.json`. Size 1 is the"
    yield "demo's delivery of December 2020, a council of 57,522 children; the nation's 153 councils are about 210."
    yield ""
    yield from _table(
        ("target", "bound", "measured", ""),
        (
            (one.what, one.bound or "-", f"{one.measured:.2f}{one.unit}", _judged(one.bound, one.is_met))
            for one in targets(measured)
        ),
    )
    if engine := measured.get("engine"):
        yield from _engine(engine)
    if windows := measured.get("windows"):
        yield from _windows(windows)
    if peers := measured.get("peers"):
        yield from _peers(peers)
    if landing := measured.get("landing"):
        yield from _section("Landing")
        rows = ((name, *(f"{landing[kind][how]:,.0f}" for how in ("landing", "bare"))) for kind, name in LANDING_KINDS)
        yield from _table(("format", "landed rows per second", "bare read"), rows)
    if year := measured.get("catch_up"):
        yield from _section("A year, and where the time of a month goes")
        yield f"Twelve months caught up took {year['catch_up_seconds']:.0f} s, in twelve single runs"
        yield f"{year['single_runs_seconds']:.0f} s."
        yield f"A single run of December took {year['month_seconds']:.1f} s, of which:"
        yield ""
        steps = sorted(year["steps_of_a_month"].items(), key=lambda one: -one[1])
        rows = ((step, f"{seconds:.1f}") for step, seconds in steps if seconds >= 0.1)
        yield from _table(("step", "seconds"), rows)


def _judged(bound: str, is_met: bool) -> str:
    return ("met" if is_met else "**not met**") if bound else ""


def _engine(engine: dict) -> Iterator[str]:
    yield from _section("A build by dbt, and the same SQL executed straight")
    yield f"![Seconds of build and bare SQL by size, both axes logarithmic]({PICTURE})"
    yield ""
    yield f"On empty tables a build takes {engine['on_empty_tables']['seconds']:.1f} s. Both make every model and ask"
    yield "every test; the first build of a file, which makes the seeds and compiles, is not counted. dbt works on two"
    yield "nodes at a time, the bare SQL on one: so a build of many councils may be the faster. DuckDB takes at most"
    yield "four fifths of the machine's memory and puts the rest on disk, as it does with the episodes of the nation."
    yield ""
    rows = (
        (
            f"{one['size']:.0f}",
            f"{one['councils']}",
            f"{one['rows']:,}",
            f"{one['build_seconds']:.1f}",
            f"{one['bare_seconds']:.1f}",
            f"{1e6 * one['build_seconds'] / one['rows']:.0f}",
            f"{one['build_peak_mb'] / 1024:.1f}",
            f"{one['file_mb'] / 1024:.1f}",
        )
        for one in engine["by_size"]
    )
    titles = ("size", "councils", "rows delivered", "build s", "bare s", "µs a row", "memory GiB", "file GiB")
    yield from _table(titles, rows)
    yield ""
    yield "Where the seconds of the bare SQL go, by layer:"
    yield ""
    layers = list(engine["by_size"][0]["bare_seconds_by_layer"])
    rows = (
        (f"{one['size']:.0f}", *(f"{one['bare_seconds_by_layer'][layer]:.1f}" for layer in layers))
        for one in engine["by_size"]
    )
    yield from _table(("size", *layers), rows)


def _windows(windows: list[dict]) -> Iterator[str]:
    yield from _section("Prior months rerun")
    layers = sorted({layer for one in windows for layer in one["thread_seconds_by_layer"]})
    rows = (
        (
            f"{one['size']:.0f}",
            f"{one['months_before']}",
            f"{one['seconds']:.1f}",
            *(f"{one['thread_seconds_by_layer'].get(layer, 0):.1f}" for layer in layers),
        )
        for one in windows
    )
    yield from _table(("size", "months before December", "seconds of the build", *layers), rows)
    yield ""
    yield "By layer: seconds of dbt's two threads, which together are less than twice the time of the build. More"
    yield "months are more figures, so `reporting` grows, and what is counted by month; staging, episodes and dbt's own"
    yield "work do not."


def _peers(peers: list[dict]) -> Iterator[str]:
    yield from _section("Three pages by other engines")
    yield "Protection plans, looked-after children with placements, and contacts by source, from the same Parquet"
    yield "files; all answers are equal. Each ran in a process of its own, twice; the faster run counts, without its"
    yield "start."
    yield ""
    rows = (
        (
            f"{one['size']:.0f}",
            taken["engine"],
            taken["version"],
            f"{taken['seconds']:.2f}",
            f"{taken['peak_mb'] / 1024:.1f}",
        )
        for one in peers
        for taken in one["engines"].values()
    )
    yield from _table(("size", "engine", "version", "seconds", "memory GiB"), rows)
    yield ""
    for one in peers:
        layers = ", ".join(
            f"{layer} {seconds:.2f}" for layer, seconds in one["engines"]["duckdb"]["seconds_by_layer"].items()
        )
        yield f"Of DuckDB's seconds at size {one['size']:.0f}: {layers}."
    yield "Staging proof-reads every field of a table, says why a row is refused and tells repeated rows apart; the"
    yield "others read only the fields that the pages need. The other layers make a table of every step (plans, periods"
    yield "of care, placements, who was counted on which day), because other pages, lists and analysts read them too;"
    yield "the others make no tables, and end with the numbers of three pages."
    size = size_of_equal_time(peers, "spark")
    turns = f"Spark would be as fast at size {size:,.0f}" if size else "Spark would not be as fast at any size"
    yield f"If each engine goes on from the larger size as it came from the smaller, {turns} on one machine."


def _section(title: str) -> Iterator[str]:
    yield from ("", f"## {title}", "")


def _table(titles: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(titles)} |"
    yield "|" + " --- |" * len(titles)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def picture(by_size: list[dict]) -> alt.LayerChart:
    """Seconds of build and bare SQL over size; lines differ in dash and are named at their beginning."""
    lines = {"build_seconds": "build by dbt", "bare_seconds": "bare SQL"}
    rows = [
        {"size": one["size"], "seconds": one[column], "what": name} for one in by_size for column, name in lines.items()
    ]
    sizes = [one["size"] for one in by_size]
    size = alt.X("size:Q", title="size (councils like the demo's)").scale(type="log", nice=False).axis(values=sizes)
    seconds = alt.Y("seconds:Q").scale(type="log").axis(values=[1, 3, 10, 30, 100, 300, 1000])
    base = alt.Chart(alt.Data(values=rows)).encode(size, seconds)
    drawn = base.mark_line(point=True).encode(
        alt.Color("what:N", legend=None).scale(range=["#1f5a8a", "#b3541e"]), alt.StrokeDash("what:N", legend=None)
    )
    names = (
        base.transform_filter(alt.datum.size == min(sizes)).mark_text(align="left", dx=6, dy=14).encode(text="what:N")
    )
    return (drawn + names).properties(width=520, height=260)
