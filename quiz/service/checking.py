"""Going through a check or a practice: start, answer one question after the other, and what comes of it."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from kit.errors import Conflict, NotFound, Refused
from people.models import Employee
from people.service.reach import reaches
from quiz.checks import EACH, pass_points, passes
from quiz.drawing import draw_options
from quiz.marking import mark
from quiz.models import CheckItem, CheckResponse, CheckRun, QuestionIndex
from quiz.questions import Question
from quiz.responses import Values, is_empty, read, to_json
from quiz.service import lessons, pools
from records.deeds import Deed
from records.service.entering import enter
from records.service.reading import passed_subjects


def asked(session: Session, lesson: str) -> list[QuestionIndex]:
    """Give the check questions of a lesson; those that a person must mark cannot be in a check."""
    query = select(QuestionIndex).where(
        QuestionIndex.lesson == lesson, QuestionIndex.use == "check", QuestionIndex.type != "short"
    )
    return list(session.scalars(query.order_by(QuestionIndex.key)))


def sizes(session: Session, keys: Sequence[str]) -> dict[str, int]:
    """Count the check questions of lessons, by key."""
    query = select(QuestionIndex.lesson, func.count()).where(
        QuestionIndex.lesson.in_(keys), QuestionIndex.use == "check", QuestionIndex.type != "short"
    )
    return {lesson: count for lesson, count in session.execute(query.group_by(QuestionIndex.lesson)) if lesson}


def newest(session: Session, employee_id: int, lesson: str) -> CheckRun | None:
    """Give the run that goes on, else the last one that was finished."""
    return session.scalar(
        _runs(employee_id, lesson).where(CheckRun.ended_at.is_(None) | CheckRun.points.is_not(None)).limit(1)
    )


def _runs(employee_id: int, lesson: str) -> Select[CheckRun]:
    return (
        select(CheckRun)
        .where(CheckRun.employee_id == employee_id, CheckRun.lesson == lesson)
        .options(selectinload(CheckRun.items).selectinload(CheckItem.response))
        .order_by(CheckRun.id.desc())
    )


def begin(
    session: Session, employee_id: int, lesson: str, now: datetime, random: Random, afresh: bool = False
) -> CheckRun:
    """Start the check of a lesson; a run that goes on is kept, or given up to begin afresh. Raises NotFound."""
    questions = asked(session, lesson)
    if not questions:
        raise NotFound("This lesson has no check.")
    random.shuffle(questions)
    return open_run(session, employee_id, lesson, questions, now, random, afresh)


def open_run(
    session: Session,
    employee_id: int,
    lesson: str,
    questions: Sequence[QuestionIndex],
    now: datetime,
    random: Random,
    afresh: bool,
) -> CheckRun:
    """Draw a run over these questions, unless one goes on that is to be kept."""
    running = _running(session, employee_id, lesson)
    if running is not None and not afresh:
        return running
    if running is not None:
        running.ended_at = now
        session.flush()
    contents = pools.questions(session, [one.version_id for one in questions])
    run = CheckRun(
        employee_id=employee_id,
        lesson=lesson,
        started_at=now,
        max_points=EACH * len(questions),
        items=[
            CheckItem(
                place=place,
                key=one.key,
                version_id=one.version_id,
                option_order=list(draw_options(contents[one.version_id], random)),
                points=EACH,
            )
            for place, one in enumerate(questions, 1)
        ],
    )
    try:
        with session.begin_nested():
            session.add(run)
    except IntegrityError:
        raise Conflict("This was just started in another window. Reload the page to go on there.") from None
    return run


def _running(session: Session, employee_id: int, lesson: str) -> CheckRun | None:
    query = _runs(employee_id, lesson).where(CheckRun.ended_at.is_(None))
    return session.scalar(query.with_for_update(of=CheckRun))


def run_in_view(session: Session, viewer: Employee, run_id: int) -> CheckRun:
    """Give a run: one's own, or a check of somebody in reach; practice is nobody else's. Raises NotFound."""
    run = session.get(CheckRun, run_id)
    if run is None:
        raise NotFound("There is no such check.")
    if run.employee_id != viewer.id and not (run.lesson and reaches(session, viewer, run.employee_id)):
        raise NotFound("There is no such check.")
    return run


def answer(session: Session, employee_id: int, run_id: int, place: int, values: Values, now: datetime) -> CheckItem:
    """Take the first response to one question; a later one changes nothing, since the key has been seen.

    Raises Refused for an empty response, Conflict for a run that was given up.
    """
    run = _own_run(session, employee_id, run_id)
    item = next((one for one in run.items if one.place == place), None)
    if item is None:
        raise NotFound("There is no such question in this check.")
    if item.response is not None:
        return item
    if run.ended_at is not None:
        raise Conflict("You have started this check afresh since. Go on with the new one.")
    question = pools.questions(session, [item.version_id])[item.version_id]
    response = read(question, tuple(item.option_order), values)
    if is_empty(response):
        raise Refused("Answer first, then look at the explanation.")
    marked = mark(question, response, item.points)
    item.response = CheckResponse(body=to_json(response), at=now, points=marked.points or 0, right=marked.right)
    session.flush()
    if all(one.response for one in run.items):
        _finish(session, run, now)
    return item


def _own_run(session: Session, employee_id: int, run_id: int) -> CheckRun:
    query = select(CheckRun).where(CheckRun.id == run_id, CheckRun.employee_id == employee_id)
    # two last answers at once would otherwise both miss the end
    run = session.scalar(query.options(selectinload(CheckRun.items).selectinload(CheckItem.response)).with_for_update())
    if run is None:
        raise NotFound("There is no such check of yours.")
    return run


def _finish(session: Session, run: CheckRun, now: datetime) -> None:
    run.ended_at = now
    run.points = sum(item.response.points for item in run.items if item.response)
    run.passed = passes(run.points, run.max_points)
    session.flush()
    if run.lesson and run.passed and f"check:{run.lesson}" not in passed_subjects(session, run.employee_id):
        _enter(session, run, now)


def _enter(session: Session, run: CheckRun, now: datetime) -> None:
    title = lessons.title_of(session, run.lesson)
    deed = Deed(
        employee_id=run.employee_id,
        kind="check",
        subject=f"check:{run.lesson}",
        at=now,
        titles={
            "zh": f"{title.zh if title else run.lesson}（小测）",
            "en": f"{title.en if title else run.lesson} (check)",
        },
        points=run.points,
        max_points=run.max_points,
        pass_points=pass_points(run.max_points),
        passed=True,
        evidence=f"/checks/runs/{run.id}",
        details={"run": run.id},
    )
    enter(session, deed, now)


def contents(session: Session, run: CheckRun) -> dict[int, Question]:
    """Give the questions of a run as they stood when it was drawn, by version."""
    return pools.questions(session, [item.version_id for item in run.items])


def passed_lessons(session: Session, employee_id: int) -> set[str]:
    """Give the lessons whose check somebody has ever passed."""
    query = select(CheckRun.lesson).where(
        CheckRun.employee_id == employee_id, CheckRun.passed.is_(True), CheckRun.lesson != ""
    )
    return set(session.scalars(query))
