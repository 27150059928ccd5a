"""Learning paths as they are stored: begun by events, confirmed by mentors, completed into the record."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.events import PathStarted
from courses.models import PathRun
from courses.service import paths, reading
from kit.errors import Conflict, NotAllowed, NotFound, Refused
from kit.events import publish
from people.events import Joined, Left, PositionChanged
from people.models import Employee, EmployeePosition
from records.models import Certificate
from records.service.reading import entries_of
from tests.conftest import NOON
from tests.courses.content import FIRST, HIRED, PATH, SECRET, TODAY, passes, publish_all
from tests.world import World, people


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.clock.now", lambda: NOON)


@pytest.fixture
def world(either_session: Session) -> World:
    publish_all(either_session)
    return people(either_session)


def employee(session: Session, id: int) -> Employee:
    return session.get_one(Employee, id)


def joins(session: Session, id: int, on: date = HIRED, position: str = "customer-service") -> None:
    publish(session, Joined(id, position, "pre-sale", on))


def confirm(session: Session, actor: int, person: int, **more: Any) -> None:
    given = {"path": "starter", "step": "listening-in", "passed": True, "comment": "听得认真", **more}
    paths.confirm(session, employee(session, actor), person, now=NOON, today=TODAY, **given)


def runs(session: Session) -> list[PathRun]:
    return list(session.scalars(select(PathRun).order_by(PathRun.id)))


def test_joining_begins_the_path_of_the_position_and_tells_its_days(either_session: Session, world: World) -> None:
    told: list[PathStarted] = []
    every = either_session.info["subscribers"]
    either_session.info["subscribers"] = {**every, PathStarted: [lambda _, event: told.append(event)]}
    joins(either_session, world.owner)
    assert [(run.path, run.started_on) for run in runs(either_session)] == [("starter", HIRED)]
    assert told[0].steps[-1] == ("exam:basics", date(2026, 11, 4))


def test_nobody_begins_the_path_of_another_position(either_session: Session, world: World) -> None:
    joins(either_session, world.owner, position="sales")
    assert not runs(either_session)


def test_whoever_has_been_here_for_long_is_not_late_on_the_first_day(either_session: Session, world: World) -> None:
    joins(either_session, world.owner, on=date(2025, 3, 1))
    assert not runs(either_session)


def test_hearing_the_same_twice_begins_one_path(either_session: Session, world: World) -> None:
    joins(either_session, world.owner)
    joins(either_session, world.owner)
    assert len(runs(either_session)) == 1


def test_another_position_ends_the_path_and_coming_back_begins_it_anew(either_session: Session, world: World) -> None:
    joins(either_session, world.owner)
    person = employee(either_session, world.owner)
    person.positions[:] = [EmployeePosition(position="sales", track="", since=TODAY)]
    either_session.flush()
    publish(either_session, PositionChanged(world.owner, "sales", "", TODAY))
    assert runs(either_session)[0].ended_at == NOON
    person.positions[:] = [EmployeePosition(position="customer-service", track="after-sale", since=TODAY)]
    either_session.flush()
    publish(either_session, PositionChanged(world.owner, "customer-service", "after-sale", TODAY))
    assert [(run.ended_at, run.started_on) for run in runs(either_session)] == [(None, TODAY)]


def test_leaving_ends_the_path(either_session: Session, world: World) -> None:
    joins(either_session, world.owner)
    publish(either_session, Left(world.owner, TODAY))
    assert paths.progress_of(either_session, world.owner, TODAY) == []


def test_a_mentor_confirms_a_step_and_the_record_says_who(either_session: Session, world: World) -> None:
    joins(either_session, world.owner)
    confirm(either_session, world.mentor, world.owner)
    entry = entries_of(either_session, world.owner)[0]
    assert (entry.subject, entry.judged_by, entry.passed) == ("mentor:starter/listening-in", (world.mentor,), True)
    assert entry.note == "听得认真"
    assert paths.progress_of(either_session, world.owner, TODAY)[0].done == 1


def test_not_yet_is_entered_with_its_reason_and_can_be_confirmed_later(either_session: Session, world: World) -> None:
    joins(either_session, world.owner)
    with pytest.raises(Refused, match="what is still missing"):
        confirm(either_session, world.mentor, world.owner, passed=False, comment=" ")
    confirm(either_session, world.mentor, world.owner, passed=False, comment="只听了一小时")
    assert paths.progress_of(either_session, world.owner, TODAY)[0].done == 0
    assert paths.comments_on(either_session, world.owner)["mentor:starter/listening-in"].note == "只听了一小时"
    confirm(either_session, world.manager, world.owner)
    assert paths.comments_on(either_session, world.owner)["mentor:starter/listening-in"].passed
    with pytest.raises(Conflict):
        confirm(either_session, world.mentor, world.owner)


def test_nobody_confirms_their_own_step_not_even_the_administrator(either_session: Session, world: World) -> None:
    joins(either_session, world.administrator)
    with pytest.raises(NotAllowed):
        confirm(either_session, world.administrator, world.administrator)


@pytest.mark.parametrize("who", ["colleague", "stranger", "other_manager", "trainer", "payroll"])
def test_whoever_does_not_look_after_a_person_confirms_nothing(either_session: Session, world: World, who: str) -> None:
    joins(either_session, world.owner)
    with pytest.raises(NotFound):
        confirm(either_session, getattr(world, who), world.owner)


def test_only_steps_of_the_persons_own_path_are_confirmed(either_session: Session, world: World) -> None:
    with pytest.raises(Refused, match="no such step"):
        confirm(either_session, world.mentor, world.owner)
    joins(either_session, world.owner)
    with pytest.raises(Refused, match="no such step"):
        confirm(either_session, world.mentor, world.owner, step="basics")


def test_the_last_step_completes_the_path_once_with_a_certificate(either_session: Session, world: World) -> None:
    joins(either_session, world.owner)
    passes(either_session, world.owner, f"check:{FIRST}")
    passes(either_session, world.owner, "exam:basics")
    for minute in range(1, 5):
        reading.ping(either_session, world.owner, FIRST, NOON, NOON + timedelta(minutes=minute))
    assert runs(either_session)[0].completed_at is None
    confirm(either_session, world.mentor, world.owner)
    assert runs(either_session)[0].completed_at == NOON
    assert [one.subject for one in entries_of(either_session, world.owner)][:2] == [
        "certificate:path:starter",
        "path:starter",
    ]
    certificate = either_session.scalars(select(Certificate)).one()
    assert certificate.title == {"zh": "上岗证", "en": "Qualified"}
    assert certificate.valid_until == TODAY + timedelta(days=365)
    assert paths.complete(either_session, world.owner, NOON, TODAY, SECRET) == []


def test_a_manager_begins_a_path_by_hand_for_people_in_reach_only(either_session: Session, world: World) -> None:
    manager = employee(either_session, world.manager)
    paths.start_by_hand(either_session, manager, world.colleague, "starter", TODAY, TODAY)
    with pytest.raises(NotFound):
        paths.start_by_hand(either_session, manager, world.stranger, "starter", TODAY, TODAY)
    with pytest.raises(Refused):
        paths.start_by_hand(either_session, manager, world.colleague, "nothing", TODAY, TODAY)
    with pytest.raises(NotFound):
        paths.start_by_hand(either_session, manager, world.stranger, "", None, TODAY)
    with pytest.raises(Refused):
        paths.start_by_hand(either_session, manager, world.colleague, "starter", date(1999, 1, 1), TODAY)
    assert [run.employee_id for run in runs(either_session)] == [world.colleague]


def test_a_mentor_sees_who_waits_from_the_day_a_step_is_due(either_session: Session, world: World) -> None:
    joins(either_session, world.owner)
    joins(either_session, world.colleague)
    mentor = employee(either_session, world.mentor)
    assert paths.waiting_for(either_session, mentor, HIRED) == []
    waiting = paths.waiting_for(either_session, mentor, TODAY)
    assert [(one.employee.id, one.step.step.name) for one in waiting] == [(world.owner, "mentor:listening-in")]
    confirm(either_session, world.mentor, world.owner)
    assert paths.waiting_for(either_session, mentor, TODAY) == []


def test_the_path_in_the_tests_is_what_it_seems() -> None:
    assert [step.day for step in PATH.steps] == [1, 1, 2, 4]
