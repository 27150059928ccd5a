"""The database: base of all tables, aware times, read-only by default, one way to write."""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, DateTime, Engine, Integer, MetaData, TypeDecorator, event
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.orm import DeclarativeBase, Session, registry

# BigInteger keys do not count up on SQLite
Key = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """A moment: aware UTC in Python, refused when naive, comparable on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        stored: datetime = value
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of all tables."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: Moment},
    )


db = SQLAlchemy(model_class=Base)

_turn = threading.RLock()


class NestedWriting(RuntimeError):
    """writing() was entered inside writing(): use-cases never open their own transaction."""


def prepare(engine: Engine) -> None:
    """Make an engine read-only except inside writing(), and SQLite durable and fair."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin)


def _open_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we send BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "busy_timeout=10000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif not writes:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


@contextmanager
def writing() -> Iterator[Session]:
    """Give the one session that may write; commits at the end, rolls back when anything is raised.

    What a decision rests on is read inside: an open read transaction is ended first.
    """
    session = db.session()
    if session.info.get("writes"):
        raise NestedWriting
    with _my_turn(db.engine):
        session.rollback()
        session.info["writes"] = True
        session.info["subscribers"] = current_app.extensions.get("subscribers", {})
        try:
            session.connection(execution_options={"writes": True})
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["writes"] = False


@contextmanager
def _my_turn(engine: Engine) -> Iterator[None]:
    """Queue writers of this process and of others: SQLite's own busy wait is unfair."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        yield
        return
    with _turn, Path(engine.url.database + ".turn").open("ab") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
