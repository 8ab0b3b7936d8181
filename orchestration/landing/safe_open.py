"""Opening what stands under a name in the landing folder, and only if it is a plain file.

Belongs here: links, pipes, devices and folders in place of a file, and files that grow. Does not belong: what a file
holds.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from orchestration.landing.limits import limit

FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
CHUNK = 1 << 20


class NotAFile(Exception):
    """Nothing that can be read as a regular file; the message is the reason, without the name."""


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """The open file. Judged by what was opened, not by a look before, and never waits for the other end of a pipe.

    A hard link is a regular file: what it holds must fit the manifest's hash like any other. Raises NotAFile.
    """
    try:
        if path.is_symlink():
            raise NotAFile("is a symbolic link")
        handle = os.open(path, FLAGS)
    except FileNotFoundError:
        raise NotAFile("is not there") from None
    except OSError:
        raise NotAFile("cannot be opened as a regular file") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotAFile("is not a regular file")
    with os.fdopen(handle, "rb") as file:
        yield file


def read_small(path: Path, most: int) -> bytes:
    """All of a small file. Raises NotAFile, also when it holds more than `most` bytes."""
    with open_regular(path) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise NotAFile(f"is larger than {most} bytes")
    return content


def copy_and_hash(source: Path, target: Path, look: Callable[[bytes], object] = lambda block: None) -> str:
    """Copy a file and return the SHA-256 (hexadecimal) of what was copied, of which `look` is shown every block.

    Raises NotAFile, also when it is too large or does not end growing.
    """
    digest = hashlib.sha256()
    with open_regular(source) as read, target.open("wb") as written, ThreadPoolExecutor(1) as beside:
        while chunk := read.read(CHUNK):
            looked = beside.submit(look, chunk)
            digest.update(chunk)
            written.write(chunk)
            looked.result()
            if written.tell() > limit("file_bytes"):
                raise NotAFile(f"is larger than {limit('file_bytes')} bytes")
    return digest.hexdigest()
