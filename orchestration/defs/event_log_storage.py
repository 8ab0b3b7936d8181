"""Dagster's own SQLite storage, with the databases of events kept open by the process that writes them.

Dagster opens, checks and closes a database for every event. A run of three months has some 2,400 of them, two for each
asset and month, and they took a third of its time. Named in dagster.yaml; the files are the same as without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as db
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    from dagster._core.storage.sqlite_storage import SqliteStorageConfig
    from dagster._serdes import ConfigurableClassData

SECONDS_TO_WAIT_FOR_OTHERS = 60


class KeptOpenEventLog(SqliteEventLogStorage):
    """One connection to each database, used by one thread at a time; a transaction per event, as before."""

    def __init__(self, base_dir: str) -> None:
        self._kept: dict[str, db.Engine] = {}
        self._tables: set[str] = set()
        super().__init__(base_dir)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[db.Connection]:
        with self._db_lock:
            if shard not in self._kept:
                self._kept[shard] = self._open(shard)
            with self._kept[shard].begin() as conn:
                yield conn

    def _open(self, shard: str) -> db.Engine:
        engine = db.create_engine(
            self.conn_string_for_shard(shard),
            poolclass=StaticPool,
            connect_args={"timeout": SECONDS_TO_WAIT_FOR_OTHERS, "check_same_thread": False},
        )
        self._initdb(engine)
        with engine.connect() as conn:
            # A crash of the machine may lose the last events, never the database: it is written ahead.
            conn.execute(db.text("pragma synchronous = normal"))
        return engine

    def has_table(self, table_name: str) -> bool:
        """As before, but a table that was there once is not looked for again: Dagster asks at every event."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def dispose(self) -> None:
        super().dispose()
        for engine in self._kept.values():
            engine.dispose()
        self._kept.clear()


class KeptOpenStorage(DagsterSqliteStorage):
    """Runs and schedules as in Dagster's own storage; events kept open."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = KeptOpenEventLog(self._event_log_storage._base_dir)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData, config_value: SqliteStorageConfig) -> KeptOpenStorage:
        return cls.from_local(inst_data=inst_data, **config_value)
