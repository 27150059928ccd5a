"""Sit an exam: start it, see it, hand it in; the server hands in what was abandoned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from random import Random

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from exams.composing import Place, compose
from exams.models import Attempt, AttemptItem, Sitting, SittingCandidate
from exams.papers import Paper, Section
from exams.service import marking
from exams.service.pools import current_paper, paper_of, pool_of, questions_of
from exams.service.recording import Seal
from exams.service.saving import Standing, as_shown, counting, revision_of
from exams.sitting_rules import GRACE, Sat, Stage, State, due_at, is_overdue, may_start, stage
from kit.errors import Conflict, NotFound
from quiz.drawing import draw_options
from quiz.questions import options_of
from quiz.service import pools
from quiz.service.pools import Pooled
from quiz.showing import Shown, shown


def start(session: Session, employee_id: int, sitting_id: int, now: datetime, random: Random, seal: Seal) -> Attempt:
    """Begin an attempt, or give the one that is running: two starts at once are one.

    Raises NotFound for who is no candidate, Conflict or TooLate when no attempt may begin.
    """
    sitting = _locked_sitting(session, employee_id, sitting_id)
    attempts = attempts_of(session, employee_id, sitting_id)
    running = next((one for one in attempts if one.state == State.RUNNING.value), None)
    if running is not None and not is_overdue(State.RUNNING, running.due_at, now):
        return running
    if running is not None:
        close(session, running, now, seal)
    sat = [Sat(State(one.state), one.due_at, one.passed) for one in attempts]
    may_start(sitting.opens_at, sitting.closes_at, sitting.assignment.attempts, sat, now)
    return _begin(session, employee_id, sitting, len(attempts) + 1, now, random)


def _locked_sitting(session: Session, employee_id: int, sitting_id: int) -> Sitting:
    mine = (SittingCandidate.sitting_id == sitting_id, SittingCandidate.employee_id == employee_id)
    # The lock makes two starts of one person take turns; the unique key would refuse the second anyway.
    candidate = session.scalar(select(SittingCandidate).where(*mine).with_for_update())
    if candidate is None:
        raise NotFound("There is no such exam of yours.")
    return candidate.sitting


def attempts_of(session: Session, employee_id: int, sitting_id: int) -> list[Attempt]:
    """Give somebody's attempts in a sitting, in their order."""
    mine = (Attempt.employee_id == employee_id, Attempt.sitting_id == sitting_id)
    return list(session.scalars(select(Attempt).where(*mine).order_by(Attempt.number)))


def _begin(session: Session, employee_id: int, sitting: Sitting, number: int, now: datetime, random: Random) -> Attempt:
    version, paper = current_paper(session, sitting.assignment.paper)
    pool = pool_of(session, paper)
    places = compose(paper, pool, random, avoid=_asked_before(session, employee_id))
    attempt = Attempt(
        sitting_id=sitting.id,
        employee_id=employee_id,
        number=number,
        paper_version_id=version.id,
        state=State.RUNNING.value,
        started_at=now,
        due_at=due_at(now, sitting.assignment.minutes, sitting.closes_at),
        items=_items(session, paper, places, pool, random),
    )
    try:
        with session.begin_nested():
            session.add(attempt)
    except IntegrityError:
        raise Conflict("This exam was just started in another window. Reload the page to go on there.") from None
    return attempt


def _asked_before(session: Session, employee_id: int) -> set[str]:
    query = select(AttemptItem.key).join(Attempt, Attempt.id == AttemptItem.attempt_id)
    return set(session.scalars(query.where(Attempt.employee_id == employee_id)))


def _items(
    session: Session, paper: Paper, places: Sequence[Place], pool: Sequence[Pooled], random: Random
) -> list[AttemptItem]:
    versions = {one.key: one.version_id for one in pool}
    questions = pools.questions(session, [versions[place.key] for place in places])
    items: list[AttemptItem] = []
    for position, place in enumerate(places, 1):
        question = questions[versions[place.key]]
        as_written = range(1, len(options_of(question)) + 1)
        items.append(
            AttemptItem(
                position=position,
                section=place.section,
                key=place.key,
                version_id=versions[place.key],
                option_order=list(draw_options(question, random) if paper.shuffle_options else as_written),
                points=place.points,
            )
        )
    return items


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One question as the candidate sees it, with the response that counts so far."""

    position: int
    section: int
    question: Shown
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """An attempt as its candidate sees it; the questions are there only while it runs."""

    attempt: Attempt
    paper: Paper
    stage: Stage
    seconds_left: int
    revision: int
    items: tuple[ShownItem, ...] = ()

    @property
    def sections(self) -> list[tuple[Section, list[ShownItem]]]:
        """The sections with their questions."""
        return [
            (section, [item for item in self.items if item.section == number])
            for number, section in enumerate(self.paper.sections, 1)
        ]

    @property
    def unanswered(self) -> list[int]:
        """The positions of the questions without an answer."""
        return [item.position for item in self.items if item.standing is None or not item.standing.answered]


def own_attempt(session: Session, employee_id: int, attempt_id: int) -> Attempt:
    """Give somebody's own attempt; raises NotFound for anybody else's."""
    attempt = session.get(Attempt, attempt_id)
    if attempt is None or attempt.employee_id != employee_id:
        raise NotFound("There is no such exam of yours.")
    return attempt


def look(session: Session, employee_id: int, attempt_id: int, now: datetime) -> OpenAttempt:
    """Give an attempt without its questions: how it stands and what the server has."""
    attempt = own_attempt(session, employee_id, attempt_id)
    return OpenAttempt(
        attempt,
        paper_of(attempt),
        stage(State(attempt.state), attempt.due_at, now),
        max(0, ceil((attempt.due_at - now).total_seconds())),
        revision_of(session, attempt.id),
    )


def open_attempt(session: Session, employee_id: int, attempt_id: int, now: datetime) -> OpenAttempt:
    """Give an attempt as its candidate sees it, with its questions while it runs."""
    found = look(session, employee_id, attempt_id, now)
    if found.stage is not Stage.RUNNING:
        return found
    questions, answers = questions_of(session, found.attempt.items), counting(session, [attempt_id])
    items = []
    for item in found.attempt.items:
        order, stored = tuple(item.option_order), answers.get(item.id)
        question = shown(questions[item.version_id], order, item.points)
        items.append(ShownItem(item.position, item.section, question, as_shown(stored, order) if stored else None))
    return OpenAttempt(found.attempt, found.paper, found.stage, found.seconds_left, found.revision, tuple(items))


def changed_since(session: Session, attempt: Attempt, seen: int) -> dict[int, Standing]:
    """Give the responses that count and that a device which has seen so much does not know, by position."""
    answers = counting(session, [attempt.id])
    return {
        item.position: as_shown(stored, tuple(item.option_order))
        for item in attempt.items
        if (stored := answers.get(item.id)) is not None and stored.revision > seen
    }


def submit(session: Session, employee_id: int, attempt_id: int, now: datetime, seal: Seal) -> Attempt:
    """Hand an attempt in, once; handing in again changes nothing."""
    attempt = own_attempt(session, employee_id, attempt_id)
    if is_overdue(State(attempt.state), attempt.due_at, now):
        close(session, attempt, now, seal)
    else:
        _hand_in(session, attempt, now, now, "candidate", seal)
    return attempt


def close(session: Session, attempt: Attempt, now: datetime, seal: Seal) -> bool:
    """Hand in an overdue attempt with what was saved, as of its end; False when somebody was first."""
    return _hand_in(session, attempt, attempt.due_at, now, "server", seal)


def _hand_in(session: Session, attempt: Attempt, submitted_at: datetime, now: datetime, by: str, seal: Seal) -> bool:
    won = session.execute(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.state == State.RUNNING.value)
        .values(state=State.SUBMITTED.value, submitted_at=submitted_at, submitted_by=by)
        .returning(Attempt.id)
        .execution_options(synchronize_session=False)
    ).first()
    session.refresh(attempt)
    if won is None:
        return False
    marking.mark_by_machine(session, attempt, now, seal)
    return True


def overdue(session: Session, now: datetime, limit: int = 50) -> list[int]:
    """Give the attempts that the server is to hand in, the oldest first."""
    waiting = (Attempt.state == State.RUNNING.value, Attempt.due_at < now - GRACE)
    return list(session.scalars(select(Attempt.id).where(*waiting).order_by(Attempt.due_at).limit(limit)))


def close_overdue(session: Session, attempt_id: int, now: datetime, seal: Seal) -> bool:
    """Hand in one overdue attempt; False when another server or the candidate was first."""
    attempt = session.get(Attempt, attempt_id)
    if attempt is None or not is_overdue(State(attempt.state), attempt.due_at, now):
        return False
    return close(session, attempt, now, seal)
