"""The catalogue as one person sees it: own courses first, with how far they have come."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from courses.lessons import Course, Lesson
from courses.reading_time import wanted_seconds
from courses.service.catalogue import courses, lessons, lessons_of
from courses.service.passing import LESSON, done_subjects
from courses.service.reading import CHECK, seconds_by_lesson
from people.models import Employee

COMMON = "common"


@dataclass(frozen=True)
class LessonLine:
    """One lesson of a course, for one reader."""

    key: str
    lesson: Lesson
    done: bool
    check_passed: bool
    seconds: int

    @property
    def read(self) -> bool:
        """True when enough time was spent."""
        return self.seconds >= wanted_seconds(self.lesson.minutes)


@dataclass(frozen=True)
class CourseProgress:
    """One course, for one reader."""

    course: Course
    lines: list[LessonLine]
    mine: bool

    @property
    def done(self) -> int:
        """How many lessons are done."""
        return sum(line.done for line in self.lines)

    @property
    def minutes(self) -> int:
        """The estimate for all lessons."""
        return sum(line.lesson.minutes for line in self.lines)

    @property
    def begun(self) -> bool:
        """True when some lesson was opened and read."""
        return any(line.seconds or line.done for line in self.lines)

    @property
    def next(self) -> LessonLine | None:
        """The first lesson that is not done."""
        return next((line for line in self.lines if not line.done), None)


def overview(session: Session, employee: Employee) -> list[CourseProgress]:
    """All courses that have lessons, with the reader's progress, in the order of their keys."""
    every, passed = lessons(session), done_subjects(session, employee.id)
    seconds = seconds_by_lesson(session, employee.id, list(every))
    held = {COMMON, *(one.position for one in employee.positions)}
    found = [
        CourseProgress(
            course,
            [
                LessonLine(key, lesson, LESSON + key in passed, CHECK + key in passed, seconds.get(key, 0))
                for key, lesson in lessons_of(course, every)
            ],
            mine=bool(held & {course.position, *course.also_for}),
        )
        for course in courses(session).values()
    ]
    return [one for one in found if one.lines]
