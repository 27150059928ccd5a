"""What courses, lessons and paths refer to: everything named must exist; which facts are taught, where."""

from collections import Counter
from collections.abc import Iterator

from courses.lessons import Course, Lesson, lesson_key
from courses.paths import CheckStep, ExamStep, LearningPath, LessonStep, MentorStep, Step
from kit.errors import Fault
from kit.rooms import Library, Source, Tally
from people.rules import named_in


def check_courses(library: Library) -> list[Fault]:
    """List the lessons that a course names and there are not, and positions that nobody can hold."""
    lessons = library.get("lesson", {})
    faults: list[Fault] = []
    for source, course in _courses(library):
        if len(set(course.lessons)) < len(course.lessons):
            faults.append(Fault(source.file, course.id, "lessons", "names a lesson twice"))
        faults += [
            Fault(source.file, course.id, f"lessons[{number}]", f"there is no lesson {name}")
            for number, name in enumerate(course.lessons, 1)
            if lesson_key(course.id, name) not in lessons
        ]
        faults += _unknown_positions(library, source, course.id, (course.position, *course.also_for))
    return faults


def check_lessons(library: Library) -> list[Fault]:
    """List the lessons outside of courses, without a check, or with a rule that there is not."""
    named = {
        lesson_key(course.id, name): number
        for _, course in _courses(library)
        for number, name in enumerate(course.lessons, 1)
    }
    checked = checked_lessons(library)
    faults: list[Fault] = []
    for key, source in library.get("lesson", {}).items():
        if key not in named:
            faults.append(Fault(source.file, key, "id", "is not in the list of its course"))
        elif isinstance(source.struct, Lesson) and source.struct.number != named[key]:
            faults.append(Fault(source.file, key, "number", f"is not its place in its course, {named[key]:02}"))
        if isinstance(source.struct, Lesson) and "rule" in library:
            unknown = sorted(named_in(source.struct.body) - set(library["rule"]))
            faults += [Fault(source.file, key, "body", f"there is no rule {rule}") for rule in unknown]
        if "question" in library and key not in checked:
            faults.append(Fault(source.file, key, "-", "has no check: no question says it is for this lesson's check"))
    return faults


def check_paths(library: Library) -> list[Fault]:
    """List the lessons, checks and exams that a path names and there are not."""
    faults: list[Fault] = []
    for source in library.get("path", {}).values():
        path = source.struct
        if not isinstance(path, LearningPath):
            continue
        faults += _unknown_positions(library, source, path.id, (path.position,))
        faults += [
            Fault(source.file, path.id, f"steps[{number}].name", f"there is no {step.name}")
            for number, step in enumerate(path.steps, 1)
            if not _exists(library, step)
        ]
    return faults


def _exists(library: Library, step: Step) -> bool:
    match step:
        case LessonStep():
            return "lesson" not in library or step.key in library["lesson"]
        case CheckStep():
            return "question" not in library or step.key in checked_lessons(library)
        case ExamStep():
            return "paper" not in library or step.key in library["paper"]
        case MentorStep():
            return True


def checked_lessons(library: Library) -> set[str]:
    """The lessons for whose check there are questions, whatever room these come from."""
    questions = (source.struct for source in library.get("question", {}).values())
    return {str(getattr(one, "lesson", "")) for one in questions if getattr(one, "use", "") == "check"}


def _unknown_positions(library: Library, source: Source, id: str, names: tuple[str, ...]) -> list[Fault]:
    known = library.get("position")
    if known is None:
        return []
    return [
        Fault(source.file, id, "position" if number == 0 else f"also_for[{number}]", f"there is no position {name}")
        for number, name in enumerate(names)
        if name != "common" and name not in known
    ]


def tally(library: Library) -> Tally:
    """Count lessons by position, and by fact how often it is taught."""
    positions = {course.id: course.position for _, course in _courses(library)}
    lessons: Counter[str] = Counter()
    taught: Counter[str] = Counter()
    for key, source in library.get("lesson", {}).items():
        if isinstance(source.struct, Lesson):
            lessons[positions.get(key.partition("/")[0], "common")] += 1
            taught.update(source.struct.facts)
    return Tally({"lessons": lessons}, {fact: {"taught": number} for fact, number in sorted(taught.items())})


def _courses(library: Library) -> Iterator[tuple[Source, Course]]:
    for source in library.get("course", {}).values():
        if isinstance(source.struct, Course):
            yield source, source.struct
