"""Tell the stories of the demo company's newcomers into the database, the oldest event first."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.demo import COMMENTS, PATH, SENT_BACK, STORIES, Moment, moments, next_lesson
from courses.lessons import Lesson
from courses.models import LessonProgress
from courses.paths import LearningPath, LessonStep, MentorStep
from courses.service import catalogue, paths
from kit.publishing import current
from people.models import Employee
from records.deeds import Deed
from records.service.entering import enter


def tell(session: Session, now: datetime, today: date, day_start: datetime) -> None:
    """Put the newcomers on their path and enter what they have done; `day_start` is the moment today began."""
    path = catalogue.paths(session).get(PATH)
    if path is None:
        return
    people = list(session.scalars(select(Employee).where(Employee.number.in_(STORIES)).order_by(Employee.number)))
    lessons = catalogue.lessons(session)
    happened = []
    for person in people:
        paths.start(session, person.id, path, person.hired_on)
        happened += [(one, person) for one in moments(path, person.number, person.hired_on, today, day_start)]
    for moment, person in sorted(happened, key=lambda pair: (pair[0].at, pair[1].id)):
        _enter(session, path, lessons, moment, person)
    for person in people:
        begun, key = STORIES[person.number].begun, next_lesson(path, person.number)
        if begun and key in lessons:
            _read(session, person.id, key, begun, now - timedelta(hours=1), done=False)


def _enter(
    session: Session, path: LearningPath, lessons: Mapping[str, Lesson], moment: Moment, person: Employee
) -> None:
    # checks and exams are told by the rooms they belong to
    step, at = moment.step, moment.at
    match step:
        case LessonStep() if step.key in lessons:
            seconds = lessons[step.key].minutes * 60 - 40 + (person.id * 17 + step.day * 11) % 90
            _read(session, person.id, step.key, seconds, at, done=True)
        case MentorStep():
            deed = Deed(
                person.id,
                paths.MENTOR,
                step.subject(path.id),
                at,
                step.title.model_dump(),
                passed=moment.passed,
                judged_by=(person.mentor_id,) if person.mentor_id else (),
                note=COMMENTS.get(step.key, "") if moment.passed else SENT_BACK,
            )
            enter(session, deed, at)
        case _:
            return


def _read(session: Session, employee_id: int, key: str, seconds: int, at: datetime, done: bool) -> None:
    version = current(session, "lesson", key)
    session.add(
        LessonProgress(
            employee_id=employee_id,
            lesson=key,
            seconds=seconds,
            counted_at=at,
            done_at=at if done else None,
            version_id=version.id,
        )
    )
    session.flush()
