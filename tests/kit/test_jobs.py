"""Of several processes one runs a job that is due; a job whose process died is taken over."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from kit import clock, jobs
from kit.database import db, writing
from tests.conftest import NOON


@pytest.fixture
def ahead(tmp_path: Path) -> Iterator[Path]:
    """A clock that can be moved ahead by writing seconds into it."""
    file = tmp_path / "clock"
    clock.shift_by(file)
    yield file
    clock.shift_by(None)


def _claim(worker: str, later: timedelta = timedelta()) -> bool:
    with writing() as session:
        return jobs.claim(session, "a.job", worker, NOON + later)


def test_a_claimed_job_is_nobody_elses(either_app: Flask) -> None:
    assert _claim("one")
    assert not _claim("two")


def test_of_many_at_once_one_gets_the_job(either_app: Flask) -> None:
    def take(number: int) -> bool:
        with either_app.app_context():
            return _claim(f"worker {number}")

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1


def test_a_job_whose_process_died_is_taken_over(either_app: Flask) -> None:
    assert _claim("one")
    assert _claim("two", jobs.CLAIM)


def test_a_job_given_back_waits_until_it_is_due(either_app: Flask) -> None:
    assert _claim("one")
    with writing() as session:
        jobs.release(session, "a.job", "one", NOON + timedelta(seconds=5))
    assert not _claim("two", timedelta(seconds=4))
    assert _claim("two", timedelta(seconds=5))


def test_whoever_lost_a_job_cannot_give_it_back(either_app: Flask) -> None:
    _claim("one")
    _claim("two", jobs.CLAIM)
    with writing() as session:
        jobs.release(session, "a.job", "one", NOON)
    found = db.session.get(jobs.Job, "a.job")
    assert found is not None
    assert found.claimed_by == "two"


def test_due_jobs_run_once_and_come_round(app: Flask, ahead: Path) -> None:
    assert jobs.run_due({"a.job": lambda: 3}, "one") == 3
    assert jobs.run_due({"a.job": lambda: 3}, "two") == 0
    ahead.write_text("6")
    assert jobs.run_due({"a.job": lambda: 2}, "two") == 2


def test_a_broken_job_rests_and_stops_no_other(app: Flask, ahead: Path, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> int:
        raise KeyError("gone")

    assert jobs.run_due({"a.broken": fail, "a.sound": lambda: 1}, "one") == 1
    assert "a.broken failed" in caplog.text
    caplog.clear()
    ahead.write_text("6")
    assert jobs.run_due({"a.broken": fail, "a.sound": lambda: 1}, "one") == 1
    assert caplog.text == ""


def test_the_jobs_of_the_house_have_names_of_their_own(app: Flask) -> None:
    assert all(callable(job) and "." in key for key, job in jobs.all_jobs().items())
