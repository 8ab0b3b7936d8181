"""Symbols that stand in place of a figure or beside it, and what they mean."""

from orchestration import disclosure

LEGEND = (
    ("c", disclosure.LEGEND["c"]),
    ("z", disclosure.LEGEND["z"]),
    ("x", disclosure.LEGEND["x"]),
    ("low", disclosure.LEGEND["low"]),
    ("r", "revised since it was first published"),
    ("-", "no figure: nothing to divide by, not collected, not yet due or not applicable"),
)
