"""Give marks: the machine at hand-in, people at the marking desk; nobody marks their own work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from exams.models import Attempt, AttemptItem, Mark, Response
from exams.papers import Paper
from exams.scoring import Counted, Given, Score
from exams.service import recording
from exams.service.pools import paper_of, questions_of
from exams.service.recording import Seal
from exams.service.saving import counting
from exams.service.scoring import counted, marks_of, score_of, standing_mark
from exams.sitting_rules import State, Status
from kit.access import Role
from kit.errors import Conflict, NotFound, Refused
from kit.points import Points, show
from people.models import Employee
from people.service.reach import reaches, within_reach
from quiz.marking import mark
from quiz.questions import Question, ShortAnswer
from quiz.responses import from_json, is_empty
from quiz.showing import Release, Revealed, revealed

NOT_ANSWERED = "not answered"
LONGEST_WHY = 1_000


def mark_by_machine(session: Session, attempt: Attempt, now: datetime, seal: Seal) -> None:
    """Mark all that has a key, and empty answers; what is left waits for a person."""
    questions, answers = questions_of(session, attempt.items), counting(session, [attempt.id])
    rule = paper_of(attempt).rule
    for item in attempt.items:
        question, stored = questions[item.version_id], answers.get(item.id)
        response = from_json(stored.body) if stored else None
        if response is None or is_empty(response):
            session.add(Mark(item_id=item.id, points=0, why=NOT_ANSWERED, at=now))
            continue
        marked = mark(question, response, item.points, rule)
        if marked.points is not None:
            session.add(Mark(item_id=item.id, points=marked.points, at=now))
    session.flush()
    recording.settle(session, attempt, now, seal)


def markable(actor: Employee) -> ColumnElement[bool]:
    """The condition on Employee for whose work somebody may mark: a trainer everybody's, never one's own."""
    whose = true() if Role.TRAINER in actor.roles else within_reach(actor)
    return and_(whose, Employee.id != actor.id)


def may_mark(session: Session, actor: Employee, employee_id: int) -> bool:
    """Tell whether somebody may mark this person's work."""
    if actor.id == employee_id:
        return False
    return Role.TRAINER in actor.roles or reaches(session, actor, employee_id)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An attempt in the marking queue."""

    attempt: Attempt
    questions: int


def queue(session: Session, actor: Employee) -> list[Waiting]:
    """Give what waits for this examiner, the oldest first."""
    unmarked = (
        select(func.count(AttemptItem.id))
        .where(AttemptItem.attempt_id == Attempt.id, ~select(Mark.id).where(Mark.item_id == AttemptItem.id).exists())
        .scalar_subquery()
    )
    query = (
        select(Attempt, unmarked)
        .join(Employee, Employee.id == Attempt.employee_id)
        .where(Attempt.state == State.SUBMITTED.value, markable(actor))
        .order_by(Attempt.submitted_at, Attempt.id)
    )
    return [Waiting(attempt, number) for attempt, number in session.execute(query)]


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One question on the desk: what was answered, the rubric, the marks so far, what came too late."""

    item: AttemptItem
    question: Question
    revealed: Revealed
    counted: Counted
    marks: tuple[Mark, ...]
    standing: Given | None
    late: tuple[Response, ...]
    late_revealed: tuple[Revealed, ...]

    @property
    def by_person(self) -> bool:
        """Tell whether only a person can mark it."""
        return isinstance(self.question, ShortAnswer)

    @property
    def criteria_points(self) -> list[Points]:
        """The most points of each criterion: the item's points by their shares."""
        if not isinstance(self.question, ShortAnswer):
            return []
        return shares(self.item.points, [criterion.share for criterion in self.question.criteria])


def shares(points: Points, parts: Sequence[int]) -> list[Points]:
    """Split points by parts so that they add up again: each cut at the running total."""
    whole, cuts, run = sum(parts), [0], 0
    for part in parts:
        run += part
        cuts.append(points * run // whole)
    return [end - begin for begin, end in pairwise(cuts)]


@dataclass(frozen=True, slots=True)
class Desk:
    """An attempt as its examiner sees it; `seen` is the last mark that the page shows."""

    attempt: Attempt
    paper: Paper
    score: Score
    items: tuple[DeskItem, ...]
    seen: int


def desk(session: Session, actor: Employee, attempt_id: int) -> Desk:
    """Give a handed-in attempt to who may mark it; raises NotFound for everybody else."""
    attempt = session.get(Attempt, attempt_id)
    if attempt is None or attempt.state == State.RUNNING.value or not may_mark(session, actor, attempt.employee_id):
        raise NotFound("There is no such exam for you to mark.")
    questions, marks = questions_of(session, attempt.items), marks_of(session, [attempt_id])
    answers, late = counting(session, [attempt_id]), _late(session, attempt_id)
    items = tuple(
        _desk_item(item, questions[item.version_id], marks.get(item.id, []), answers.get(item.id), late)
        for item in attempt.items
    )
    seen = max((mark.id for given in marks.values() for mark in given), default=0)
    return Desk(attempt, paper_of(attempt), score_of(attempt, questions, marks), items, seen)


def _desk_item(
    item: AttemptItem, question: Question, marks: list[Mark], stored: Response | None, late: Sequence[Response]
) -> DeskItem:
    def with_key(response: Response | None) -> Revealed:
        read = from_json(response.body) if response else None
        return revealed(question, tuple(item.option_order), item.points, read, Release())

    came_late = tuple(one for one in late if one.item_id == item.id)
    return DeskItem(
        item=item,
        question=question,
        revealed=with_key(stored),
        counted=counted(item, question, marks),
        marks=tuple(marks),
        standing=standing_mark(marks),
        late=came_late,
        late_revealed=tuple(with_key(one) for one in came_late),
    )


def _late(session: Session, attempt_id: int) -> list[Response]:
    query = select(Response).where(Response.attempt_id == attempt_id, Response.status == Status.LATE.value)
    return list(session.scalars(query.order_by(Response.revision)))


@dataclass(frozen=True, slots=True)
class Judged:
    """What an examiner gives for one question: points by criterion, or points and why."""

    points: Points
    why: str = ""
    criteria: tuple[Points, ...] = ()


def give(
    session: Session,
    actor: Employee,
    attempt_id: int,
    judged: Mapping[int, Judged],
    seen: int,
    now: datetime,
    seal: Seal,
) -> Score:
    """Append an examiner's marks, by position, and enter the result once all are there.

    Raises NotFound for who may not mark this, Conflict when somebody else has marked since, Refused for
    points outside the question's, or a machine's mark changed without a reason.
    """
    lock = select(Attempt).where(Attempt.id == attempt_id).with_for_update()
    attempt = session.scalar(lock.execution_options(populate_existing=True))
    found = desk(session, actor, attempt_id)
    if found.seen != seen:
        raise Conflict("Somebody has marked this in the meantime. Look at it again.")
    assert attempt is not None
    by_position = {one.item.position: one for one in found.items}
    for position, mark_ in judged.items():
        if position not in by_position:
            raise NotFound("There is no such question in this exam.")
        _check(by_position[position], mark_)
        if not _same(by_position[position], actor, mark_):
            item_id = by_position[position].item.id
            points, why, criteria = mark_.points, mark_.why, list(mark_.criteria)
            session.add(Mark(item_id=item_id, points=points, by_id=actor.id, why=why, criteria=criteria, at=now))
    session.flush()
    return recording.settle(session, attempt, now, seal)


def _check(one: DeskItem, judged: Judged) -> None:
    most = one.item.points
    if not 0 <= judged.points <= most:
        raise Refused("Give from 0 to %(most)s points.", most=show(most))
    limits = one.criteria_points
    if judged.criteria and (
        len(judged.criteria) != len(limits)
        or sum(judged.criteria) != judged.points
        or any(not 0 <= given <= limit for given, limit in zip(judged.criteria, limits, strict=True))
    ):
        raise Refused("The points of the criteria do not fit this question.")
    if len(judged.why) > LONGEST_WHY:
        raise Refused("At most %(longest)s characters.", longest=LONGEST_WHY)
    if not one.by_person and not judged.why:
        raise Refused("Say why you change the points that the machine gave.")


def _same(one: DeskItem, actor: Employee, judged: Judged) -> bool:
    stands = one.standing
    return stands is not None and (stands.points, stands.by, stands.why) == (judged.points, actor.id, judged.why)


def waiting_count(session: Session, actor: Employee) -> int:
    """How many attempts wait for this examiner."""
    query = select(func.count(Attempt.id)).join(Employee, Employee.id == Attempt.employee_id)
    return session.scalar(query.where(Attempt.state == State.SUBMITTED.value, markable(actor))) or 0
