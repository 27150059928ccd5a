"""What a course and a lesson are, and how their files are read and written."""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from kit.content import FactId, Id, Prose, Struct, Text, parse, plain, read_front_matter, read_toml, write_front_matter
from kit.content import write_toml as toml_text
from kit.errors import Fault
from kit.rooms import Source

COURSE_FILE = "course.toml"
# addresses of the house below /courses, and of the editor below a course
RESERVED = frozenset({"edit", "paths", "course", "new"})
RESERVED_LESSONS = frozenset({"new", "import"})
BLOCKS = ("goal", "standard", "good", "bad", "mistakes", "key")

_FILE = re.compile(r"(\d\d)-([a-z0-9-]+)\.md")
_BLOCK = re.compile(r"/{3,}[ \t]*(\S*)[ \t]*(\|.*)?")

Category = Literal["position", "process", "skill"]
Platform = Literal["any", "taobao", "aliexpress", "1688"]


def _fit_body(text: str) -> str:
    if re.search(r"^#[ \t]", text, re.MULTILINE):
        raise ValueError("begins headings with ##: the title is the only # of a lesson")
    if fault := _block_fault(text):
        raise ValueError(fault)
    return text


def _block_fault(text: str) -> str:
    """Say what is wrong with the /// blocks; empty when nothing is."""
    inside = ""
    for line in text.split("\n"):
        if not (found := _BLOCK.fullmatch(line.strip())):
            continue
        name = found[1]
        if name and inside:
            return f"opens the block {name!r} inside {inside!r}: close that with /// first"
        if name and name not in BLOCKS:
            return f"has no block called {name!r}: there are {', '.join(BLOCKS)}"
        if not name and not inside:
            return "closes a block with /// where none is open"
        inside = name
    return f"does not close the block {inside!r} with ///" if inside else ""


def _fit_course_id(name: str) -> str:
    if name in RESERVED:
        raise ValueError(f"cannot be {name!r}: that address is taken")
    return name


def _fit_lesson_id(name: str) -> str:
    if name in RESERVED_LESSONS:
        raise ValueError(f"cannot be {name!r}: that address is taken")
    return name


class Course(Struct):
    """A course: its place in the catalogue and its lessons in order."""

    id: Annotated[Id, AfterValidator(_fit_course_id)]
    title: Text
    summary: Text
    position: Id
    also_for: tuple[Id, ...] = ()
    category: Category
    lessons: Annotated[tuple[Id, ...], Field(min_length=1)]


class Lesson(Struct):
    """A lesson: what it teaches and its text in Markdown."""

    id: Annotated[Id, AfterValidator(_fit_lesson_id)]
    # its place in the course, from 1: the NN of its file
    number: Annotated[int, Field(ge=1, le=99)]
    title: Text
    summary: Text
    minutes: Annotated[int, Field(ge=1, le=120)]
    facts: tuple[FactId, ...] = ()
    platform: Platform = "any"
    body: Annotated[Prose, AfterValidator(_fit_body)]


def lesson_key(course: str, lesson: str) -> str:
    """The stable key of a lesson."""
    return f"{course}/{lesson}"


def read_courses(files: Mapping[str, str]) -> tuple[list[Source], list[Fault]]:
    """Read every course.toml: its key is the name of its folder."""
    sources: list[Source] = []
    faults: list[Fault] = []
    for path in sorted(files):
        folder, name = _split(path)
        if name != COURSE_FILE:
            continue
        data = read_toml(files[path], path)
        course = data if isinstance(data, list) else parse(Course, data, path, folder)
        if isinstance(course, list):
            faults += course
        elif course.id != folder:
            faults.append(Fault(path, course.id, "id", f"is not the name of its folder, {folder}"))
        else:
            sources.append(Source(folder, course, path))
    return sources, faults


def read_lessons(files: Mapping[str, str]) -> tuple[list[Source], list[Fault]]:
    """Read every NN-name.md of a course's folder; the key is "<course>/<lesson>"."""
    sources: list[Source] = []
    faults: list[Fault] = []
    for path in sorted(files):
        folder, name = _split(path)
        if not name.endswith(".md"):
            continue
        if not (found := _FILE.fullmatch(name)) or found[1] == "00":
            faults.append(Fault(path, "-", "-", "is not called NN-name.md, with NN from 01 to 99"))
            continue
        lesson = read_lesson(files[path], path, int(found[1]))
        if isinstance(lesson, list):
            faults += lesson
        elif found[2] != lesson.id:
            faults.append(Fault(path, lesson.id, "id", f"is not what its file is called: NN-{lesson.id}.md"))
        else:
            sources.append(Source(lesson_key(folder, lesson.id), lesson, path))
    return sources, faults


def read_lesson(text: str, path: str, number: int) -> Lesson | list[Fault]:
    """Read one lesson's file, to stand at a place of its course; or its faults."""
    parts = read_front_matter(text, path)
    if isinstance(parts, list):
        return parts
    head, body = parts
    id = str(head.get("id", "-"))
    if misplaced := [name for name in ("body", "number") if name in head]:
        return [Fault(path, id, name, "does not belong into the front matter") for name in misplaced]
    return parse(Lesson, {**head, "number": number, "body": body}, path, id)


def _split(path: str) -> tuple[str, str]:
    """Give folder and name of a file of a course; nothing for any other file."""
    parts = PurePosixPath(path).parts
    return (parts[0], parts[1]) if len(parts) == 2 and parts[0] != "paths" else ("", "")


def write_courses(courses: Sequence[tuple[str, Course]]) -> dict[str, str]:
    """Write each course to its folder."""
    return {f"{key}/{COURSE_FILE}": toml_text(plain(course)) for key, course in courses}


def write_lessons(lessons: Sequence[tuple[str, Lesson]]) -> dict[str, str]:
    """Write each lesson to its file."""
    return {f"{key.partition('/')[0]}/{file_name(lesson)}": write_lesson(lesson) for key, lesson in lessons}


def file_name(lesson: Lesson) -> str:
    """What a lesson's file is called."""
    return f"{lesson.number:02}-{lesson.id}.md"


def write_lesson(lesson: Lesson) -> str:
    """Write one lesson as its Markdown file."""
    head: dict[str, Any] = plain(lesson)
    body = head.pop("body")
    del head["number"]
    return write_front_matter(head, body)
