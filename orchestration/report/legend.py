"""Symbols that stand in place of a figure or beside it, and what they mean."""

LEGEND = (
    ("c", "confidential: a number from 1 to 5, or a figure that would give one away"),
    ("r", "revised since it was first published"),
    ("-", "no figure: nothing to divide by, not collected, not yet due or not applicable"),
)
