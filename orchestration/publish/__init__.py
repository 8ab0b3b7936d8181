"""Publish: the built marts become the published DuckDB file and Parquet, by write, audit, record, replace.

Readers open only what stands here. Nothing here computes a value, and nothing here imports Dagster.
"""
