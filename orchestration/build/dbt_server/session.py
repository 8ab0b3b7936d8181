"""Keeping one dbt process for as long as a catch-up takes.

Belongs here: its beginning and its end. Does not belong: what it does (server.py); dbt itself is not imported here.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.build.dbt_server import client
from orchestration.common.settings import ROOT


@contextmanager
def kept_dbt(environment: dict[str, str]) -> Iterator[None]:
    """Inside, every `client.py` is answered by one process, begun with these variables; it ends with the block, or with
    whoever began it.
    """
    if not hasattr(os, "fork"):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="dbt-") as folder:
        place = str(Path(folder) / "socket")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(place)
            listener.listen()
            kept = subprocess.Popen(
                [sys.executable, "-m", "orchestration.build.dbt_server.server", str(listener.fileno())],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[listener.fileno()],
            )
        os.environ[client.PLACE] = place
        try:
            with kept:  # closes its input, which ends it, and waits
                yield
        finally:
            del os.environ[client.PLACE]
