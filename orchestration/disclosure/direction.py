"""Direction of travel between two numbers of the public edition; which way is better stands in report_scorecard."""

from __future__ import annotations


def direction(row: dict, before: tuple[str, float | None], now: tuple[str, float | None]) -> tuple[str, str]:
    """(direction, reason) of a scorecard row whose months are printed as `before` and `now`: text and number.

    A row without direction (series break, no two figures) keeps its own words. A month that stands as the public first
    had it may give another direction than the restricted edition.
    """
    (old_text, old), (new_text, new) = before, now
    if row["dot"] == "n.a." or (old_text, new_text) == (row["month_before"], row["this_month"]):
        return row["dot"], row["dot_reason"]
    if old is None or new is None:
        return "n.a.", "no two figures to compare"
    if old == new:
        return "none", f"unchanged at {new_text}"
    good = f", {row['what_is_good']}" if row["what_is_good"] else ""
    reason = f"{'rose' if new > old else 'fell'} from {old_text} to {new_text}{good}"
    return "up" if (new > old) != row["is_low_good"] else "down", reason
