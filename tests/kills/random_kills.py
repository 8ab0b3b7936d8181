"""Runs killed at random moments: what is published stays whole, and the next run gives what it would have given.

    python -m tests.kills.random_kills --kills 200 --seed 7 --folders 2

Three kinds of run are killed, all processes at once, at a moment drawn evenly over the time such a run takes:

| kind | what runs | share |
|---|---|---|
| month | the whole command `month`: landing, dbt, checks, publishing, files, report | 0.2 |
| land | landing of all deliveries into a new build database | 0.2 |
| publish | the steps after dbt: publishing, Parquet, CSV, guide, report | 0.6 |

Most of a month's time is dbt, which writes nothing but the private build; so most kills go where files are made
that people read. After every kill the published files are judged. A killed run starts on what the killed run before it
left, and after every tenth kill a month is run to its end and compared with one that was never disturbed: damage that
no check saw would add up until then and show there.

Belongs here: killing and judging. Does not belong: kills at chosen places, which are test_killed_runs.py.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from orchestration.build.database import LEDGER_TABLES
from orchestration.common import settings as settings_module
from orchestration.common.relations import fingerprint, relations
from tests.installation import Installation, Readers
from tests.landing.small_deliveries import LA_CODE, write_council

SHARES = {"month": 0.2, "land": 0.2, "publish": 0.6}
PRELOADED = [
    "orchestration.cli.in_process_run",
    "orchestration.report",
    "orchestration.exports.guide",
    "orchestration.operations.prepare",
]
FOLDERS = ("analysts/parquet", "analysts/csv")
OF_ONE_PUBLICATION = (
    "select as_known_on from reporting.publication",
    "select max(as_known_on) from reporting.published_values",
)
Tables = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Expected:
    """Published tables (name: rows and checksum) before and after an undisturbed month, hashes of all files that
    may then stand for a table, and the seconds that the month took. `start` and `finished` are data folders.
    """

    start: Path
    finished: Path
    before_sha256: str
    after: Tables
    file_hashes: frozenset[str]
    seconds: float


@dataclass
class Outcome:
    """What one folder's kills came to; `wrong` are sentences."""

    kinds: Counter = field(default_factory=Counter)
    states: Counter = field(default_factory=Counter)
    finished: int = 0
    reads: int = 0
    wrong: list[str] = field(default_factory=list)


def run_kind(kind: str, data: str) -> None:
    """One run in this process, which is the leader of a group of its own; it may be killed at any moment."""
    os.setsid()
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    os.environ["CHILDREN_DATA"] = data
    sys.__stdout__ = sys.stdout
    from orchestration.cli import main as command_line

    if kind == "publish":
        steps_after_dbt(settings_module.load())
    elif command_line.main([kind, "2020-12"]):
        raise SystemExit(1)


def steps_after_dbt(chosen: settings_module.Settings) -> None:
    """All that a run writes for readers, one after the other, without Dagster and without the record."""
    from orchestration.operations.output_files import files_for_analysts
    from orchestration.publish.publication import publish
    from orchestration.report import write_report

    publish(chosen)
    for files in files_for_analysts(chosen).values():
        files.write()
    settings_module.private_folder(chosen.reports)
    write_report(chosen.published_db, chosen.reports, LA_CODE, date(2020, 12, 31), chosen.commentary)


def expect(start: Path, finished: Path) -> Expected:
    """What may stand: `start` is a data folder before the month of December, `finished` becomes a copy after it."""
    shutil.copytree(start, finished)
    began = time.monotonic()
    require(Installation(finished).run("month", "2020-12"))
    seconds = time.monotonic() - began
    after = tables_of(finished / "published" / "children.duckdb")
    ledger_whole(start, finished)
    hashes = {sha256(path) for data in (start, finished) for name in FOLDERS for path in (data / name).iterdir()}
    return Expected(start, finished, sha256(start / "published" / "children.duckdb"), after, frozenset(hashes), seconds)


def ledger_whole(start: Path, finished: Path) -> None:
    """AssertionError when an undisturbed month loses or repeats a row of the ledger, or adds none."""
    with duckdb.connect() as con:
        for name, data in (("old", start), ("new", finished)):
            con.execute(f"attach '{data}/published/children.duckdb' as {name} (read_only)")
        for table in LEDGER_TABLES:
            lost, old, new, distinct = con.execute(
                f"""
                select
                    (select count(*) from (from old.reporting.{table} except all from new.reporting.{table})),
                    (select count(*) from old.reporting.{table}), (select count(*) from new.reporting.{table}),
                    (select count(*) from (select distinct * from new.reporting.{table}))
                """
            ).fetchone()
            assert lost == 0 and new > old and distinct == new, (table, lost, old, new, distinct)


def tables_of(published_db: Path) -> Tables:
    """Rows and checksum of every published table; opening a file that is not whole raises duckdb.Error."""
    with duckdb.connect(str(published_db), read_only=True) as con:
        name = con.execute("select current_database()").fetchone()[0]
        return {one.name: fingerprint(con, name, one.name) for one in relations(con, name)}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Victim:
    """One data folder whose runs are killed."""

    def __init__(self, folder: Path, expected: Expected, seed: int):
        self.council = Installation(folder)
        self.chosen = self.council.settings
        self.expected = expected
        self.random = random.Random(seed)
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(PRELOADED)  # so that no run is killed while Python imports
        self.seconds = {"month": expected.seconds}
        self.outcome = Outcome()
        shutil.copytree(expected.start, folder)

    def measure(self, kinds: set[str]) -> None:
        """Take the time that each other kind of run takes undisturbed; each must succeed."""
        for kind in sorted(kinds - self.seconds.keys()):
            self.prepare(kind)
            began = time.monotonic()
            assert self.start(kind, wait=None) == 0, f"an undisturbed {kind} failed"
            self.seconds[kind] = time.monotonic() - began
            self.put_back()

    def kill_once(self, kind: str) -> bool:
        """Run, kill, judge; False when the run had ended well before the moment drawn came."""
        self.prepare(kind)
        moment = self.random.uniform(0, self.seconds[kind])
        began = time.monotonic()
        ended = self.start(kind, wait=moment)
        if ended is not None:
            if ended:
                self.wrong(f"{kind} failed by itself")
            self.seconds[kind] = time.monotonic() - began
            self.put_back()
            return ended != 0
        self.outcome.kinds[kind] += 1
        where = f"{kind} killed after {moment:.2f} s"
        state = self.judge(where)
        self.outcome.states[state] += 1
        return True

    def start(self, kind: str, wait: float | None) -> int | None:
        """The exit code of the run, or None when it was still running after `wait` seconds and was killed."""
        process = self.context.Process(target=run_kind, args=(kind, str(self.chosen.data)))
        process.start()
        process.join(wait)
        ended = process.exitcode
        if ended is None:
            for stop in (lambda: os.killpg(process.pid, signal.SIGKILL), process.kill):
                try:
                    stop()
                except ProcessLookupError:
                    pass
            process.join()
        return ended

    def prepare(self, kind: str) -> None:
        """What the kind of run needs to have something to do."""
        if kind != "month":
            for path in self.chosen.build_db.parent.glob(f"{self.chosen.build_db.name}*"):
                path.unlink()
        if kind == "publish":
            shutil.copy2(self.expected.finished / "build" / self.chosen.build_db.name, self.chosen.build_db)

    def judge(self, where: str) -> str:
        """'as before' or 'as after'; anything else is put down as wrong."""
        self.judge_files(where)
        if sha256(self.chosen.published_db) == self.expected.before_sha256:
            return "as before"
        try:
            found = tables_of(self.chosen.published_db)
        except duckdb.Error as error:
            return self.wrong(f"{where}: the published file does not open: {error}")
        if found != self.expected.after:
            return self.wrong(f"{where}: published tables are neither those before nor those after")
        return "as after"

    def judge_files(self, where: str) -> None:
        """Every other published file is whole."""
        for name in FOLDERS:
            for path in (self.chosen.data / name).glob("[!.]*"):
                if sha256(path) not in self.expected.file_hashes:
                    self.wrong(f"{where}: {path.name} is neither as before nor as after")
        for path in self.chosen.reports.glob("[!.]*"):
            if not is_whole(path):
                self.wrong(f"{where}: {path.name} is cut short")

    def finish(self) -> None:
        """Run the month to its end, on what the kill left, and compare everything with the undisturbed one."""
        done = self.council.run("month", "2020-12")
        if done.returncode:
            self.wrong(f"the run after a kill failed: {done.stderr[-500:]}")
        elif tables_of(self.chosen.published_db) != self.expected.after:
            self.wrong("the run after a kill gives other tables than an undisturbed one")
        if left := self.leftovers():
            self.wrong(f"the run after a kill leaves {left} behind")
        self.judge_files("run to the end")
        self.outcome.finished += 1

    def leftovers(self) -> list[str]:
        """Half-written files that nobody will remove any more."""
        places = [*self.chosen.published.rglob(".*"), *self.chosen.scratch.glob("*")]
        return sorted(path.name for path in places)

    def put_back(self) -> None:
        """The published file of before in place again, in one step, so that the next run has something to publish."""
        copy = self.chosen.data / "put_back.duckdb"
        shutil.copy2(self.expected.start / "published" / "children.duckdb", copy)
        os.replace(copy, self.chosen.published_db)

    def wrong(self, sentence: str) -> str:
        self.outcome.wrong.append(sentence)
        return "wrong"

    def kill_many(self, kills: list[str], finish_every: int) -> Outcome:
        """Kill a run of each kind named, in turn, while a reader reads; the last kill is always run to its end."""
        self.measure(set(kills))
        reader = Readers(self.council, 1, 0.2, *OF_ONE_PUBLICATION)
        for number, kind in enumerate(kills, start=1):
            while not self.kill_once(kind):
                pass
            if number % finish_every == 0 or number == len(kills):
                self.finish()
            self.put_back()
            print(f"{self.chosen.data.name}: {number} of {len(kills)}, {self.outcome}", flush=True)
        seen, failed = reader.stop()
        for error in failed:
            self.wrong(f"a reader failed: {error}")
        self.outcome.reads = sum(one["looks"] for one in seen)
        return self.outcome


def is_whole(path: Path) -> bool:
    """Whether a file of the report ends as its kind ends."""
    if path.suffix == ".xlsx":
        try:
            return zipfile.ZipFile(path).testzip() is None
        except zipfile.BadZipFile:
            return False
    ending = {".html": b"</html>", ".pdf": b"%%EOF"}.get(path.suffix)
    return ending is None or path.read_bytes().rstrip().endswith(ending)


def draw(kills: int, generator: random.Random) -> list[str]:
    """Kinds of run to kill, by their shares, in random order."""
    return generator.choices(list(SHARES), list(SHARES.values()), k=kills)


def prepare_council(folder: Path) -> Expected:
    """The small council published for November, with the delivery of December waiting, and the undisturbed month."""
    start = Installation(folder / "start")
    write_council(start.settings.landing, "2020-01", "2020-11")
    require(start.run("month", "2020-11"))
    write_council(start.settings.landing, "2020-12", "2020-12")
    return expect(start.data, folder / "finished")


def require(done: subprocess.CompletedProcess) -> None:
    assert done.returncode == 0, done.stdout + done.stderr


def main() -> int:
    """Kill, print what came of it; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--folders", type=int, default=2, help="data folders that are killed side by side")
    parser.add_argument("--finish-every", type=int, default=10)
    asked = parser.parse_args()
    seed = random.randrange(10**6) if asked.seed is None else asked.seed
    print(f"{asked.kills} kills, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="kills-") as place:
        expected = prepare_council(Path(place))
        kinds = draw(asked.kills, random.Random(seed))
        parts = [kinds[nth :: asked.folders] for nth in range(asked.folders)]
        victims = [Victim(Path(place) / f"folder {nth}", expected, seed + nth) for nth in range(asked.folders)]
        with ThreadPoolExecutor(asked.folders) as pool:
            outcomes = list(pool.map(lambda victim, part: victim.kill_many(part, asked.finish_every), victims, parts))
    return tell(outcomes)


def tell(outcomes: list[Outcome]) -> int:
    """Print the sums over all folders; 1 when anything was wrong."""
    kinds, states = (sum((getattr(one, name) for one in outcomes), Counter()) for name in ("kinds", "states"))
    print(f"Killed: {sum(kinds.values())} runs {dict(kinds)}; published file: {dict(states)}")
    print(f"Run to the end and compared: {sum(one.finished for one in outcomes)}")
    print(f"Looks of readers without error: {sum(one.reads for one in outcomes)}")
    wrong = [sentence for one in outcomes for sentence in one.wrong]
    print("\n".join(["Wrong:", *wrong]) if wrong else "Nothing was wrong")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
