"""The pages as the product computes them, in DuckDB."""
