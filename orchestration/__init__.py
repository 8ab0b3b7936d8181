"""Orchestration: everything around the dbt models, from a delivered file to a published one.

Laid out by concept. `landing` turns files into schema raw, `publish` turns the built marts into the
published file, the other modules say to Dagster what exists and when it runs. Counting rules do not belong
here: they are SQL, in `models/`.
"""

__version__ = "0.1.0"
