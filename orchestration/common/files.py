"""Folders and files for their owner alone, and replacing a file that readers may have open."""

from __future__ import annotations

import os
from pathlib import Path


def private_folder(path: Path) -> Path:
    """Make the folder, and those above it that are missing, for its owner alone; return it."""
    if not path.is_dir():
        private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
    return path


def file_mode_in(folder: Path) -> int:
    """Mode of a file for the readers of a folder: its owner, and its group where the group may enter it."""
    return 0o640 if folder.stat().st_mode & 0o050 == 0o050 else 0o600


def replace_file(path: Path, content: bytes) -> None:
    """Write beside the old file, for the readers of its folder, and put the new one in its place."""
    unfinished = path.with_name(f".{path.name}.tmp")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    unfinished.chmod(file_mode_in(path.parent))
    os.replace(unfinished, path)
