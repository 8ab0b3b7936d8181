"""The same three pages by every engine, each in a process of its own, and whether all answers are the same.

Belongs here: running the peers. Does not belong: what they compute (peers/).
"""

from __future__ import annotations

import json
from pathlib import Path

from orchestration.common.months import month_end
from tests.benchmark.engine import MONTH, prepared, seeded
from tests.benchmark.peers.exchange import differences, export, read_answers
from tests.benchmark.processes import run

FIRST = month_end("2020-10")
ENGINES = ("duckdb", "polars", "pandas", "spark")
TIMES = 2  # each engine is run so often, and its faster run counts


def at_size(folder: Path, source_db: Path, size: float, engines: tuple[str, ...] = ENGINES) -> dict:
    """Seconds and memory of each engine at one size; RuntimeError when two of them give other answers."""
    facts = prepared(folder, source_db, size)
    seeded(folder)
    files = folder / "parquet"
    export(folder / "council.duckdb", files)
    found = {
        engine: min((_once(files, engine) for _ in range(TIMES)), key=lambda one: one["seconds"]) for engine in engines
    }
    answers = {engine: read_answers(_answers(files, engine)) for engine in engines}
    for engine in engines[1:]:
        if differing := len(differences(answers[engines[0]], answers[engine])):
            raise RuntimeError(f"{engine} gives {differing} other answers than {engines[0]}")
    return {**facts, "size": size, "answers": len(answers[engines[0]]), "engines": found}


def _once(files: Path, engine: str) -> dict:
    arguments = [str(files), FIRST.isoformat(), MONTH.isoformat(), "--out", str(_answers(files, engine))]
    taken = run(["-m", f"tests.benchmark.peers.{engine}.pages", *arguments], {})
    return json.loads(taken.output.strip().splitlines()[-1])


def _answers(files: Path, engine: str) -> Path:
    return files / f"{engine}_answers.parquet"
