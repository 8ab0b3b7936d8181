"""The file of keys: what is taken, what is refused, and that no message holds a key."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.common.encryption.keys import DEMO, KeysRefused, load_keys

KEY, OTHER = "0123456789abcdef" * 4, "fedcba9876543210" * 4
WHOLE = f'[pseudonyms]\nversion = "2026a"\nkey = "{KEY}"\n[database]\nkey = "{OTHER}"\n'


def written(folder: Path, text: str, mode: int = 0o600) -> dict[str, str]:
    path = folder / "keys.toml"
    path.write_text(text)
    path.chmod(mode)
    return {"CHILDREN_KEYS": str(path)}


def test_keys_are_read(tmp_path):
    keys = load_keys(written(tmp_path, WHOLE))
    assert (keys.version, keys.pseudonyms, keys.database, keys.previous) == ("2026a", bytes.fromhex(KEY), OTHER, None)
    assert KEY not in repr(keys) and OTHER not in repr(keys)


def test_without_the_setting_there_are_none():
    assert load_keys({}) is None
    assert DEMO.database is None


@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        (WHOLE, 0o640, "may be read by others"),
        ("version = ", 0o600, "is not TOML"),
        ("pseudonyms = 3", 0o600, "pseudonyms is not a section"),
        (WHOLE.replace("2026a", "Of the year 2026"), 0o600, "version is not one to twelve small letters"),
        (WHOLE.replace(KEY, KEY[:-1]), 0o600, "pseudonyms.key is not 64 hexadecimal digits"),
        (WHOLE.replace(OTHER, OTHER.upper()), 0o600, "database.key is not 64 hexadecimal digits"),
        ("", 0o600, "version is not"),
    ],
)
def test_what_cannot_be_used_is_refused_without_showing_it(tmp_path, text, mode, reason):
    with pytest.raises(KeysRefused, match=reason) as refused:
        load_keys(written(tmp_path, text, mode))
    assert KEY[:20] not in str(refused.value) and OTHER[:20] not in str(refused.value).lower()


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(KeysRefused, match="keys.toml cannot be read"):
        load_keys({"CHILDREN_KEYS": str(tmp_path / "keys.toml")})
