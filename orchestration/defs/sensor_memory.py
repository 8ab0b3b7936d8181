"""What the sensor of deliveries keeps between its looks, and which deliveries still need a run.

Belongs here: pure decisions on deliveries, files and the run record. Does not belong: runs and anything else of Dagster
(sensors.py).
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from orchestration.common.code_version import read_code_version
from orchestration.common.settings import Settings
from orchestration.landing.pending import Waiting
from orchestration.run_record.hash_chain import Record

SECONDS_FOR_A_COPY = 15 * 60
"""So long after its first look a delivery that is not what its manifest says counts as one still being copied."""
SECONDS_TO_READ = 20
"""Reading files for longer would exceed the time that Dagster gives one look; the next look reads on."""


@dataclass
class Memory:
    """The sensor's memory, kept as JSON in Dagster's cursor; deliveries stand in it by their run keys."""

    known: list[str] = field(default_factory=list)
    """Deliveries that need no run any more."""
    looks: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Of each other delivery: when it was first seen, its sizes and times, and the hash of its files once read."""
    asked: dict[str, Any] = field(default_factory=dict)
    """The run asked for last: its state, and the state of each delivery in it."""
    left: dict[str, str] = field(default_factory=dict)
    """Deliveries that a successful run did not take, with the state in which it left them."""

    def as_text(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)


def read_memory(cursor: str | None) -> Memory | None:
    """The memory of the last look; None before the first, and for a cursor of an earlier version, which kept what was
    asked for and not what was done.
    """
    found = json.loads(cursor) if cursor else None
    return Memory(**found) if isinstance(found, dict) else None


def first_memory(complete: list[Waiting], published: dict[str, str]) -> Memory:
    """Before the first look a delivery older than a published one of the same council counts as known."""
    newest = {delivery_id.split("/")[0]: delivery_id for delivery_id in published}
    return Memory(
        known=[one.run_key for one in complete if _order(one.delivery_id) < _order(newest.get(one.la_code, "//0"))]
    )


def need_a_run(complete: list[Waiting], memory: Memory, published: dict[str, str]) -> list[Waiting]:
    """Deliveries that are neither published nor known, oldest month first. The memory then knows the published ones,
    and forgets what is no longer there.
    """
    there = {one.run_key: one for one in complete}
    is_published = {key for key, one in there.items() if published.get(one.delivery_id) == one.manifest_sha256}
    memory.known = sorted({*memory.known, *is_published} & there.keys())
    new = sorted(there.keys() - set(memory.known), key=lambda key: (there[key].month_end, there[key].delivery, key))
    memory.looks = {key: look for key, look in memory.looks.items() if key in new}
    memory.left = {key: state for key, state in memory.left.items() if key in new}
    return [there[key] for key in new]


def look_at_files(new: list[Waiting], memory: Memory, now: float) -> tuple[list[Waiting], list[str], bool]:
    """(deliveries whose files are whole, what is still being copied, whether the others wait for that).

    Whole are files that did not change since the look before and have the hashes of the manifest. Nobody waits longer
    than 15 minutes: files that still have other hashes then go to landing, which refuses them with file and reason.
    """
    whole: list[Waiting] = []
    copied: list[str] = []
    others_wait = False
    until = time.monotonic() + SECONDS_TO_READ
    for one in new:
        before = memory.looks.get(one.run_key, {"since": now})
        look = {**before, "seen": one.sizes_and_times()}
        if before.get("seen") != look["seen"]:
            look |= {"files": None, "wrong": []}
        elif look["files"] is None and time.monotonic() < until:
            look["files"], look["wrong"] = one.contents()
        memory.looks[one.run_key] = look
        may_be_a_copy = now - look["since"] < SECONDS_FOR_A_COPY
        if look["files"] and not (look["wrong"] and may_be_a_copy):
            whole.append(one)
        else:
            copied.append(f"{one.delivery_id} ({', '.join(look['wrong'][:3]) or 'first look, or still changing'})")
            others_wait |= may_be_a_copy
    return whole, copied, others_wait


def delivery_states(whole: list[Waiting], memory: Memory, settings: Settings) -> dict[str, str]:
    """The state of each delivery that decides whether a failed run is asked for again: manifest, files, seeds
    (acceptances among them), models and settings. Deliveries that a run left out in this very state are not in it.
    """
    rules = [
        read_code_version(),
        *(settings.la_code, settings.rerun_months, settings.first_month, os.environ.get("CHILDREN_KEYS")),
    ]
    states = {one.run_key: state_of([one.run_key, memory.looks[one.run_key]["files"], rules]) for one in whole}
    return {key: state for key, state in states.items() if memory.left.get(key) != state}


def state_of(facts: object) -> str:
    """A short text that is the same for the same facts."""
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()[:16]


def remember_success(memory: Memory, complete: list[Waiting], record: Record) -> None:
    """After the run asked for succeeded: what it took is known, what it refused or held back is left in its state.

    `record` is what the run record says of its publication.
    """
    for one in complete:
        state = memory.asked["of"].get(one.run_key)
        if state and is_taken(one, record):
            memory.known.append(one.run_key)
        elif state:
            memory.left[one.run_key] = state
    memory.asked = {}


def is_taken(one: Waiting, record: Record) -> bool:
    """Whether the publication used this delivery, or a later one of the same month; one held back was not used."""
    landed: dict[str, str] = record.get("deliveries", {})
    believed = {name for name in landed if name not in record.get("held_back", ())}
    return (one.delivery_id in believed and landed[one.delivery_id] == one.manifest_sha256) or any(
        _order(name) > _order(one.delivery_id) for name in believed if name.rpartition("/")[0] == _month_of(one)
    )


def publication_of(run_id: str, records: Iterable[Record]) -> Record:
    """What the run record says of the publication of a run; empty when it says nothing."""
    found = [one for one in records if one["kind"] == "publishes" and one["asked"].get("run") == run_id]
    return found[-1] if found else {}


def _month_of(one: Waiting) -> str:
    return one.delivery_id.rpartition("/")[0]


def _order(delivery_id: str) -> tuple[str, int]:
    _, month, number = delivery_id.split("/")
    return month, int(number)
