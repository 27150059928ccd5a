"""What this room does when it hears of something: the edge that knows the clock, the zone and the server's key."""

from datetime import date, datetime

from flask import current_app
from sqlalchemy.orm import Session

from courses.events import LessonDone
from courses.service import paths, reading
from kit import clock
from people.events import Joined, Left, PositionChanged, Withdrawn
from records.events import Entered

# entries that this room writes itself
OWN = ("path:", "certificate:")


def today(now: datetime) -> date:
    """The company's calendar day of a moment."""
    return clock.local_day(now, current_app.config["SETTINGS"].zone)


def on_joined(session: Session, event: Joined) -> None:
    """Begin the path of a new employee's position."""
    day = today(clock.now())
    paths.start_for_position(session, event.employee_id, event.position, event.track, event.on, day)


def on_position_changed(session: Session, event: PositionChanged) -> None:
    """Begin the path of the new position, end those of positions given up."""
    now = clock.now()
    paths.end_unsuitable(session, event.employee_id, now)
    paths.start_for_position(session, event.employee_id, event.position, event.track, event.on, today(now))


def on_left(session: Session, event: Left) -> None:
    """End the paths of somebody who left."""
    paths.end_all(session, event.employee_id, clock.now())


def on_withdrawn(session: Session, event: Withdrawn) -> None:
    """Forget the paths that began by themselves for somebody whose import is undone."""
    paths.forget(session, event.employee_id)


def on_entered(session: Session, event: Entered) -> None:
    """See whether what was passed finishes a lesson or a path."""
    if not event.passed or event.subject.startswith(OWN):
        return
    now = clock.now()
    if event.subject.startswith(reading.CHECK):
        reading.on_check_passed(session, event.employee_id, event.subject.removeprefix(reading.CHECK), now)
    complete(session, event.employee_id, now)


def on_lesson_done(session: Session, event: LessonDone) -> None:
    """See whether a lesson finishes a path."""
    complete(session, event.employee_id, clock.now())


def complete(session: Session, employee_id: int, now: datetime) -> None:
    """Complete the paths whose last step is done."""
    paths.complete(session, employee_id, now, today(now), current_app.config["SECRET_KEY"])
