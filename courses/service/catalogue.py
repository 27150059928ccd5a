"""What there is to learn: courses, lessons and paths as published now."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from courses.glossary import KIND as TERM
from courses.glossary import Term
from courses.kinds import COURSE, LESSON, PATH
from courses.lessons import Course, Lesson, lesson_key
from courses.paths import LearningPath
from kit.errors import NotFound
from kit.publishing import ContentVersion, current, current_versions, library, struct_of

GONE = "This page does not exist any more."


@dataclass(frozen=True)
class OpenLesson:
    """A lesson within its course."""

    course: Course
    lesson: Lesson
    key: str
    version: ContentVersion
    previous: tuple[str, Lesson] | None
    next: tuple[str, Lesson] | None


def courses(session: Session) -> dict[str, Course]:
    """All courses by key."""
    return library(session, COURSE)


def lessons(session: Session) -> dict[str, Lesson]:
    """All lessons by key."""
    return library(session, LESSON)


def paths(session: Session) -> dict[str, LearningPath]:
    """All learning paths by key."""
    return library(session, PATH)


def terms(session: Session) -> list[Term]:
    """All terms of the glossary, by their English name."""
    return sorted(library(session, TERM).values(), key=lambda term: str(term.name.en).casefold())


def lessons_of(course: Course, every: dict[str, Lesson]) -> list[tuple[str, Lesson]]:
    """The published lessons of a course, in its order, with their keys."""
    keys = [lesson_key(course.id, name) for name in course.lessons]
    return [(key, every[key]) for key in keys if key in every]


def open_course(session: Session, course: str) -> Course:
    """Give a course; raises NotFound."""
    return struct_of(current(session, COURSE.name, course), Course)


def open_lesson(session: Session, course: str, lesson: str) -> OpenLesson:
    """Give a lesson with its neighbours; raises NotFound, also when its course no longer lists it."""
    found = open_course(session, course)
    key = lesson_key(course, lesson)
    listed = {lesson_key(course, name) for name in found.lessons}
    rows = {
        row_key: version for row_key, version in session.execute(current_versions(LESSON.name)) if row_key in listed
    }
    if key not in rows:
        raise NotFound(GONE)
    order = lessons_of(found, {one: struct_of(version, Lesson) for one, version in rows.items()})
    at = [one for one, _ in order].index(key)
    return OpenLesson(
        course=found,
        lesson=order[at][1],
        key=key,
        version=rows[key],
        previous=order[at - 1] if at else None,
        next=order[at + 1] if at + 1 < len(order) else None,
    )
