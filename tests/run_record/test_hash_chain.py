"""The run record as a file: what breaks its chain, and what a kill leaves behind."""

import json
import os
import stat
import time
from multiprocessing import get_context

import pytest

from orchestration.common.writer_lock import exclusive
from orchestration.run_record import hash_chain


@pytest.fixture
def record(tmp_path):
    """Three records."""
    path = tmp_path / "published" / "run_record.jsonl"
    for number in range(3):
        hash_chain.append(path, "stopped", {"step": f"step {number}"})
    return path


def test_a_record_says_when_who_and_what_and_follows_the_one_before(record):
    found = hash_chain.read(record)
    assert found.findings == () and found.notes == ()
    assert [one["step"] for one in found.records] == ["step 0", "step 1", "step 2"]
    assert {one["who"] for one in found.records} == {hash_chain.user()}
    assert all(one["at"].endswith("+00:00") for one in found.records)
    lines = record.read_bytes().splitlines()
    assert [one["previous"] for one in found.records] == [hash_chain.FIRST, *map(hash_chain.sha256, lines[:-1])]


def test_the_user_is_the_operating_systems_and_not_the_environments(monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody else")
    assert hash_chain.user() != "somebody else"


def test_any_changed_byte_is_found(record):
    whole = record.read_bytes()
    for place in range(len(whole)):
        record.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert hash_chain.read(record).findings, place


@pytest.mark.parametrize("gone", [0, 1])
def test_a_line_taken_out_is_found(record, gone):
    lines = record.read_bytes().splitlines(keepends=True)
    record.write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
    assert any("does not follow" in one for one in hash_chain.read(record).findings)


def test_a_line_put_in_with_a_hash_of_its_own_is_found(record):
    lines = record.read_bytes().splitlines()
    false = {**json.loads(lines[1]), "who": "nobody"}
    false["hash"] = hash_chain.own_hash(false)
    record.write_bytes(b"\n".join([lines[0], hash_chain.canonical(false), lines[2], b""]))
    assert [one.split(":")[0] for one in hash_chain.read(record).findings] == ["line 3"]


def test_after_a_line_cut_short_nothing_is_lost_and_the_next_record_says_so(record):
    """At every length that a kill can leave of the last line."""
    whole = record.read_bytes()
    last = len(whole) - len(whole.splitlines(keepends=True)[-1])
    for length in range(last + 1, len(whole)):
        record.write_bytes(whole[:length])
        cut = hash_chain.read(record)
        assert len(cut.records) == 2 and "line 3: cut short" in cut.findings[0]
        assert hash_chain.append(record, "stopped", {"step": "next"})["after_torn_line"]
        after = hash_chain.read(record)
        assert [one["step"] for one in after.records[:2]] == ["step 0", "step 1"]
        assert after.records[-1]["step"] == "next"
        assert after.findings == ()
        assert [note.split(":")[0] for note in after.notes] == (["line 3"] if length < len(whole) - 1 else [])


def test_two_processes_do_not_write_between_each_other(record):
    """While another process holds the file, a record waits; then it follows what that one wrote."""
    context = get_context("spawn")
    is_ready = context.Event()
    writer = context.Process(target=_append_when_ready, args=(record, is_ready))
    with record.open("r+b") as file, exclusive(file):
        writer.start()
        assert is_ready.wait(60)
        time.sleep(0.5)
        assert len(hash_chain.read(record).records) == 3
    writer.join(60)
    found = hash_chain.read(record)
    assert len(found.records) == 4 and found.findings == ()


def _append_when_ready(path, is_ready):
    is_ready.set()
    hash_chain.append(path, "stopped", {"step": "another"})


@pytest.mark.skipif(os.name == "nt", reason="file modes")
def test_it_is_for_its_owner_alone(record):
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    assert stat.S_IMODE(record.parent.stat().st_mode) == 0o700
