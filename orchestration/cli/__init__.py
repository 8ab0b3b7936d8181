"""The command line, and running a job of Dagster in its own process."""
