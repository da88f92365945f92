"""One open database file: every query has a cursor of its own and sees only the clients it was granted."""

from __future__ import annotations

import json
import os
import secrets
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse import journal, migrations
from warehouse.opening import WarehouseError, connect
from warehouse.tables import literal

if TYPE_CHECKING:  # An import needs no data frame, and pandas takes longer to load than a small file.
    import pandas as pd

DEFAULT_PATH = Path("data") / "bridgeview.duckdb"

#: Every client: what the one local user is granted until there are roles.
EVERYONE: tuple[str, ...] = ("*",)

Parameters = Mapping[str, Any] | Sequence[Any] | None


class Warehouse:
    """The typed tables, the import ledger and the settings in one DuckDB file.

    Thread-safe: reading needs no lock, writing goes through `writing()`. Open it with `open_warehouse`.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.notes: list[str] = []
        self._lock = threading.RLock()
        self._settings: tuple[str, dict[str, str]] = ("", {})
        self._idle: dict[tuple[str, ...], list[duckdb.DuckDBPyConnection]] = {}
        self._connection = self._connect()
        self._person_key: str | None = None

    def _connect(self) -> duckdb.DuckDBPyConnection:
        connection, notes = connect(self.path, self.folder("backups") if self.path else None)
        self.notes += notes
        try:
            migrations.bring_up_to_date(connection, self.path)
            self._journaled = journal.write_out(connection.cursor(), self.path) if self.path else 0
        except BaseException:
            connection.close()
            raise
        # Every page asks for it dozens of times a run, so it is read once and from then on follows the commits.
        found = connection.execute("SELECT value FROM meta.app WHERE name = 'content_id'").fetchall()
        self._content_id = str(found[0][0])
        self._has_named_views = False
        return connection

    # -- reading ---------------------------------------------------------------------------------------

    def cursor(self, grants: Sequence[str] = EVERYONE) -> duckdb.DuckDBPyConnection:
        """A cursor that sees the rows of the granted clients only; `("*",)` means all of them.

        One cursor per query at a time: a cursor shared between threads gives errors and wrong results.
        """
        self.make_ready()
        return self._cursor(grants)

    def make_ready(self) -> None:
        """Make the named views that metrics read, unless they are there: the first reader need not wait for it."""
        if self._has_named_views:
            return
        with self._lock:
            migrations.make_named_views(self._connection)
            self._has_named_views = True

    def _cursor(self, grants: Sequence[str] = EVERYONE) -> duckdb.DuckDBPyConnection:
        """A cursor for the ledger, the kinds and what is kept: the named views may not be there yet."""
        cursor = self._connection.cursor()
        everyone = "true" if "*" in grants else "false"
        listed = ", ".join(literal(client) for client in grants)
        cursor.execute(f"SET VARIABLE all_clients = {everyone}; SET VARIABLE clients = [{listed}]::VARCHAR[]")
        return cursor

    def query(self, sql: str, params: Parameters = None, grants: Sequence[str] = EVERYONE) -> pd.DataFrame:
        """The answer to one SELECT as a data frame."""
        # A cursor that has its grants is used again: to make one takes a quarter of what a small statement does.
        idle = self._idle.setdefault(tuple(grants), [])
        try:
            cursor = idle.pop()
        except IndexError:
            cursor = self.cursor(grants)
        try:
            answer = cursor.execute(sql, params).df() if params else cursor.execute(sql).df()
        except BaseException:
            cursor.close()
            raise
        idle.append(cursor)
        return answer

    def records(self, sql: str, params: Parameters = None) -> list[tuple[Any, ...]]:
        """The answer to one SELECT as plain tuples, for the few rows of the ledger; it sees no named view."""
        cursor = self._cursor()
        try:
            return (cursor.execute(sql, params) if params else cursor.execute(sql)).fetchall()
        finally:
            cursor.close()

    @property
    def content_id(self) -> str:
        """Changes with everything that can change a figure: the key of every cached answer."""
        return self._content_id

    @property
    def sample(self) -> bool:
        """Whether this is the generated sample and not somebody's data."""
        return bool(self.setting("sample", False))

    def is_empty(self) -> bool:
        """Whether nothing is imported (or everything has been undone)."""
        return not self.records("SELECT 1 FROM meta.imports WHERE undone_at IS NULL LIMIT 1")

    def columns_of(self, kind: str) -> list[str]:
        """The columns of a view, as DuckDB has them."""
        cursor = self.cursor()
        try:
            found = cursor.execute(
                "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'main' "
                "AND table_name = ? ORDER BY column_index",
                [kind],
            ).fetchall()
        finally:
            cursor.close()
        return [str(name) for (name,) in found]

    # -- writing ---------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction, alone; done when it is on disk, or not at all.

        A full disk invalidates DuckDB for everybody: the file is then opened again and the caller told.
        """
        with self._lock:
            cursor = self._cursor()
            try:
                cursor.execute("BEGIN")
                yield cursor
                content_id = self._touch(cursor)
                cursor.execute("COMMIT")
                self._content_id = content_id
                if self.path is not None:
                    cursor.execute("CHECKPOINT")
                    self._journaled = journal.write_out(cursor, self.path, self._journaled)
            except duckdb.FatalException as problem:
                self._reopen()
                raise WarehouseError(
                    "The disk is full or could not be written: nothing of this change was kept."
                    " Free some space and try again.",
                    "disk-full",
                ) from problem
            except BaseException as problem:
                self._roll_back(cursor)
                if isinstance(problem, duckdb.IOException | duckdb.OutOfMemoryException):
                    raise WarehouseError(
                        "The disk or the memory did not suffice: nothing of this change was kept."
                        " Free some space and try again.",
                        "disk-full",
                    ) from problem
                raise
            finally:
                cursor.close()

    @contextmanager
    def alone(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor while nobody else writes: a backup is a transaction, and no checkpoint succeeds beside one."""
        with self._lock:
            cursor = self._cursor()
            try:
                yield cursor
            finally:
                cursor.close()

    def _roll_back(self, cursor: duckdb.DuckDBPyConnection) -> None:
        try:
            cursor.execute("ROLLBACK")
        except duckdb.TransactionException:
            return  # the transaction had already ended with the error that is being raised
        except duckdb.FatalException:
            self._reopen()

    def _touch(self, cursor: duckdb.DuckDBPyConnection) -> str:
        content_id = uuid.uuid4().hex
        cursor.execute("UPDATE meta.app SET value = ? WHERE name = 'content_id'", [content_id])
        return content_id

    def _reopen(self) -> None:
        self._idle = {}
        self._connection.close()
        self._connection = self._connect()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._idle = {}
            self._connection.close()
            _OPEN.pop(_key(self.path), None)

    # -- settings and small records ----------------------------------------------------------------------

    def setting(self, name: str, default: Any = None) -> Any:
        """A setting by name; what was never set is `default`."""
        # The content is named before the settings are read: what a commit in between changes is read again.
        content_id = self._content_id
        known, settings = self._settings
        if known != content_id:
            settings = dict(self.records("SELECT name, value FROM meta.settings"))
            self._settings = (content_id, settings)
        return json.loads(settings[name]) if name in settings else default

    def set_setting(self, name: str, value: Any) -> None:
        """Keep a setting; anything JSON can say."""
        with self.writing() as cursor:
            cursor.execute("DELETE FROM meta.settings WHERE name = ?", [name])
            cursor.execute("INSERT INTO meta.settings VALUES (?, ?)", [name, json.dumps(value)])
            journal.note(cursor, "setting", name=name, value=value)

    def keep(
        self, collection: str, key: str, value: Any, author: str = "", saved_at: datetime | None = None
    ) -> None:
        """Keep a small record (a frozen board, an override, a saved view); older versions stay.

        `saved_at` (UTC, without a zone) is now, except where a rebuild keeps again what was kept before.
        """
        when = saved_at or datetime.now(UTC).replace(tzinfo=None)
        with self.writing() as cursor:
            cursor.execute(
                "INSERT INTO meta.documents VALUES (?, ?, ?, ?, ?)",
                [collection, key, json.dumps(value), author, when],
            )
            journal.note(
                cursor, "kept", collection=collection, key=key, value=value, author=author, saved_at=str(when)
            )

    def kept(self, collection: str) -> dict[str, dict[str, Any]]:
        """The newest version of every record of a collection by key: {value, author, saved_at}.

        A record whose newest value is null was withdrawn and is not listed.
        """
        newest = self.records(
            "SELECT key, value, author, saved_at FROM meta.documents WHERE collection = ? ORDER BY saved_at",
            [collection],
        )
        latest = {
            str(key): {"value": json.loads(value), "author": author, "saved_at": saved_at}
            for key, value, author, saved_at in newest
        }
        return {key: record for key, record in latest.items() if record["value"] is not None}

    def kept_history(self, collection: str, key: str) -> list[dict[str, Any]]:
        """Every version of one record, oldest first: {value, author, saved_at}."""
        versions = self.records(
            "SELECT value, author, saved_at FROM meta.documents WHERE collection = ? AND key = ? ORDER BY saved_at",
            [collection, key],
        )
        return [{"value": json.loads(v), "author": author, "saved_at": at} for v, author, at in versions]

    def imports(self) -> pd.DataFrame:
        """The ledger: one row per imported table, newest last."""
        return self.query("SELECT * FROM meta.imports ORDER BY import_id")

    # -- files beside the database -----------------------------------------------------------------------

    def folder(self, name: str) -> Path:
        """A folder beside the database file for what does not belong into it (originals, backups)."""
        if self.path is None:
            raise WarehouseError("A database in memory has no folder beside it.", "in-memory")
        return self.path.with_name(f"{self.path.stem}.{name}")

    @property
    def person_key(self) -> str:
        """The secret with which names of people are hashed; made once and kept in a file of its own."""
        if self._person_key is None:
            if self.path is None:
                self._person_key = secrets.token_hex(32)
            else:
                self._person_key = _secret_in(self.path.with_name(f"{self.path.stem}.key"))
        return self._person_key


def _secret_in(file: Path) -> str:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        secret = secrets.token_hex(32)
        out.write(secret)
    return secret


_OPEN: dict[str, Warehouse] = {}
_OPENING = threading.Lock()


def _key(path: Path | None) -> str:
    return str(path.resolve()) if path is not None else ":memory:"


def open_warehouse(path: str | Path | None = None) -> Warehouse:
    """Open a warehouse; the same file is opened once per process.

    `path` None means BRIDGEVIEW_DB or data/bridgeview.duckdb; ":memory:" gives a new empty one.
    Raises WarehouseError where the file is locked, damaged, newer, or no database at all.
    """
    chosen = path if path is not None else os.environ.get("BRIDGEVIEW_DB") or DEFAULT_PATH
    if str(chosen) == ":memory:":
        return Warehouse(None)
    file = Path(chosen)
    with _OPENING:
        key = _key(file)
        if key not in _OPEN:
            _OPEN[key] = Warehouse(file)
        return _OPEN[key]
