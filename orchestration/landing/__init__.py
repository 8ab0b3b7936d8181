"""Landing: delivered files, checked against their manifest, become text in the DuckDB schema raw.

Nothing here trims, casts or judges a value; that is staging's work. Nothing here imports Dagster.
"""
