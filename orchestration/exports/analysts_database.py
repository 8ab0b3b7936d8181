"""The analysts' file: the published marts with a pseudonym in the place of every id.

A pseudonym is a keyed hash (HMAC-SHA-256) of council and id: the same in every mart and month as long as the key is the
same, and no way back without it. Belongs here: the copy. Does not belong here: what is published (publish/), or
keys.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import duckdb

from orchestration.common.encryption.databases import PLAIN_FORMAT, attach
from orchestration.common.encryption.keys import Keys
from orchestration.common.files import file_mode_in, private_folder
from orchestration.common.relations import SCHEMA, Relation, identifier, literal, names_records, relations
from orchestration.publish.queries import councils

DIGITS = 24
BLOCK = 64  # bytes that SHA-256 takes in at a time, and so the longest key
SAID = "A pseudonym in this file."


def pseudonym(keys: Keys, la_code: str, record_id: str) -> str:
    """'2026a-' and 24 hexadecimal digits: version of the key and 96 bits of the keyed hash."""
    digest = hmac.new(keys.pseudonyms, f"{la_code}\0{record_id}".encode(), sha256).hexdigest()
    return f"{keys.version}-{digest[:DIGITS]}"


def write_all_analysts(published_db: Path, path: Path, keys: Keys) -> list[Path]:
    """Write the analysts' file and, where several councils are published, beside it one for each in a folder of its
    own, <la_code>/, which is for that council's analysts; returns the paths.
    """
    found = councils(published_db)
    whole = write_analysts(published_db, path, keys)
    parts = [write_part(whole, path.parent / la_code / path.name, la_code) for la_code in found if len(found) > 1]
    return [whole, *parts]


def write_analysts(published_db: Path, path: Path, keys: Keys) -> Path:
    """Write an analysts' file from the published one, replacing the one before in one step; returns its path.

    Same marts, constraints and comments. Not encrypted: it is for the tools of analysts; the folder's rights say who
    they are.
    """
    with _new_copy(published_db, path) as con:
        _define_pseudonym(con, keys)
        for relation in relations(con, "source"):
            ids = names_records(relation)
            hidden = ", ".join(f"pseudonym(la_code, {identifier(one)}) as {identifier(one)}" for one in ids)
            chosen = f"* replace ({hidden})" if ids else "*"
            _copy(con, relation, f"select {chosen} from {_rows(relation)} order by all")
            _comment(con, relation, SAID)
    return path


def write_part(analysts_db: Path, path: Path, la_code: str) -> Path:
    """Write a file like the analysts' with no row of another council; returns its path."""
    with _new_copy(analysts_db, path) as con:
        for relation in relations(con, "source"):
            is_by_council = any(column.name == "la_code" for column in relation.columns)
            chosen = f" where la_code = {literal(la_code)}" if is_by_council else ""
            _copy(con, relation, f"select * from {_rows(relation)}{chosen}")  # sorted already
            _comment(con, relation)
    return path


@contextmanager
def _new_copy(source: Path, path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new file in which to copy what is attached as `source`; at the end it takes the place of `path`."""
    folder = private_folder(path.parent)
    for leftover in folder.glob(".analysts-*.tmp*"):
        leftover.unlink()
    made = folder / f".analysts-{os.getpid()}.tmp"
    with duckdb.connect(str(made), config={"storage_compatibility_version": PLAIN_FORMAT}) as con:
        made.chmod(file_mode_in(folder))
        attach(con, source, "source", read_only=True)
        con.execute("begin")
        con.execute(f"create schema {SCHEMA}")
        yield con
        con.execute("commit")
        con.execute("detach source")
        con.execute("checkpoint")
    os.replace(made, path)


def _define_pseudonym(con: duckdb.DuckDBPyConnection, keys: Keys) -> None:
    """The function above in SQL, of this connection alone: HMAC is the hash of the hash with the key on either side."""
    inner, outer = (_blob(bytes(byte ^ pad for byte in keys.pseudonyms.ljust(BLOCK, b"\0"))) for pad in (0x36, 0x5C))
    con.execute(
        f"""
        create temp macro pseudonym(la_code, record_id) as {literal(keys.version)} || '-' || left(
            sha256({outer} || unhex(sha256({inner} || encode(la_code || chr(0) || record_id)))), {DIGITS}
        )
        """
    )


def _blob(content: bytes) -> str:
    return f"unhex('{content.hex()}')"


def _rows(relation: Relation) -> str:
    return f"source.{SCHEMA}.{identifier(relation.name)}"


def _copy(con: duckdb.DuckDBPyConnection, relation: Relation, rows: str) -> None:
    con.execute(relation.ddl)
    con.execute(f"insert into {SCHEMA}.{identifier(relation.name)} {rows}")


def _comment(con: duckdb.DuckDBPyConnection, relation: Relation, said_of_ids: str = "") -> None:
    """Give the copy the descriptions of the original; `said_of_ids` is added to those of ids."""
    name = f"{SCHEMA}.{identifier(relation.name)}"
    ids = names_records(relation)
    if relation.comment:
        con.execute(f"comment on table {name} is {literal(relation.comment)}")
    for column in relation.columns:
        if column.comment:
            said = f"{column.comment} {said_of_ids}".strip() if column.name in ids else column.comment
            con.execute(f"comment on column {name}.{identifier(column.name)} is {literal(said)}")
