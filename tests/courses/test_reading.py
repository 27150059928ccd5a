"""Learning time as it is stored, and when a lesson is done."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from courses.events import LessonDone
from courses.service import reading
from tests.conftest import NOON
from tests.courses.content import FIRST, LESSONS, SECOND, passes, publish_all
from tests.world import World, people


@pytest.fixture
def world(either_session: Session) -> World:
    publish_all(either_session)
    return people(either_session)


def at(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_minute_read_is_a_minute_counted(either_session: Session, world: World) -> None:
    reading.ping(either_session, world.owner, FIRST, NOON, at(60))
    assert reading.ping(either_session, world.owner, FIRST, NOON, at(120)).seconds == 120


def test_a_page_left_open_over_lunch_counts_75_seconds(either_session: Session, world: World) -> None:
    assert reading.ping(either_session, world.owner, FIRST, NOON, at(3600)).seconds == 75


def test_two_windows_do_not_count_the_same_minute_twice(either_session: Session, world: World) -> None:
    reading.ping(either_session, world.owner, FIRST, NOON, at(60))
    other = reading.ping(either_session, world.owner, SECOND, NOON, at(60))
    assert other.seconds == 0
    assert reading.ping(either_session, world.owner, FIRST, NOON, at(60)).seconds == 60


def test_a_lesson_is_done_by_time_and_check_whichever_comes_last(either_session: Session, world: World) -> None:
    done: list[LessonDone] = []
    either_session.info["subscribers"] = {LessonDone: [lambda _, event: done.append(event)]}
    passes(either_session, world.owner, f"check:{FIRST}")
    for minute in range(1, 6):
        standing = reading.ping(either_session, world.owner, FIRST, NOON, at(60 * minute))
        assert (standing.done_at is not None) == (minute >= 4)
    assert done == [LessonDone(world.owner, FIRST)]
    for minute in range(6, 10):
        assert reading.ping(either_session, world.owner, SECOND, NOON, at(60 * minute)).done_at is None
    passes(either_session, world.owner, f"check:{SECOND}")
    reading.on_check_passed(either_session, world.owner, SECOND, at(700))
    assert reading.done_lessons(either_session, world.owner) == {FIRST, SECOND}


def test_a_failed_check_finishes_nothing(either_session: Session, world: World) -> None:
    passes(either_session, world.owner, f"check:{FIRST}", passed=False)
    for minute in range(1, 6):
        assert reading.ping(either_session, world.owner, FIRST, NOON, at(60 * minute)).done_at is None
    assert not reading.standing(either_session, world.owner, FIRST, LESSONS[FIRST]).check_passed


def test_without_javascript_the_time_since_opening_counts_up_to_what_is_asked(
    either_session: Session, world: World
) -> None:
    early = reading.count_from_opening(either_session, world.owner, FIRST, NOON, at(100))
    assert (early.seconds, early.missing) == (100, 140)
    assert reading.count_from_opening(either_session, world.owner, FIRST, at(100), at(9_000)).seconds == 340


def test_lessons_opened_side_by_side_share_the_time(either_session: Session, world: World) -> None:
    reading.count_from_opening(either_session, world.owner, FIRST, NOON, at(240))
    assert reading.count_from_opening(either_session, world.owner, SECOND, NOON, at(250)).seconds == 10


def test_the_colleague_has_read_nothing(either_session: Session, world: World) -> None:
    reading.ping(either_session, world.owner, FIRST, NOON, at(60))
    assert reading.seconds_by_lesson(either_session, world.colleague, [FIRST]) == {}
    assert reading.seconds_by_lesson(either_session, world.owner, [FIRST]) == {FIRST: 60}
