"""What report and guide share: how a template is filled in, and how a file that readers may have open is replaced."""

from __future__ import annotations

import os
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from orchestration.common.settings import file_mode_in


def environment(*folders: Path) -> Environment:
    """Jinja on the templates of these folders: every value is escaped, and one that is missing is an error."""
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def replace_file(path: Path, content: bytes) -> None:
    """Write beside the old file, for the readers of its folder, and put the new one in its place."""
    unfinished = path.with_name(f".{path.name}.tmp")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    unfinished.chmod(file_mode_in(path.parent))
    os.replace(unfinished, path)
