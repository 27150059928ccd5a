"""The exams of the demo company, sat through the same use-cases as real ones."""

from datetime import datetime, timedelta
from random import Random

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from exams import demo
from exams.demo import Round, Sat
from exams.jobs import seal
from exams.models import Assignment, Attempt, Sitting
from exams.service import assigning, marking, saving, taking
from exams.service.assigning import AT_ONCE, Meant, Terms
from exams.service.marking import Judged
from exams.service.pools import current_paper, questions_of
from exams.service.saving import Read, Sent
from exams.sitting_rules import State
from kit.clock import day_start, local_day, now
from kit.database import writing
from people.models import Employee
from quiz.responses import form_values

DEVICE = "demo"
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


def create_demo() -> None:
    """Let the demo company sit its exams: months of them, one waiting to be marked, one open today."""
    zone = current_app.config["SETTINGS"].zone
    today = day_start(local_day(now(), zone), zone)
    for number, (manager, sat) in demo.NEWCOMERS.items():
        _sit_onboarding(number, manager, sat, today)
    for one in demo.ROUNDS:
        sitting_id = _assign(one, today - timedelta(days=one.days_ago + 3))
        _sit_round(one, sitting_id, today, marked=True)
    _sit_round(demo.WAITING, _assign(demo.WAITING, today - timedelta(days=3)), today, marked=False)


def _assign(one: Round, opens_at: datetime) -> int:
    """Give the monthly paper to those who are past their first months, for a week."""
    with writing() as session:
        manager = _person(session, one.manager)
        _, paper = current_paper(session, demo.MONTHLY)
        terms = Terms(paper.id, opens_at, opens_at + WEEK, paper.minutes, paper.attempts, paper.pass_percent, AT_ONCE)
        numbers = [*(sat.number for sat in one.sat), *one.still_to_sit]
        audience = [Meant(employee_id=_person(session, number).id) for number in numbers]
        return assigning.assign(session, manager, terms, audience, opens_at).id


def _sit_round(one: Round, sitting_id: int, today: datetime, marked: bool) -> None:
    for turn, sat in enumerate(one.sat):
        begun = today - timedelta(days=one.days_ago) + 14 * HOUR + turn * timedelta(minutes=17)
        attempt_id = _sit(sitting_id, sat, begun, one.days_ago)
        if marked:
            _mark(attempt_id, one.manager, sat, begun + 3 * HOUR)


def _sit_onboarding(number: str, manager: str, sat: Sat, today: datetime) -> None:
    """Sit the exam of one's path on its day: the window is moved to where it was then."""
    with writing() as session:
        person = _person(session, number)
        origin = f"path:{demo.PATH}/{demo.ONBOARDING}/{person.id}"
        query = select(Sitting).join(Assignment).where(Assignment.origin == origin)
        sitting = session.scalar(query)
        if sitting is None:
            return
        days_ago = (local_day(today, current_app.config["SETTINGS"].zone) - person.hired_on).days - demo.EXAM_DAY + 1
        sitting.opens_at = today - timedelta(days=days_ago + demo.EXAM_DAY - 1)
        sitting.closes_at = today - timedelta(days=days_ago - 1) + assigning.LEEWAY
        sitting_id = sitting.id
    begun = today - timedelta(days=days_ago) + 14 * HOUR
    _mark(_sit(sitting_id, sat, begun, days_ago), manager, sat, begun + 2 * HOUR)


def _sit(sitting_id: int, sat: Sat, begun: datetime, days_ago: int) -> int:
    """Start, answer everything, hand in."""
    with writing() as session:
        person = _person(session, sat.number)
        random = Random(f"draw {sat.number} {days_ago}")
        attempt = taking.start(session, person.id, sitting_id, begun, random, seal())
        questions = questions_of(session, attempt.items)
        orders = {item.position: tuple(item.option_order) for item in attempt.items}
        asked = {item.position: questions[item.version_id] for item in attempt.items}
        sent = [
            Sent(position, DEVICE, seq, 0, form_values(orders[position], response))
            for seq, (position, response) in enumerate(demo.answers(asked, sat, days_ago), 1)
        ]
        readable = [one for one in saving.read_sent(session, person.id, attempt.id, sent) if isinstance(one, Read)]
        for seconds, one in enumerate(readable, 1):
            at = begun + timedelta(seconds=35 * seconds)
            saving.save(session, person.id, person.session_version, attempt.id, [one], at)
        ended = begun + timedelta(seconds=35 * (len(readable) + 1))
        return taking.submit(session, person.id, attempt.id, ended, seal()).id


def _mark(attempt_id: int, manager: str, sat: Sat, at: datetime) -> None:
    """Give the share of the case's points, criterion by criterion."""
    with writing() as session:
        if session.get_one(Attempt, attempt_id).state == State.MARKED.value:
            return
        actor = _person(session, manager)
        found = marking.desk(session, actor, attempt_id)
        judged: dict[int, Judged] = {}
        for one in found.items:
            if one.by_person:
                criteria = tuple(_half_points(most, sat.case) for most in one.criteria_points)
                judged[one.item.position] = Judged(sum(criteria), sat.remark, criteria)
        marking.give(session, actor, attempt_id, judged, found.seen, at, seal())


def _half_points(most: int, share: float) -> int:
    return round(most * share / 50) * 50


def _person(session: Session, number: str) -> Employee:
    return session.scalars(select(Employee).where(Employee.number == number)).one()
