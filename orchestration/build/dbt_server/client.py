#!/usr/bin/env python3
"""dbt, for whoever runs it: its arguments, output, signals and exit code; the work is done by the dbt that is kept.

Belongs here: asking. It imports nothing of dbt or of the project, so that it starts at once.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys

PLACE = "CHILDREN_KEPT_DBT"  # the variable with the place of its socket


def main() -> int:
    """The exit code of the command; this process becomes dbt where none is kept."""
    try:
        asking = socket.socket(socket.AF_UNIX)
        asking.connect(os.environ[PLACE])
        socket.send_fds(asking, [b"."], [1, 2])
        lines = asking.makefile("rw", encoding="utf-8")
        print(json.dumps({"arguments": sys.argv[1:], "environment": dict(os.environ)}), file=lines, flush=True)
        running = int(lines.readline())
    except (KeyError, OSError, ValueError):
        os.execvp("dbt", ["dbt", *sys.argv[1:]])
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda number, _: os.kill(running, number))
    return int(lines.readline() or 2)


if __name__ == "__main__":
    sys.exit(main())
