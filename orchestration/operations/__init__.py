"""Whole tasks, in order of their steps: prepare, write files, retain, purge, verify. None imports Dagster."""
