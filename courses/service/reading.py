"""Learning: count the time somebody reads, and tell when a lesson is done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses import reading_time
from courses.events import LessonDone
from courses.kinds import LESSON
from courses.lessons import Lesson
from courses.models import LessonProgress
from courses.service.passing import has_passed
from kit.errors import NotFound
from kit.events import publish
from kit.publishing import current, struct_of

CHECK = "check:"


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with one lesson."""

    seconds: int
    wanted: int
    check_passed: bool
    done_at: datetime | None

    @property
    def missing(self) -> int:
        """The learning time still missing, in seconds."""
        return max(self.wanted - self.seconds, 0)


def standing(session: Session, employee_id: int, key: str, lesson: Lesson) -> Standing:
    """Tell where somebody stands with a lesson."""
    row = _row(session, employee_id, key)
    return Standing(
        seconds=row.seconds if row else 0,
        wanted=reading_time.wanted_seconds(lesson.minutes),
        check_passed=has_passed(session, employee_id, CHECK + key),
        done_at=row.done_at if row else None,
    )


def ping(session: Session, employee_id: int, key: str, opened_at: datetime, now: datetime) -> Standing:
    """Count what a page that is visible and in use reports every minute: at most 75 s, no moment twice."""
    since = _counted_until(session, employee_id, opened_at)
    return _add(session, employee_id, key, reading_time.ping_seconds(since, now), now)


def count_from_opening(session: Session, employee_id: int, key: str, opened_at: datetime, now: datetime) -> Standing:
    """Count the time since the page was opened, for readers without JavaScript: at most what a lesson asks."""
    lesson = struct_of(current(session, LESSON.name, key), Lesson)
    since = _counted_until(session, employee_id, opened_at)
    wanted = reading_time.wanted_seconds(lesson.minutes)
    return _add(session, employee_id, key, min(reading_time.passed_seconds(since, now), wanted), now)


def _counted_until(session: Session, employee_id: int, opened_at: datetime) -> datetime:
    """The moment from which time is new: nobody reads two lessons at once."""
    counted = select(func.max(LessonProgress.counted_at)).where(LessonProgress.employee_id == employee_id)
    latest = session.scalar(counted)
    return max(opened_at, latest) if latest else opened_at


def _add(session: Session, employee_id: int, key: str, seconds: int, now: datetime) -> Standing:
    version = current(session, LESSON.name, key)
    row = _row(session, employee_id, key)
    if row is None:
        row = LessonProgress(employee_id=employee_id, lesson=key, seconds=0, counted_at=now, version_id=version.id)
        session.add(row)
    row.seconds += seconds
    row.counted_at, row.version_id = now, version.id
    session.flush()
    lesson = struct_of(version, Lesson)
    finish(session, employee_id, key, lesson, now)
    return standing(session, employee_id, key, lesson)


def finish(session: Session, employee_id: int, key: str, lesson: Lesson, now: datetime) -> None:
    """Take note that a lesson is done, once, when its check is passed and the time is enough."""
    row = _row(session, employee_id, key)
    if row is None or row.done_at is not None:
        return
    if reading_time.is_done(has_passed(session, employee_id, CHECK + key), row.seconds, lesson.minutes):
        row.done_at = now
        session.flush()
        publish(session, LessonDone(employee_id, key))


def on_check_passed(session: Session, employee_id: int, key: str, now: datetime) -> None:
    """Finish the lesson whose check was just passed, if its time is enough; a withdrawn lesson stays as it is."""
    try:
        lesson = struct_of(current(session, LESSON.name, key), Lesson)
    except NotFound:
        return
    finish(session, employee_id, key, lesson, now)


def done_lessons(session: Session, employee_id: int) -> set[str]:
    """The keys of the lessons that somebody has done."""
    mine = select(LessonProgress.lesson).where(
        LessonProgress.employee_id == employee_id, LessonProgress.done_at.is_not(None)
    )
    return set(session.scalars(mine))


def seconds_by_lesson(session: Session, employee_id: int, keys: Collection[str]) -> dict[str, int]:
    """The learning time per lesson, in seconds, for those begun."""
    mine = select(LessonProgress.lesson, LessonProgress.seconds).where(
        LessonProgress.employee_id == employee_id, LessonProgress.lesson.in_(keys)
    )
    return {row.lesson: row.seconds for row in session.execute(mine)}


def _row(session: Session, employee_id: int, key: str) -> LessonProgress | None:
    return session.scalar(
        select(LessonProgress).where(LessonProgress.employee_id == employee_id, LessonProgress.lesson == key)
    )
