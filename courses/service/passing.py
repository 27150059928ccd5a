"""Which subjects somebody has passed, read for one person or for many at once."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from courses.models import LessonProgress
from records.models import RecordEntry

LESSON = "lesson:"


def has_passed(session: Session, employee_id: int, subject: str) -> bool:
    """Tell whether somebody has ever passed a subject."""
    entry = select(RecordEntry.seq).where(
        RecordEntry.employee_id == employee_id, RecordEntry.subject == subject, RecordEntry.passed.is_(True)
    )
    return session.scalar(entry.limit(1)) is not None


def done_subjects(session: Session, employee_id: int) -> set[str]:
    """Everything that counts for somebody's paths: lessons done and subjects passed."""
    return done_by_person(session, [employee_id]).get(employee_id, set())


def done_by_person(session: Session, employees: Collection[int] | Select[int]) -> dict[int, set[str]]:
    """The same for many people, in two queries; takes their ids or a selection of ids."""
    found: dict[int, set[str]] = defaultdict(set)
    entries = select(RecordEntry.employee_id, RecordEntry.subject).where(
        RecordEntry.employee_id.in_(employees), RecordEntry.passed.is_(True)
    )
    for employee_id, subject in session.execute(entries):
        found[employee_id].add(subject)
    lessons = select(LessonProgress.employee_id, LessonProgress.lesson).where(
        LessonProgress.employee_id.in_(employees), LessonProgress.done_at.is_not(None)
    )
    for employee_id, lesson in session.execute(lessons):
        found[employee_id].add(LESSON + lesson)
    return found
