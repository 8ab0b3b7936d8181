"""Opening the restricted databases, encrypted where a key is given, and closed to everything else.

A database with a key can only be attached, so every one is: to a database in memory, under a name of its own. Belongs
here: how a file is opened. Does not belong here: what is read from it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import duckdb_extension_httpfs

from orchestration.common.encryption.keys import load_keys

CIPHER = Path(duckdb_extension_httpfs.__file__).parent / "extensions" / f"v{duckdb.__version__}"
EXTENSION = "httpfs.duckdb_extension"
PLAIN_FORMAT, ENCRYPTED_FORMAT = "v1.0.0", "v1.5.0"
"""Versions of DuckDB whose formats new files have, whichever writes them: readers may have older ones. No format before
the second can be encrypted."""
CONFIG = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "disabled_optimizers": "top_n_window_elimination",  # wrong where an order has nulls; see profiles.yml
}


class CannotOpen(RuntimeError):
    """A database and the keys do not fit together."""


@contextmanager
def opened(
    path: Path,
    *,
    read_only: bool = True,
    folders: Sequence[Path] = (),
    threads: int | None = None,
    storage: str | None = None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose database is the file, named by its stem; closed at the end.

    Read-only ones can reach no other file than what lies in `folders`, and no statement can change that. A new
    file gets the format of the version of DuckDB that `storage` names, or else the oldest there is for it. CannotOpen
    when file and key do not fit; duckdb.IOException when it is not there or open elsewhere.
    """
    con = duckdb.connect(config=CONFIG | ({"threads": str(threads)} if threads else {}))
    try:
        attach(con, path, path.stem, read_only=read_only, storage=storage)
        con.execute(f"use {_identifier(path.stem)}")
        if read_only:
            allowed = ", ".join(_literal(f"{folder}/") for folder in folders)
            con.execute(f"set allowed_directories = [{allowed}]")
            con.execute("set enable_external_access = false")
            con.execute("set lock_configuration = true")
        yield con
    finally:
        con.close()


def attach(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, *, read_only: bool, storage: str | None = None
) -> None:
    """Attach a database file; a new one is encrypted where there is a key. CannotOpen when file and key do not fit."""
    keys = load_keys()
    key = keys.database if keys else None
    if key and not read_only:
        con.execute(f"load {_literal(str(CIPHER / EXTENSION))}")
        con.execute("set temp_file_encryption = true")
    if key and is_plain(path):
        key = None  # the analysts' file, or one that the next run will encrypt
    _attach(con, path, name, read_only, key, storage)


def adopt(path: Path, announce: Callable[[Path], object] = lambda made: None) -> bool:
    """Rewrite a database with the present key where it is plain or has the previous key; True when it was rewritten.

    `announce` is called with the new file before it takes the place of the old, in one step: whatever happens, the file
    is whole and opens with one of the two keys. CannotOpen when it opens with neither.
    """
    keys = load_keys()
    if not (keys and keys.database) or not path.exists():
        return False
    if not is_plain(path):
        try:
            with duckdb.connect(config=CONFIG) as con:
                _attach(con, path, "old", True, keys.database)
            return False
        except CannotOpen:
            if not keys.previous:
                raise
    unfinished = path.with_name(f".{path.name}.adopting")
    unfinished.unlink(missing_ok=True)
    with duckdb.connect(config=CONFIG) as con:
        _attach(con, path, "old", True, None if is_plain(path) else keys.previous)
        con.execute(f"load {_literal(str(CIPHER / EXTENSION))}")
        _attach(con, unfinished, "new", False, keys.database)
        unfinished.chmod(0o600)
        con.execute("copy from database old to new")
    announce(unfinished)
    os.replace(unfinished, path)
    return True


def install_cipher(folder: Path) -> Path:
    """Put the extension that encrypts where dbt looks for it; returns the folder."""
    with duckdb.connect(config=CONFIG | {"extension_directory": str(folder)}) as con:
        con.execute(f"install {_literal(str(CIPHER / EXTENSION))}")
    return folder


def is_plain(path: Path) -> bool:
    """Whether a file is a database that can be read without a key; False where there is none yet."""
    if not path.exists():
        return False
    with path.open("rb") as file:
        header = file.read(28)
    # A checksum, DUCK, the storage version, then flags whose first says that the rest is encrypted.
    return header[8:12] == b"DUCK" and not header[20] & 1


def _attach(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, read_only: bool, key: str | None, storage: str | None = None
) -> None:
    options = ["read_only"] * read_only + ([f"encryption_key {_literal(key)}"] if key else [])
    if not read_only and not path.exists():
        options += [f"storage_version {_literal(storage or (ENCRYPTED_FORMAT if key else PLAIN_FORMAT))}"]
    chosen = f" ({', '.join(options)})" if options else ""
    try:
        con.execute(f"attach {_literal(str(path))} as {_identifier(name)}{chosen}")
    except (duckdb.CatalogException, duckdb.InvalidInputException) as error:
        # DuckDB's words may repeat the statement, and with it the key.
        if "without a key" in str(error):
            raise CannotOpen(f"{path.name} is encrypted; set CHILDREN_KEYS to the file that holds its key") from None
        if "Wrong encryption key" in str(error):
            raise CannotOpen(f"{path.name} does not open with database.key of CHILDREN_KEYS") from None
        raise CannotOpen(f"{path.name} cannot be opened with the keys there are") from None


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
