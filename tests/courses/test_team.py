"""The manager's table: whom it shows, in what order, and how much it asks of the database."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from courses.service import paths, team
from courses.service.catalogue import paths as published
from people.models import Employee
from tests.conftest import NOON
from tests.courses.content import FIRST, HIRED, TODAY, passes, publish_all
from tests.world import World, people


@pytest.fixture
def world(either_session: Session) -> World:
    publish_all(either_session)
    world = people(either_session)
    path = published(either_session)["starter"]
    for who, started_on in ((world.owner, HIRED), (world.colleague, TODAY), (world.stranger, HIRED)):
        paths.start(either_session, who, path, started_on)
    return world


def table(session: Session, actor: int, team_id: int | None = None) -> list[tuple[str, int]]:
    rows = team.table(session, session.get_one(Employee, actor), TODAY, team_id).rows
    return [(row.name, row.days_late) for row in rows]


def test_a_manager_sees_the_own_teams_only_late_ones_first(either_session: Session, world: World) -> None:
    assert table(either_session, world.manager) == [("林晓雨", 2), ("陈可", 0)]
    assert table(either_session, world.other_manager) == [("何舟", 2)]


def test_the_boss_sees_everybody_and_can_choose_a_team(either_session: Session, world: World) -> None:
    assert len(table(either_session, world.boss)) == 3
    assert [name for name, _ in table(either_session, world.boss, world.other_store)] == ["何舟"]
    assert table(either_session, world.manager, world.other_store) == []


def test_a_mentor_sees_those_they_mentor(either_session: Session, world: World) -> None:
    assert [name for name, _ in table(either_session, world.mentor)] == ["林晓雨"]


def test_nobody_else_sees_anybody(either_session: Session, world: World) -> None:
    for who in (world.owner, world.colleague, world.trainer, world.payroll):
        assert table(either_session, who) == []


def test_a_row_tells_progress_and_what_waits_for_the_mentor(either_session: Session, world: World) -> None:
    passes(either_session, world.owner, f"check:{FIRST}")
    row = team.table(either_session, either_session.get_one(Employee, world.manager), TODAY).rows[0]
    assert (row.done, row.waits_for_mentor, row.mentor, row.day) == (1, 1, "周岚", 3)


def test_fifty_more_people_cost_no_more_queries(either_session: Session, world: World) -> None:
    def queries() -> int:
        either_session.flush()
        either_session.expire_all()
        counted: list[str] = []
        engine = either_session.get_bind()

        def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            counted.append(statement)

        event.listen(engine, "before_cursor_execute", count)
        table(either_session, world.boss)
        event.remove(engine, "before_cursor_execute", count)
        return len(counted)

    before = queries()
    path = published(either_session)["starter"]
    for number in range(50):
        newcomer = Employee(number=f"N{number}", name="新人", hired_on=HIRED, team_id=world.store, created_at=NOON)
        either_session.add(newcomer)
        either_session.flush()
        paths.start(either_session, newcomer.id, path, TODAY - timedelta(days=number))
    assert queries() == before
