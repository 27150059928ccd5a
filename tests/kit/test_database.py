"""writing() is the one way to write: nothing is lost in a race, nothing is written outside."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from kit.audit import AuditEntry, note
from kit.database import NestedWriting, db, writing
from tests.conftest import NOON
from tests.sizes import size

THREADS = 16
READ_ONLY = r"readonly|read-only"
ROUNDS = size(4, 50)


def _count() -> int:
    return db.session.scalar(select(func.count(AuditEntry.id))) or 0


def _in_context(app: Flask, deed: Callable[[], None]) -> None:
    with app.app_context():
        deed()


def test_what_is_written_stays(either_app: Flask) -> None:
    with writing() as session:
        note(session, "did", "thing:1", NOON, None)
    assert _count() == 1


def test_what_fails_leaves_nothing(either_app: Flask) -> None:
    def fail() -> None:
        with writing() as session:
            note(session, "did", "thing:1", NOON, None)
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert _count() == 0


def test_nobody_writes_outside(either_app: Flask) -> None:
    note(db.session(), "did", "thing:1", NOON, None)
    with pytest.raises(DBAPIError, match=READ_ONLY):
        db.session.commit()


def test_writing_ends_with_the_transaction(either_app: Flask) -> None:
    with writing() as session:
        note(session, "did", "thing:1", NOON, None)
    note(db.session(), "did", "thing:2", NOON, None)
    with pytest.raises(DBAPIError, match=READ_ONLY):
        db.session.commit()


def test_a_page_that_only_shows_cannot_write(either_app: Flask) -> None:
    def show() -> str:
        note(db.session(), "looked", "thing:1", NOON, None)
        db.session.commit()
        return ""

    with either_app.test_request_context("/"), pytest.raises(DBAPIError, match=READ_ONLY):
        show()


def test_writing_inside_writing_is_refused(either_app: Flask) -> None:
    def nest() -> None:
        with writing(), writing():
            pass

    with pytest.raises(NestedWriting):
        nest()
    with writing() as session:
        note(session, "did", "thing:1", NOON, None)
    assert _count() == 1


@pytest.mark.full
def test_of_many_who_read_then_write_none_is_lost(app: Flask) -> None:
    # on SQLite alone: PostgreSQL lets writers in side by side, unique keys and advisory locks settle its races
    def add_one() -> None:
        with writing() as session:
            last = session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
            number = int(last.subject) + 1 if last else 1
            note(session, "counted", str(number), NOON, None)

    def add_some(_: int) -> None:
        for _round in range(ROUNDS):
            _in_context(app, add_one)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(add_some, range(THREADS)))
    numbers = sorted(int(subject) for subject in db.session.scalars(select(AuditEntry.subject)))
    assert numbers == list(range(1, THREADS * ROUNDS + 1))


@pytest.mark.full
def test_of_many_who_want_the_same_key_one_gets_it(either_app: Flask) -> None:
    lost: list[bool] = []

    def take(number: int) -> None:
        def insert() -> None:
            with writing() as session:
                session.add(AuditEntry(id=1, at=NOON, action="took", subject=str(number)))

        try:
            _in_context(either_app, insert)
        except IntegrityError:
            lost.append(True)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(take, range(THREADS)))
    assert (len(lost), _count()) == (THREADS - 1, 1)


def test_a_moment_comes_back_aware_and_in_utc(either_app: Flask) -> None:
    with writing() as session:
        note(session, "did", "thing:1", datetime(2026, 11, 3, 12, tzinfo=timezone(timedelta(hours=8))), None)
    found = db.session.scalar(select(AuditEntry.at))
    assert found == NOON
    assert found is not None
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(app: Flask) -> None:
    def store() -> None:
        with writing() as session:
            note(session, "did", "thing:1", datetime(2026, 11, 3), None)  # noqa: DTZ001 that is the point

    with pytest.raises(StatementError, match="time zone"):
        store()
