"""Files for analysts, made from the published database: DuckDB, CSV, Parquet and a guide."""
