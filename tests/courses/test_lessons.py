"""Courses and lessons: what is read, what is refused, and that writing gives the same back."""

import pytest

from courses.kinds import COURSE, KINDS, LESSON
from courses.lessons import Lesson, read_lesson
from kit.content import digest
from kit.errors import Fault
from kit.rooms import ContentKind, Source
from tests.courses.shipped import files, library

LESSON_FILE = """+++
id = "first"
title = { zh = "第一课", en = "First" }
summary = { zh = "能做什么", en = "What for" }
minutes = 8
+++

%s
"""


def faults(body: str) -> list[str]:
    read = read_lesson(LESSON_FILE % body, "c/01-first.md", 1)
    return [str(one) for one in read] if isinstance(read, list) else []


def test_the_shipped_courses_stand_in_their_files() -> None:
    assert len(library()["course"]) >= 3
    assert len(library()["lesson"]) >= 13
    assert not [one for kind in KINDS for one in kind.check(library()) if one.file.startswith("customer-service")]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_writing_and_reading_again_changes_no_digest(kind: ContentKind) -> None:
    shipped = library()[kind.name]
    sources, wrong = kind.read(kind.write([(key, source.struct) for key, source in shipped.items()]))
    assert not wrong
    assert {one.key: digest(one.struct) for one in sources} == {k: digest(one.struct) for k, one in shipped.items()}


def test_lessons_keep_their_file_names_in_whatever_order_they_are_written() -> None:
    written = LESSON.write(sorted((key, source.struct) for key, source in library()["lesson"].items()))
    assert set(written) == {name for name in files() if name.endswith(".md")}


def test_a_lesson_without_front_matter_is_refused_with_its_file() -> None:
    read = read_lesson("just text", "c/01-first.md", 1)
    assert isinstance(read, list)
    assert str(read[0]).startswith("c/01-first.md: -: -: must begin with front matter")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("# A title of its own", "begins headings with ##"),
        ("/// goal | x\ntext", "does not close the block 'goal'"),
        ("/// goal\n/// good\n///", "opens the block 'good' inside 'goal'"),
        ("text\n\n///", "closes a block with /// where none is open"),
        ("/// joke\n///", "has no block called 'joke'"),
        ("", "is empty"),
    ],
)
def test_a_body_that_would_not_show_well_is_refused(body: str, reason: str) -> None:
    assert len(faults(body)) == 1
    assert f"c/01-first.md: first: body: {reason}" in faults(body)[0]


def test_a_file_must_be_called_after_its_lesson() -> None:
    _, wrong = LESSON.read({"c/01-second.md": LESSON_FILE % "text"})
    assert [one.reason for one in wrong] == ["is not what its file is called: NN-first.md"]


def test_the_number_of_a_file_is_the_place_in_the_course() -> None:
    moved = {name.replace("01-six-steps", "09-six-steps"): text for name, text in files().items()}
    sources, _ = LESSON.read(moved)
    wrong = LESSON.check({**library(), "lesson": {one.key: one for one in sources}})
    assert [(one.id.rpartition("/")[2], one.field) for one in wrong] == [("six-steps-of-an-inquiry", "number")]


def test_a_course_and_its_lessons_name_each_other() -> None:
    course = library()["course"]["customer-service-role"]
    lessons = dict(library()["lesson"])
    lost = lessons.pop("customer-service-role/thirty-days")
    assert isinstance(lost.struct, Lesson)
    stray = Source("customer-service-role/thirty-one", lost.struct.model_copy(update={"id": "thirty-one"}), "x.md")
    mixed = {"course": {course.key: course}, "lesson": {stray.key: stray}}
    assert Fault("x.md", stray.key, "id", "is not in the list of its course") in LESSON.check(mixed)
    missing = COURSE.check({"course": {course.key: course}, "lesson": lessons})
    assert [(one.field, one.reason) for one in missing] == [("lessons[3]", "there is no lesson thirty-days")]


def test_an_address_of_the_house_is_no_course() -> None:
    _, wrong = COURSE.read({"edit/course.toml": files()["customer-service-role/course.toml"]})
    assert wrong
    assert COURSE.read({"paths/course.toml": "x"}) == ([], [])


def test_lessons_are_counted_by_position_and_facts_by_how_often_they_are_taught() -> None:
    counted = LESSON.tally(library())
    assert counted.counts["lessons"]["customer-service"] == 13
    assert set(counted.facts) >= {"F01", "F08", "F09", "F12", "F13", "F14", "F15", "F16", "F22", "F23"}
    assert counted.facts["F23"]["taught"] >= 1
