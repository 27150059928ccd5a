"""What an exam came to: for the candidate by the release policy, for examiners the table of a sitting."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from exams.models import Assignment, Attempt, AttemptItem, Mark, Sitting, SittingCandidate
from exams.papers import Paper, Section
from exams.release import opened
from exams.scoring import Counted, Score
from exams.service.marking import markable, may_mark
from exams.service.pools import paper_of, questions_of
from exams.service.recording import Seal, enter_released, released, tell_result
from exams.service.saving import counting
from exams.service.scoring import counted, marks_of, score_of
from exams.sitting_rules import GRACE, Stage, State, stage
from kit.audit import note
from kit.errors import NotAllowed, NotFound
from people.models import Employee
from quiz.questions import ShortAnswer
from quiz.responses import from_json
from quiz.showing import Revealed, revealed


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One question of a result: what was answered, what stands, as much of the key as is open."""

    item: AttemptItem
    revealed: Revealed
    counted: Counted
    why: str
    marked_by: str
    criteria: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A result as far as it is open: no score and no items before the release."""

    attempt: Attempt
    paper: Paper
    stage: Stage
    score: Score | None
    items: tuple[ItemResult, ...] = ()

    @property
    def sections(self) -> list[tuple[Section, list[ItemResult]]]:
        """The sections with their questions."""
        return [
            (section, [one for one in self.items if one.item.section == number])
            for number, section in enumerate(self.paper.sections, 1)
        ]


def result_for(session: Session, viewer: Employee, attempt_id: int, now: datetime) -> Result:
    """Give a result to its candidate and to who may mark it, by the same policy; raises NotFound for others."""
    attempt = session.get(Attempt, attempt_id)
    if attempt is None or not (attempt.employee_id == viewer.id or may_mark(session, viewer, attempt.employee_id)):
        raise NotFound("There is no such result of yours.")
    at = stage(State(attempt.state), attempt.due_at, now)
    handed_in = attempt.state != State.RUNNING.value
    if not handed_in or not released(attempt.sitting, now):
        return Result(attempt, paper_of(attempt), at, None)
    questions, marks = questions_of(session, attempt.items), marks_of(session, [attempt_id])
    answers = counting(session, [attempt_id])
    window_over = now > attempt.sitting.closes_at + GRACE
    items = []
    for item in attempt.items:
        question, given = questions[item.version_id], marks.get(item.id, [])
        what, stored = counted(item, question, given), answers.get(item.id)
        open_ = opened(attempt.sitting.assignment.policy, question.use, what.right, True, window_over)
        response = from_json(stored.body) if stored else None
        shown = revealed(question, tuple(item.option_order), item.points, response, open_)
        last = _standing_row(given)
        criteria = tuple(last.criteria) if last and isinstance(question, ShortAnswer) and open_.key else ()
        by = last.by.name if last and last.by else ""
        items.append(ItemResult(item, shown, what, last.why if last and last.by else "", by, criteria))
    return Result(attempt, paper_of(attempt), at, score_of(attempt, questions, marks), tuple(items))


def _standing_row(marks: list[Mark]) -> Mark | None:
    by_people = [mark for mark in marks if mark.by_id is not None]
    rows = by_people or marks
    return rows[-1] if rows else None


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One candidate in the table of a sitting, with their attempts; the last one is what they stand at."""

    employee: Employee
    attempts: tuple[Attempt, ...]
    max_points: int

    @property
    def last(self) -> Attempt | None:
        """The newest attempt."""
        return self.attempts[-1] if self.attempts else None

    @property
    def best(self) -> Attempt | None:
        """The marked attempt that earned most: the one that passed, where one did."""
        marked = [one for one in self.attempts if one.points is not None]
        return max(marked, key=lambda one: (bool(one.passed), one.points or 0), default=None)


def sitting_in_view(session: Session, actor: Employee, sitting_id: int) -> Sitting:
    """Give a sitting with at least one candidate whom the actor looks after, or made by them."""
    found = session.get(Sitting, sitting_id)
    if found is None or not (found.assignment.created_by == actor.id or _candidates(session, actor, sitting_id)):
        raise NotFound("There is no such exam in your teams.")
    return found


def _candidates(session: Session, actor: Employee, sitting_id: int) -> list[Employee]:
    query = (
        select(Employee)
        .join(SittingCandidate, SittingCandidate.employee_id == Employee.id)
        .where(SittingCandidate.sitting_id == sitting_id, markable(actor))
        .order_by(Employee.name, Employee.id)
    )
    return list(session.scalars(query))


def table_of(session: Session, actor: Employee, sitting_id: int) -> list[CandidateRow]:
    """Give the candidates of a sitting whom the actor looks after, with their attempts, by name."""
    people = _candidates(session, actor, sitting_id)
    attempts: dict[int, list[Attempt]] = defaultdict(list)
    for one in session.scalars(select(Attempt).where(Attempt.sitting_id == sitting_id).order_by(Attempt.number)):
        attempts[one.employee_id].append(one)
    return [
        CandidateRow(
            person, tuple(attempts[person.id]), paper_of(attempts[person.id][-1]).total if attempts[person.id] else 0
        )
        for person in people
    ]


def release(session: Session, actor: Employee, sitting_id: int, now: datetime, seal: Seal) -> None:
    """Open the results of a sitting after review; once open they stay open."""
    found = sitting_in_view(session, actor, sitting_id)
    others = select(SittingCandidate.id).join(Employee, Employee.id == SittingCandidate.employee_id)
    beyond = others.where(SittingCandidate.sitting_id == sitting_id, ~markable(actor), Employee.id != actor.id)
    if found.assignment.created_by != actor.id and session.scalar(beyond.limit(1)) is not None:
        raise NotAllowed("People of other teams sit this exam as well. Who assigned it releases it.")
    if found.released_at is not None:
        return
    found.released_at, found.released_by = now, actor.id
    note(session, "exam results released", f"paper:{found.assignment.paper}", now, actor.id, sitting=sitting_id)
    session.flush()
    enter_released(session, now, seal)
    entered = select(Attempt).where(Attempt.sitting_id == sitting_id, Attempt.entry_seq.is_not(None))
    for attempt in session.scalars(entered):
        tell_result(session, attempt, now)


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One sitting in the list of assignments, counted over whom the actor looks after."""

    sitting: Sitting
    candidates: int
    handed_in: int
    passed: int
    waiting: int


def assignments(session: Session, actor: Employee, limit: int = 200) -> list[AssignmentRow]:
    """Give the sittings that concern somebody's people, the newest first."""
    query = (
        select(SittingCandidate.sitting_id, SittingCandidate.employee_id)
        .join(Employee, Employee.id == SittingCandidate.employee_id)
        .where(markable(actor))
    )
    candidates: dict[int, set[int]] = defaultdict(set)
    for sitting_id, employee_id in session.execute(query):
        candidates[sitting_id].add(employee_id)
    newest = select(Sitting).join(Assignment).where(Sitting.id.in_(candidates) | (Assignment.created_by == actor.id))
    sittings = list(session.scalars(newest.order_by(Sitting.opens_at.desc(), Sitting.id.desc()).limit(limit)))
    attempts: dict[int, list[Attempt]] = defaultdict(list)
    for one in session.scalars(select(Attempt).where(Attempt.sitting_id.in_([sitting.id for sitting in sittings]))):
        if one.employee_id in candidates[one.sitting_id]:
            attempts[one.sitting_id].append(one)
    return [_row(sitting, len(candidates[sitting.id]), attempts[sitting.id]) for sitting in sittings]


def _row(sitting: Sitting, candidates: int, attempts: list[Attempt]) -> AssignmentRow:
    return AssignmentRow(
        sitting,
        candidates,
        handed_in=len({one.employee_id for one in attempts if one.state != State.RUNNING.value}),
        passed=len({one.employee_id for one in attempts if one.passed}),
        waiting=sum(one.state == State.SUBMITTED.value for one in attempts),
    )
