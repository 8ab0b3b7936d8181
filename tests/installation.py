"""A data folder of its own, and commands, writers and readers in processes of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

from orchestration.common import settings
from orchestration.common.settings import ROOT


class Installation:
    """Everything below `data`; commands see it as CHILDREN_DATA and nothing of the machine's other settings. They run
    the code in `root`.
    """

    def __init__(self, data: Path, root: Path = ROOT):
        self.data, self.root = data, root
        self.environ = {
            **{
                key: value for key, value in os.environ.items() if not key.startswith(("CHILDREN_", "DAGSTER_", "DBT_"))
            },
            "CHILDREN_DATA": str(data),
        }
        self.settings = settings.load({"CHILDREN_DATA": str(data)})

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        """`python -m orchestration.run ...`, its output as text."""
        return self.python("-m", "orchestration.run", *arguments)

    def python(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *arguments], cwd=self.root, env=self.environ, capture_output=True, text=True, timeout=1200
        )


class Readers:
    """Processes that read the published file until `stop()`; see reader.py."""

    def __init__(self, council: Installation, count: int, seconds: float, *queries: str):
        self.stopped = council.data / "readers_stop"
        self.stopped.unlink(missing_ok=True)
        script = Path(__file__).with_name("reader.py")
        arguments = [str(council.settings.published_db), str(self.stopped), str(seconds), *queries]
        self.processes = [
            subprocess.Popen(
                [sys.executable, str(script), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            for _ in range(count)
        ]

    def stop(self) -> tuple[list[dict], list[str]]:
        """(what each reader saw, the last line of each error)."""
        self.stopped.touch()
        ended = [process.communicate(timeout=120) for process in self.processes]
        failed = [errors.strip().splitlines()[-1] for _, errors in ended if errors]
        return [json.loads(output) for output, _ in ended if output], failed
