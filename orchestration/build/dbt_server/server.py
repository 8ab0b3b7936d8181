"""The dbt process that is kept: a copy of it runs each command.

Belongs here: reading the project once, and copying. Does not belong: which commands there are, or who asks.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import sys
from pathlib import Path

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest


def serve(listener: socket.socket) -> None:
    """Read the project, then answer one client after the other until the input ends. The folder of the socket goes then
    as well: who began this may have been killed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command that runs
    read = dbtRunner().invoke(["parse", "--quiet", "--log-level-file", "none"])
    while read.success:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in ready:
            break
        with listener.accept()[0] as asker:
            answer(asker, read.result)
    shutil.rmtree(Path(listener.getsockname()).parent, ignore_errors=True)


def answer(asker: socket.socket, manifest: Manifest) -> None:
    """Run what a client asks for in a copy of this process; tell it the copy's id, and at the end its exit code."""
    _, (out, err), *_ = socket.recv_fds(asker, 1, 2)
    with asker.makefile("rw", encoding="utf-8") as lines:
        asked = json.loads(lines.readline())
        pid = os.fork()
        if not pid:
            os.dup2(out, 1)
            os.dup2(err, 2)
            code = run(asked["arguments"], asked["environment"], manifest)
            os._exit(code)  # not by the way of threads that were not copied
        os.close(out)
        os.close(err)
        print(pid, file=lines, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), file=lines, flush=True)


def run(arguments: list[str], environment: dict[str, str], manifest: Manifest) -> int:
    """dbt's exit code for these arguments, in an environment and with a manifest."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdout.reconfigure(line_buffering=True)
    done = dbtRunner(manifest=manifest).invoke(arguments)
    DuckDBConnectionManager.close_all_connections()
    sys.stdout.flush()
    if done.success:
        return 0
    return 1 if done.exception is None else 2


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
