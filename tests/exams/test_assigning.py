"""Whom an assignment means, and the exams that a learning path brings."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.events import PathStarted
from exams.models import Assignment, AssignmentAudience, Sitting, SittingCandidate
from exams.service import assigning
from exams.service.assigning import Meant
from exams.service.listing import for_path
from kit.clock import day_end
from kit.errors import NotFound, Refused
from people.models import Employee, EmployeePosition, Notice
from tests.conftest import NOON
from tests.exams.house import SEAL, answer_all, begin, build_house, hand_in, terms

ZONE = SEAL.zone


def names(session: Session, actor: int, *audience: Meant) -> set[int]:
    person = session.get_one(Employee, actor)
    return {one.id for one in assigning.people_meant(session, person, audience)}


def test_a_line_narrows_and_lines_add_up(either_session: Session) -> None:
    world = build_house(either_session).world
    store = names(either_session, world.boss, Meant(team_id=world.store))
    assert {world.owner, world.colleague, world.mentor, world.manager} == store
    assert names(either_session, world.boss, Meant(team_id=world.root)) >= store | {world.stranger, world.boss}
    owner = either_session.get_one(Employee, world.owner)
    owner.positions.append(EmployeePosition(position="operations", track="", since=date(2026, 11, 1)))
    either_session.flush()
    both = Meant(team_id=world.store, position="operations")
    assert names(either_session, world.boss, both) == {world.owner}
    assert names(either_session, world.boss, both, Meant(employee_id=world.stranger)) == {world.owner, world.stranger}
    assert names(either_session, world.boss, Meant(position="customer-service", track="after-sale")) == set()


def test_a_manager_means_only_their_own_people_and_a_trainer_everybody(either_session: Session) -> None:
    world = build_house(either_session).world
    everybody = Meant(position="customer-service")
    assert world.stranger not in names(either_session, world.manager, everybody)
    assert {world.owner, world.stranger} <= names(either_session, world.trainer, everybody)
    assert names(either_session, world.other_manager, Meant(employee_id=world.owner)) == set()


def test_leavers_and_lines_that_name_nothing_mean_nobody(either_session: Session) -> None:
    world = build_house(either_session).world
    either_session.get_one(Employee, world.owner).active = False
    either_session.flush()
    assert names(either_session, world.boss, Meant(employee_id=world.owner)) == set()
    assert names(either_session, world.boss, Meant()) == set()
    assert names(either_session, world.boss) == set()


def test_candidates_are_fixed_when_the_sitting_is_made_and_told_once(either_session: Session) -> None:
    house = build_house(either_session)
    late = either_session.get_one(Employee, house.world.stranger)
    late.team_id = house.world.store
    either_session.flush()
    query = select(SittingCandidate.employee_id).where(SittingCandidate.sitting_id == house.sitting)
    assert house.world.stranger not in set(either_session.scalars(query))
    told = select(Notice.key).where(Notice.employee_id == house.world.owner)
    assert set(either_session.scalars(told)) == {f"sitting:{house.sitting}", f"sitting:{house.keyed}"}
    (line,) = either_session.scalars(
        select(AssignmentAudience).join(Assignment).where(Assignment.paper == "onboarding")
    )
    assert line.team_id == house.world.store


def test_what_cannot_be_assigned_is_refused(either_session: Session) -> None:
    house = build_house(either_session)
    boss = either_session.get_one(Employee, house.world.boss)
    audience = [Meant(team_id=house.world.store)]
    with pytest.raises(NotFound):
        assigning.assign(either_session, boss, terms("nothing"), audience, NOON)
    with pytest.raises(Refused, match="close after"):
        assigning.assign(either_session, boss, terms("keyed"), audience, NOON + timedelta(hours=8))
    with pytest.raises(Refused, match="Nobody"):
        assigning.assign(either_session, boss, terms("keyed"), [Meant()], NOON)


def path_exams(session: Session) -> list[Sitting]:
    return list(session.scalars(select(Sitting).join(Assignment).where(Assignment.origin.is_not(None))))


def started(employee_id: int, *names: str, due: date = date(2026, 11, 9)) -> PathStarted:
    return PathStarted(employee_id, "customer-service", tuple((name, due) for name in names))


def test_a_path_brings_its_exams_once_until_some_days_after_they_are_due(either_session: Session) -> None:
    world = build_house(either_session).world
    event = started(world.stranger, "lesson:service/first-day", "exam:onboarding", "exam:not-there-yet")
    for _ in range(2):
        assigning.assign_path(either_session, event, NOON, ZONE)
    (sitting,) = path_exams(either_session)
    assert (sitting.assignment.paper, sitting.assignment.attempts, sitting.opens_at) == ("onboarding", 2, NOON)
    assert sitting.closes_at == day_end(date(2026, 11, 9), ZONE) + timedelta(days=3)
    assert begin(either_session, world.stranger, sitting.id).number == 1
    found = for_path(either_session, world.stranger, ["onboarding"], NOON)
    assert (found["onboarding"].sitting_id, found["onboarding"].is_open) == (sitting.id, True)


def test_an_exam_that_was_due_long_ago_can_still_be_sat(either_session: Session) -> None:
    world = build_house(either_session).world
    event = started(world.stranger, "exam:onboarding", due=date(2025, 1, 1))
    assigning.assign_path(either_session, event, NOON, ZONE)
    (sitting,) = path_exams(either_session)
    assert sitting.closes_at == NOON + timedelta(days=3)


def test_an_exam_that_was_passed_before_is_not_given_again(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.keyed)
    answer_all(either_session, attempt)
    hand_in(either_session, attempt)
    assigning.assign_path(either_session, started(house.world.owner, "exam:keyed"), NOON, ZONE)
    assert path_exams(either_session) == []
