"""The demo company has sat its exams through the real use-cases."""

from flask import Flask
from sqlalchemy import func, select

from exams.models import Attempt
from exams.service import listing, marking
from exams.sitting_rules import State
from kit.clock import now
from kit.database import db
from kit.setup import create_demo
from people.models import Employee
from records.models import RecordEntry


def person(number: str) -> Employee:
    return db.session.scalars(select(Employee).where(Employee.number == number)).one()


def test_the_demo_company_has_exams_behind_it_before_it_and_on_the_desk(app: Flask) -> None:
    create_demo(now())
    entries = select(func.count()).select_from(RecordEntry).where(RecordEntry.kind == "exam")
    assert db.session.scalar(entries) == 20
    (due,) = [one for one in listing.mine(db.session(), person("E1024").id, now()) if one.is_open]
    assert due.sitting.assignment.paper == "customer-service-onboarding"
    assert len(marking.queue(db.session(), person("E1005"))) == 2
    failed = select(func.count()).select_from(Attempt).where(Attempt.passed.is_(False))
    assert db.session.scalar(failed) == 2
    assert {one.state for one in db.session.scalars(select(Attempt))} == {State.MARKED.value, State.SUBMITTED.value}
