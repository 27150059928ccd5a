"""What real threads do at once on either engine: one attempt, one hand-in, every acknowledged answer stored."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select

from exams import jobs
from exams.models import Attempt, Mark, Response
from exams.service import taking
from exams.sitting_rules import GRACE, State, Status
from kit.database import db, writing
from kit.errors import Refused
from records.models import RecordEntry
from tests.conftest import NOON
from tests.exams.house import MINUTE, SEAL, House, begin, build_house, save

T = TypeVar("T")
THREADS = 6


@pytest.fixture
def house(either_app: Flask) -> House:
    with writing() as session:
        return build_house(session)


def at_once(app: Flask, deed: Callable[[int], T], threads: int = THREADS) -> list[T]:
    """Run a deed in many threads that begin together, each in an application context of its own."""
    together = Barrier(threads)

    def run(number: int) -> T:
        with app.app_context():
            together.wait()
            try:
                return deed(number)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


def count(what: type[Attempt] | type[Mark] | type[Response] | type[RecordEntry]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(what)) or 0


def start(house: House) -> int:
    with writing() as session:
        return begin(session, house.world.owner, house.keyed).id


def test_starts_at_once_give_one_attempt(either_app: Flask, house: House) -> None:
    ids = at_once(either_app, lambda _: start(house))
    assert len(set(ids)) == 1
    assert count(Attempt) == 1


def test_a_race_gives_no_more_attempts_than_allowed(either_app: Flask, house: House) -> None:
    def start_and_hand_in(number: int) -> bool:
        try:
            with writing() as session:
                attempt = begin(session, house.world.owner, house.keyed, NOON + number * MINUTE)
            with writing() as session:
                taking.submit(session, house.world.owner, attempt.id, NOON + 10 * MINUTE, SEAL)
        except Refused:
            return False
        return True

    for _ in range(3):
        at_once(either_app, start_and_hand_in)
    assert count(Attempt) == 2


def test_hand_ins_at_once_mark_and_enter_once(either_app: Flask, house: House) -> None:
    attempt_id = start(house)

    def hand_in(_: int) -> str:
        with writing() as session:
            return taking.submit(session, house.world.owner, attempt_id, NOON + MINUTE, SEAL).state

    assert at_once(either_app, hand_in) == [State.MARKED.value] * THREADS
    assert count(Mark) == 5
    assert count(RecordEntry) == 1


def test_two_sweeps_at_once_close_an_attempt_once(either_app: Flask, house: House) -> None:
    start(house)
    moved = at_once(either_app, lambda _: jobs.sweep(NOON + 40 * MINUTE + 2 * GRACE), threads=3)
    assert sum(moved) == 1
    assert count(Mark) == 5
    assert count(RecordEntry) == 1


def test_saves_at_once_are_all_stored_and_numbered(either_app: Flask, house: House) -> None:
    attempt_id = start(house)

    def answer(number: int) -> list[Status]:
        found = []
        for seq in range(1, 6):
            with writing() as session:
                attempt = session.get_one(Attempt, attempt_id)
                text = {"text": [f"{number}-{seq}"]}
                found.append(save(session, attempt, "rate", text, device=f"d{number}", seq=seq, seen=10_000).status)
        return found

    assert all(status is Status.COUNTED for found in at_once(either_app, answer) for status in found)
    db.session.rollback()
    revisions = db.session.scalars(select(Response.revision).order_by(Response.revision)).all()
    assert list(revisions) == list(range(1, THREADS * 5 + 1))


def test_the_same_save_at_once_is_stored_once(either_app: Flask, house: House) -> None:
    attempt_id = start(house)

    def answer(_: int) -> int:
        with writing() as session:
            return save(session, session.get_one(Attempt, attempt_id), "rate").revision

    assert at_once(either_app, answer) == [1] * THREADS
    assert count(Response) == 1


def test_an_answer_that_counted_before_the_hand_in_is_marked(either_app: Flask, house: House) -> None:
    attempt_id = start(house)

    def answer_or_hand_in(number: int) -> Status | None:
        with writing() as session:
            if number == THREADS - 1:
                taking.submit(session, house.world.owner, attempt_id, NOON + MINUTE, SEAL)
                return None
            return save(session, session.get_one(Attempt, attempt_id), "rate", device=f"d{number}", seen=99).status

    found = at_once(either_app, answer_or_hand_in)
    attempt = db.session.get_one(Attempt, attempt_id)
    assert attempt.points == (2000 if Status.COUNTED in found else 0)
    assert set(found) <= {Status.COUNTED, Status.LATE, None}
