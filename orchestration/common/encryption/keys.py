"""The keys of an installation, from one file outside the repository that only its owner may read.

    [pseudonyms]
    version = "2026a"            # stands before every pseudonym, so that two keys are told apart
    key = "64 hexadecimal digits"
    [database]                   # optional: restricted databases are encrypted where it is given
    key = "64 hexadecimal digits"
    previous = "..."             # while the key is being changed: what the files are still encrypted with

Belongs here: reading and checking that file. Does not belong here: what keys are used for.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

KEY = re.compile(r"[0-9a-f]{64}")
VERSION = re.compile(r"[a-z0-9]{1,12}")
HOW_TO_MAKE = "python -c 'import secrets; print(secrets.token_hex(32))' makes one"


class KeysRefused(RuntimeError):
    """The file of keys cannot be used; the message holds no key."""


@dataclass(frozen=True)
class Keys:
    """Keys as they are used; `database` and `previous` are None where restricted databases are not encrypted."""

    version: str
    pseudonyms: bytes = field(repr=False)
    database: str | None = field(default=None, repr=False)
    previous: str | None = field(default=None, repr=False)


DEMO = Keys("demo", b"not a secret: the key of made-up children")


def load_keys(environ: Mapping[str, str] = os.environ) -> Keys | None:
    """The keys in the file that CHILDREN_KEYS names; None where it is not set. KeysRefused when they cannot be used."""
    named = environ.get("CHILDREN_KEYS")
    if not named:
        return None
    path = Path(named).expanduser()
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise KeysRefused(f"CHILDREN_KEYS: {path.name} may be read by others; chmod 600 it")
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise KeysRefused(
            f"CHILDREN_KEYS: {path.name} cannot be read ({error.strerror}); name a file of keys that "
            "this user may read, or unset CHILDREN_KEYS where there is demo data only"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise KeysRefused(f"CHILDREN_KEYS: {path.name} is not TOML") from None
    pseudonyms, database = _section(found, "pseudonyms"), _section(found, "database")
    if not VERSION.fullmatch(str(pseudonyms.get("version", ""))):
        raise KeysRefused("CHILDREN_KEYS: pseudonyms.version is not one to twelve small letters and digits")
    return Keys(
        pseudonyms["version"],
        bytes.fromhex(_key(pseudonyms, "pseudonyms", "key") or ""),
        _key(database, "database", "key", is_needed=False),
        _key(database, "database", "previous", is_needed=False),
    )


def _section(found: dict, name: str) -> dict:
    section = found.get(name, {})
    if not isinstance(section, dict):
        raise KeysRefused(f"CHILDREN_KEYS: {name} is not a section")
    return section


def _key(section: dict, name: str, entry: str, is_needed: bool = True) -> str | None:
    key = section.get(entry)
    if key is None and not is_needed:
        return None
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise KeysRefused(f"CHILDREN_KEYS: {name}.{entry} is not 64 hexadecimal digits; {HOW_TO_MAKE}")
    return key
