"""Trainers: drafts, publishing, comparing, retiring; nothing is overwritten unseen."""

import io
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from courses.kinds import LESSON
from courses.lessons import write_lesson
from courses.service import catalogue, editing
from courses.service.editing import FaultyLesson
from kit.audit import AuditEntry
from kit.errors import Conflict, NotFound, Refused
from kit.publishing import load
from kit.rooms import Source
from tests.conftest import NOON
from tests.courses.content import FIRST, LESSONS, SECOND, publish_all
from tests.world import World, people

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def world(either_session: Session) -> World:
    publish_all(either_session)
    return people(either_session)


def edited(**changes: str) -> dict[str, str]:
    return {**editing.lesson_form(LESSONS[FIRST]), **changes}


def publish(session: Session, world: World, based_on: int = 1, **changes: str) -> bool:
    return editing.publish_lesson(session, "basics", edited(**changes), based_on, False, world.trainer, LATER)


def test_a_form_says_the_same_as_the_lesson() -> None:
    assert editing.read_lesson_form(edited(), 1) == LESSONS[FIRST]


def test_an_edit_becomes_the_next_version_and_the_old_one_stays(either_session: Session, world: World) -> None:
    assert publish(either_session, world, title_zh="先问好")
    assert catalogue.lessons(either_session)[FIRST].title.zh == "先问好"
    assert editing.version_of(either_session, FIRST, 1).title.zh == "接待问好"
    assert [(one.number, name) for one, name in editing.versions(either_session, FIRST)] == [(2, "方敏"), (1, "")]
    assert either_session.query(AuditEntry).one().subject == f"lesson:{FIRST}"


def test_publishing_what_says_nothing_new_makes_no_version(either_session: Session, world: World) -> None:
    assert not publish(either_session, world)
    assert editing.current_number(either_session, "lesson", FIRST) == 1


def test_whoever_was_overtaken_is_told_and_overwrites_nothing(either_session: Session, world: World) -> None:
    publish(either_session, world, title_zh="别人改的")
    with pytest.raises(Conflict, match="Version 2 was published"):
        publish(either_session, world, based_on=1, title_zh="我改的")
    assert catalogue.lessons(either_session)[FIRST].title.zh == "别人改的"


def test_loading_the_files_again_keeps_what_was_edited_in_the_browser(either_session: Session, world: World) -> None:
    publish(either_session, world, title_zh="浏览器里改的")
    shipped = [Source(FIRST, LESSONS[FIRST], "basics/01-greeting.md")]
    assert load(either_session, LESSON, shipped, LATER, force=False).kept == [f"lesson:{FIRST}"]
    assert catalogue.lessons(either_session)[FIRST].title.zh == "浏览器里改的"


def test_what_cannot_be_published_says_which_fields_and_why(either_session: Session, world: World) -> None:
    with pytest.raises(FaultyLesson) as refused:
        publish(either_session, world, title_zh="", minutes="many", body="/// goal\nx")
    assert {fault.field for fault in refused.value.faults} == {"title.zh", "minutes", "body"}


def test_an_unfinished_draft_is_kept_as_typed(either_session: Session, world: World) -> None:
    editing.save_draft(either_session, "lesson", FIRST, edited(body="写到一半 ///"), 1, "", world.trainer, NOON)
    draft = editing.draft_of(either_session, "lesson", FIRST)
    assert draft is not None
    assert (draft.fields["body"], draft.editor) == ("写到一半 ///", "方敏")
    assert catalogue.lessons(either_session)[FIRST] == LESSONS[FIRST]


def test_a_newer_draft_of_somebody_else_is_not_overwritten(either_session: Session, world: World) -> None:
    editing.save_draft(either_session, "lesson", FIRST, edited(), 1, "", world.trainer, NOON)
    with pytest.raises(Conflict, match="方敏"):
        editing.save_draft(either_session, "lesson", FIRST, edited(), 1, "", world.administrator, LATER)
    editing.save_draft(either_session, "lesson", FIRST, edited(), 1, NOON.isoformat(), world.administrator, LATER)


def test_publishing_ends_the_draft(either_session: Session, world: World) -> None:
    editing.save_draft(either_session, "lesson", FIRST, edited(), 1, "", world.trainer, NOON)
    publish(either_session, world, title_zh="好")
    assert editing.draft_of(either_session, "lesson", FIRST) is None


def test_a_new_lesson_joins_the_end_of_its_course(either_session: Session, world: World) -> None:
    publish(either_session, world, based_on=0, id="closing", title_zh="道别")
    assert catalogue.courses(either_session)["basics"].lessons == ("greeting", "reviews", "closing")
    assert catalogue.lessons(either_session)["basics/closing"].number == 3


def test_a_new_course_appears_with_its_first_lesson(either_session: Session, world: World) -> None:
    fields = {**editing.course_form(catalogue.courses(either_session)["basics"]), "id": "more"}
    editing.begin_course(either_session, fields, world.trainer, NOON)
    assert "more" not in catalogue.courses(either_session)
    editing.publish_lesson(either_session, "more", edited(), 0, False, world.trainer, LATER)
    assert catalogue.courses(either_session)["more"].lessons == ("greeting",)
    assert editing.draft_of(either_session, "course", "more") is None
    with pytest.raises(Conflict):
        editing.begin_course(either_session, fields, world.trainer, LATER)


def test_a_new_order_renumbers_the_lessons(either_session: Session, world: World) -> None:
    fields = editing.course_form(catalogue.courses(either_session)["basics"])
    swapped = {**fields, "lessons": "reviews\ngreeting"}
    assert editing.publish_course(either_session, "basics", swapped, 1, world.trainer, LATER)
    assert {key: one.number for key, one in catalogue.lessons(either_session).items()} == {FIRST: 2, SECOND: 1}
    with pytest.raises(Refused, match="same lessons"):
        editing.publish_course(either_session, "basics", {**fields, "lessons": "reviews"}, 2, world.trainer, LATER)


def test_a_retired_lesson_leaves_course_and_paths_but_not_the_archive(either_session: Session, world: World) -> None:
    changed = editing.retire_lesson(either_session, "basics", "greeting", world.trainer, LATER)
    assert [path.id for path in changed] == ["starter"]
    assert [step.name for step in catalogue.paths(either_session)["starter"].steps] == [
        "mentor:listening-in",
        "exam:basics",
    ]
    assert catalogue.courses(either_session)["basics"].lessons == ("reviews",)
    assert catalogue.lessons(either_session)[SECOND].number == 1
    assert editing.version_of(either_session, FIRST, 1) == LESSONS[FIRST]
    with pytest.raises(NotFound):
        catalogue.open_lesson(either_session, "basics", "greeting")
    with pytest.raises(Conflict):
        editing.refuse_taken(either_session, "basics", "greeting")
    with pytest.raises(Refused, match="last lesson"):
        editing.retire_lesson(either_session, "basics", "reviews", world.trainer, LATER)


def test_a_lesson_goes_out_and_in_as_a_file_unchanged() -> None:
    file = io.StringIO(write_lesson(LESSONS[SECOND]))
    assert "number" not in file.read().split("+++")[1]
