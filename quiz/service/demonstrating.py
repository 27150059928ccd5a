"""Let the people of the demo company take their checks, by the same use-cases as everybody."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from people.models import Employee, EmployeePosition
from quiz import demo
from quiz.demo import Turn
from quiz.models import CheckRun
from quiz.responses import form_values
from quiz.service import checking, practising

TRIES = 3


def play(session: Session, now: datetime) -> None:
    """Take every check up to now, in the order of time."""
    holders = select(EmployeePosition.employee_id).where(EmployeePosition.position == demo.POSITION)
    people = {one.number: one for one in session.scalars(select(Employee).where(Employee.id.in_(holders)))}
    turns = [turn for one in people.values() for turn in demo.turns(one.number, one.hired_on, now)]
    random = Random("the checks of the demo company")
    for turn in sorted(turns):
        _take(session, people[turn.number], turn, random)


def _take(session: Session, person: Employee, turn: Turn, random: Random) -> None:
    if not turn.lesson:
        if practising.practisable(session, person):
            _walk(session, practising.begin(session, person, turn.at, random, True), turn.at, turn.care, random)
        return
    if not checking.asked(session, turn.lesson):
        return
    for number in range(TRIES if turn.again else 1):
        at = turn.at + timedelta(minutes=14 * number)
        run = checking.begin(session, person.id, turn.lesson, at, random, True)
        # read again, they do better; what is left open went wrong
        care = turn.care + 0.1 * number if turn.again else 0.3
        if _walk(session, run, at, care, random):
            return


def _walk(session: Session, run: CheckRun, at: datetime, care: float, random: Random) -> bool:
    questions = checking.contents(session, run)
    for place, item in enumerate(list(run.items), 1):
        question = questions[item.version_id]
        response = demo.right(question) if random.random() < care else demo.wrong(question)
        values = form_values(tuple(item.option_order), response)
        checking.answer(session, run.employee_id, run.id, place, values, at + timedelta(seconds=40 * place))
    return bool(run.passed)
