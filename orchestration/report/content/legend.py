"""Symbols that stand in place of a figure or beside it, and what they mean; `MARKS` are those beside it, in a word."""

from orchestration import disclosure

LEGEND = (
    ("c", disclosure.LEGEND["c"]),
    ("z", disclosure.LEGEND["z"]),
    ("x", disclosure.LEGEND["x"]),
    ("low", disclosure.LEGEND["low"]),
    ("p", disclosure.LEGEND["p"]),
    ("r", "revised since it was first published"),
    ("b", disclosure.LEGEND["b"]),
    ("-", "no figure: nothing to divide by, not collected, not yet due or not applicable"),
)
MARKS = {"p": "provisional", "r": "revised", "b": "break in the series"}
