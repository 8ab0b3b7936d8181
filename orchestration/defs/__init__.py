"""Everything Dagster knows: assets, checks, jobs, schedules, sensors, hooks, resources."""
