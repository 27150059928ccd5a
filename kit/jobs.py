"""The jobs of the rooms, run every few seconds: of all processes on one database, one runs each."""

import logging
import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import String, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from kit import clock
from kit.database import Base, db, writing
from kit.settings import Settings
from kit.web import rooms

EVERY = timedelta(seconds=5)
# a job that fails is given more time, and one whose process died is taken over after this
AFTER_FAILURE = timedelta(seconds=60)
CLAIM = timedelta(minutes=5)
LOOK = 1.0

log = logging.getLogger(__name__)


class Job(Base):
    """A job that comes round: when it is due and who runs it now."""

    __tablename__ = "job"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    due_at: Mapped[datetime]
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    claimed_until: Mapped[datetime | None]


def all_jobs() -> Mapping[str, Callable[[], int]]:
    """The jobs of all rooms, by a key that stays."""
    return {f"{room.name}.{job.__name__}": job for room in rooms() for job in room.jobs}


def run_due(jobs: Mapping[str, Callable[[], int]], worker: str) -> int:
    """Run every job that is due and that nobody else has claimed; give how many things were done."""
    return sum(_run(key, jobs[key], worker) for key in _due(jobs))


def _due(jobs: Mapping[str, Callable[[], int]]) -> Iterator[str]:
    rows = {job.key: job.due_at for job in db.session.scalars(select(Job))}
    db.session.rollback()
    now = clock.now()
    yield from (key for key in jobs if key not in rows or rows[key] <= now)


def _run(key: str, job: Callable[[], int], worker: str) -> int:
    with writing() as session:
        mine = claim(session, key, worker, clock.now())
    if not mine:
        return 0
    pause, done = AFTER_FAILURE, 0
    try:
        done = job()
        pause = EVERY
    except Exception:
        # one broken job must not stop the others
        log.exception("job %s failed", key)
        db.session.rollback()
    with writing() as session:
        release(session, key, worker, clock.now() + pause)
    return done


def claim(session: Session, key: str, worker: str, now: datetime) -> bool:
    """Take a due job for this worker; False when another one has it or it is not due."""
    if session.get(Job, key) is None:
        with suppress(IntegrityError), session.begin_nested():
            session.add(Job(key=key, due_at=now))
    taken = session.execute(
        update(Job)
        .where(Job.key == key, Job.due_at <= now, or_(Job.claimed_until.is_(None), Job.claimed_until <= now))
        .values(claimed_by=worker, claimed_until=now + CLAIM)
        .returning(Job.key)
    )
    return taken.first() is not None


def release(session: Session, key: str, worker: str, due_at: datetime) -> None:
    """Give a job back until it is due again; whoever lost it meanwhile changes nothing."""
    session.execute(
        update(Job)
        .where(Job.key == key, Job.claimed_by == worker)
        .values(claimed_by=None, claimed_until=None, due_at=due_at)
    )


def run_until_stopped(told: Sequence[int]) -> None:
    """Run the jobs until a signal was told; the job in hand is finished."""
    settings: Settings = current_app.config["SETTINGS"]
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    jobs, worker = all_jobs(), f"{socket.gethostname()[:60]}:{os.getpid()}"
    looked = 0.0
    while not told:
        if time.monotonic() - looked >= LOOK:
            _look(jobs, worker)
            looked = time.monotonic()
        time.sleep(0.1)


def _look(jobs: Mapping[str, Callable[[], int]], worker: str) -> None:
    try:
        run_due(jobs, worker)
    except Exception:
        # the database may be away for a while; looking again is what brings the jobs back
        log.exception("the jobs could not be looked at")
    db.session.remove()
