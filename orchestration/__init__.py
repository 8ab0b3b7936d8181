"""Orchestration: everything around the dbt models, from a delivered file to a published one.

In the order in which they import each other, each only those before it: `common`; `landing` (files into schema raw);
`build` (the build database and dbt); `disclosure` (what may be printed); `publish` and `run_record`; `exports` and
`report` (files for readers); `operations` (whole tasks); `defs` (Dagster) and `definitions`; `cli`; `demo`. Counting
rules do not belong here: they are SQL, in `models/`.
"""

__version__ = "0.1.0"
