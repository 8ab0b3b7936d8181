"""Direction of travel between two printed numbers, the same as models/reporting/scorecard_ratings.sql."""

from __future__ import annotations


def direction(row: dict, before: str, now: str) -> tuple[str, str]:
    """(direction, reason) of a scorecard row whose printed months are `before` and `now`.

    A row without direction (series break, no two figures) keeps its own words. A month that stands as the public first
    had it may give another direction than the restricted edition.
    """
    if row["dot"] == "n.a." or (before, now) == (row["month_before"], row["this_month"]):
        return row["dot"], row["dot_reason"]
    if not all(text[:1].isdigit() for text in (before, now)):
        return "n.a.", "no two figures to compare"
    old, new = float(before.rstrip("%")), float(now.rstrip("%"))
    if old == new:
        return "none", f"unchanged at {now}"
    good = row["good_performance"].lower()
    is_low_good = good in ("low", "within limits (low)")
    words = {"high": ", high is good", "low": ", low is good", "within limits (low)": ", low is good within limits"}
    reason = f"{'rose' if new > old else 'fell'} from {before} to {now}{words.get(good, '')}"
    return "up" if (new > old) != is_low_good else "down", reason
