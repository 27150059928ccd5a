"""The demo company's checks: told the same every time, by the same use-cases as everybody's."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.publishing import publish
from people.models import Employee
from quiz import demo
from quiz.marking import mark
from quiz.models import CheckRun
from quiz.service import demonstrating
from records.service.reading import entries_of
from tests.conftest import NOON
from tests.quiz.samples import fill, multiple, numeric, single, truefalse
from tests.world import people

ANSWERABLE = (single(), multiple(), truefalse(), fill(), numeric())


def test_right_is_right_and_wrong_is_not() -> None:
    for question in ANSWERABLE:
        assert mark(question, demo.right(question), 100).right
        assert not mark(question, demo.wrong(question), 100).right


def test_the_story_is_the_same_every_time_and_never_ahead_of_now() -> None:
    hired = (NOON - timedelta(days=6)).date()
    told = list(demo.turns("E1024", hired, NOON))
    assert told == list(demo.turns("E1024", hired, NOON))
    assert told
    assert all(turn.at < NOON for turn in told)


def test_checks_are_taken_and_passes_are_entered(session: Session) -> None:
    world = people(session)
    session.get_one(Employee, world.owner).hired_on = (NOON - timedelta(days=6)).date()
    for lesson, _ in demo.LESSONS[:3]:
        for at, question in enumerate(ANSWERABLE):
            asked = question.model_copy(update={"id": f"{lesson[-5:]}-{at}", "use": "check", "lesson": lesson})
            publish(session, "question", f"shop/{asked.id}", asked, NOON)
    demonstrating.play(session, NOON)
    runs = session.scalars(select(CheckRun).where(CheckRun.employee_id == world.owner)).all()
    passed = {run.lesson for run in runs if run.passed}
    assert {run.lesson for run in runs} == {lesson for lesson, _ in demo.LESSONS[:3]}
    assert {entry.subject for entry in entries_of(session, world.owner)} == {f"check:{lesson}" for lesson in passed}
