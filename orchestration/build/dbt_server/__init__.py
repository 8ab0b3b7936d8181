"""One dbt for a whole catch-up: it starts and reads the project once, and each command runs in a copy of that process.

session.py begins and ends it, server.py is that process, client.py is what Dagster runs in the place of dbt. Where a
system cannot copy a process, or the one that is kept has gone, each command starts a dbt of its own.
"""
