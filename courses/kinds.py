"""The kinds of content this room ships: terms, courses, their lessons, and learning paths."""

from courses import coverage, glossary
from courses.lessons import Course, Lesson, read_courses, read_lessons, write_courses, write_lessons
from courses.paths import LearningPath, read_paths, write_paths
from kit.rooms import ContentKind

COURSE = ContentKind(
    name="course",
    folder="courses/content",
    struct=Course,
    read=read_courses,
    write=write_courses,
    order=20,
    check=coverage.check_courses,
)
LESSON = ContentKind(
    name="lesson",
    folder="courses/content",
    struct=Lesson,
    read=read_lessons,
    write=write_lessons,
    order=21,
    check=coverage.check_lessons,
    tally=coverage.tally,
)
PATH = ContentKind(
    name="path",
    folder="courses/content",
    struct=LearningPath,
    read=read_paths,
    write=write_paths,
    order=50,
    check=coverage.check_paths,
)
KINDS = (glossary.KIND, COURSE, LESSON, PATH)
