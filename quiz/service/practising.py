"""The daily practice: a few questions of one's own positions, those that went wrong before first."""

from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.errors import NotFound
from kit.publishing import current_versions, struct_of
from people.models import Employee
from quiz.checks import PRACTISED_USES, SIZE, choose
from quiz.models import CheckItem, CheckResponse, CheckRun, QuestionIndex
from quiz.questions import Bank
from quiz.service.checking import open_run

PRACTICE = ""
"""The place of the lesson in a run that belongs to none."""
COMMON = "common"


def banks_for(session: Session, employee: Employee) -> list[str]:
    """Give the banks that somebody's positions use."""
    mine = {COMMON, *(one.position for one in employee.positions)}
    found = session.execute(current_versions("bank"))
    return [key for key, version in found if mine & {(bank := struct_of(version, Bank)).position, *bank.also_for}]


def practisable(session: Session, employee: Employee) -> list[QuestionIndex]:
    """Give the questions that somebody may practise: never those of exams."""
    query = select(QuestionIndex).where(
        QuestionIndex.bank.in_(banks_for(session, employee)),
        QuestionIndex.use.in_(PRACTISED_USES),
        QuestionIndex.type != "short",
    )
    return list(session.scalars(query.order_by(QuestionIndex.key)))


def size(session: Session, employee: Employee) -> int:
    """Count the questions of a practice; raises NotFound where there is nothing to practise."""
    found = len(practisable(session, employee))
    if not found:
        raise NotFound("There is nothing to practise for your position yet.")
    return min(found, SIZE)


def begin(session: Session, employee: Employee, now: datetime, random: Random, afresh: bool = False) -> CheckRun:
    """Start a practice, or go on with the one that was begun; raises NotFound where there is nothing to practise."""
    size(session, employee)
    pool = {one.key: one for one in practisable(session, employee)}
    wrong, seen = lately(session, employee.id)
    keys = choose(list(pool), wrong, seen, random)
    return open_run(session, employee.id, PRACTICE, [pool[key] for key in keys], now, random, afresh)


def lately(session: Session, employee_id: int) -> tuple[list[str], set[str]]:
    """Give the keys answered wrong at the last time, longest ago first, and all keys ever answered."""
    query = (
        select(CheckItem.key, CheckResponse.right)
        .join(CheckItem, CheckItem.id == CheckResponse.item_id)
        .join(CheckRun, CheckRun.id == CheckItem.run_id)
        .where(CheckRun.employee_id == employee_id)
        .order_by(CheckResponse.id)
    )
    newest: dict[str, bool] = {}
    for key, right in session.execute(query):
        newest.pop(key, None)
        newest[key] = right
    return [key for key, right in newest.items() if not right], set(newest)


def finished_since(session: Session, employee_id: int, since: datetime) -> int:
    """Count the practices that somebody has finished since a moment."""
    query = select(CheckRun.id).where(
        CheckRun.employee_id == employee_id,
        CheckRun.lesson == PRACTICE,
        CheckRun.points.is_not(None),
        CheckRun.ended_at >= since,
    )
    return len(session.scalars(query).all())
