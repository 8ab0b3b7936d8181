"""Spark: what the project needs to build on it instead of on DuckDB; see docs/spark.md. DuckDB needs none of it."""
