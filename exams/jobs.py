"""What exams do without being asked: hand in abandoned attempts, enter released results, give out a path's exams."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from courses.events import PathStarted
from exams.service import assigning, recording, taking
from exams.service.recording import Seal
from kit.clock import now as clock_now
from kit.database import db, writing
from people.events import Withdrawn


def seal() -> Seal:
    """What certificates are issued with here."""
    return Seal(current_app.config["SECRET_KEY"], current_app.config["SETTINGS"].zone)


def sweep(now: datetime) -> int:
    """Hand in every overdue attempt exactly once and enter what was released; gives how many were moved on.

    Each attempt is a short transaction of its own, so that those who are sitting do not wait.
    """
    moved = 0
    with_seal = seal()
    for attempt_id in taking.overdue(db.session(), now):
        with writing() as session:
            moved += taking.close_overdue(session, attempt_id, now, with_seal)
    if recording.unreleased(db.session(), now):
        with writing() as session:
            moved += recording.enter_released(session, now, with_seal)
    return moved


def run() -> int:
    """Sweep now."""
    return sweep(clock_now())


def on_withdrawn(session: Session, event: Withdrawn) -> None:
    """Take back the exams of somebody whose import is undone."""
    assigning.forget(session, event.employee_id)


def on_path_started(session: Session, event: PathStarted) -> None:
    """Give a newcomer the exams of their path."""
    assigning.assign_path(session, event, clock_now(), current_app.config["SETTINGS"].zone)
