"""The run record: what was published from what, one line per deed, each line sealing the one before.

Nothing here computes a value or imports Dagster. No value of a row, and nothing about a child, is ever recorded.
"""
