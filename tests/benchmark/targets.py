"""The targets, each with the ratio that was measured.

Belongs here: what is asked and how it follows from what was measured. Does not belong: measuring, or the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

GIB = 1024


@dataclass(frozen=True)
class Target:
    """One line of the table: `bound` in words; `measured` is None where the part was not measured."""

    what: str
    bound: str
    measured: float | None
    is_met: bool
    unit: str = ""


def targets(measured: dict) -> Iterator[Target]:
    """All targets in the order of the page; those of parts that were not measured are left out."""
    if engine := measured.get("engine"):
        yield from _of_engine(engine)
    if windows := measured.get("windows"):
        seconds = {(one["size"], one["months_before"]): one["seconds"] for one in windows}
        for size, months in seconds:
            if months:
                what = f"{months} prior months rerun, against none, size {size:.0f}"
                yield _at_most(what, 1.10, seconds[size, months] / seconds[size, 0])
    for one in measured.get("peers", []):
        yield from _of_peers(one)
    if landing := measured.get("landing"):
        for kind in ("csv", "parquet"):
            yield _at_least(f"Landing {kind} with all checks, against a bare read", 0.7, landing[kind]["ratio"])
    if year := measured.get("catch_up"):
        ratio = year["catch_up_seconds"] / year["single_runs_seconds"]
        yield _at_most("A year's catch-up, against twelve single runs", 0.6, ratio)


def size_of_equal_time(peers: list[dict], engine: str) -> float | None:
    """The size at which an engine takes as long as DuckDB, if both go on as between the smallest and the largest size
    measured; None if the engine does not gain on DuckDB, or was not measured at two sizes.
    """
    lead = {
        one["size"]: one["engines"][engine]["seconds"] - one["engines"]["duckdb"]["seconds"]
        for one in peers
        if engine in one["engines"]
    }
    small, large = min(lead, default=0), max(lead, default=0)
    if small == large or lead[large] >= lead[small]:
        return None
    return large + lead[large] * (large - small) / (lead[small] - lead[large])


def _of_engine(engine: dict) -> Iterator[Target]:
    by_size = {one["size"]: one for one in engine["by_size"]}
    for size, one in by_size.items():
        ratio = one["build_seconds"] / one["bare_seconds"]
        what = f"Build against bare SQL, size {size:.0f}"
        yield _at_most(what, 1.25, ratio) if size >= 50 else Target(what, "", ratio, True)
    if 1.0 in by_size:
        ratio = by_size[1.0]["build_seconds"] / engine["on_empty_tables"]["seconds"]
        yield _at_most("Build of one council, against one on empty tables", 1.5, ratio)
    if 10.0 in by_size and 210.0 in by_size:
        cost = {size: by_size[size]["build_seconds"] / by_size[size]["rows"] for size in (10.0, 210.0)}
        yield _at_most("Cost per row at 210, against that at 10", 1.0, cost[210.0] / cost[10.0])
        peak = by_size[210.0]["build_peak_mb"] / GIB
        yield Target("Memory of the nation's build", "at most 20 GiB", peak, peak <= 20, " GiB")


def _of_peers(one: dict) -> Iterator[Target]:
    seconds = {engine: taken["seconds"] for engine, taken in one["engines"].items()}
    bounds = {"pandas": 20.0, "polars": 1.0, "spark": 5.0}
    for engine in [name for name in bounds if name in seconds]:
        ratio = seconds[engine] / seconds["duckdb"]
        what = f"{engine} against DuckDB, size {one['size']:.0f}"
        yield _at_least(what, bounds[engine], ratio) if one["size"] == 10 else Target(what, "", ratio, True)


def _at_most(what: str, bound: float, ratio: float) -> Target:
    return Target(what, f"at most {bound:.2f}", ratio, ratio <= bound)


def _at_least(what: str, bound: float, ratio: float) -> Target:
    return Target(what, f"at least {bound:.2f}", ratio, ratio >= bound)
