"""What somebody has to sit and has sat."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from exams.models import Assignment, Attempt, Sitting, SittingCandidate
from exams.papers import Paper
from exams.service.pools import current_paper, paper_of
from exams.service.recording import released
from exams.sitting_rules import Sat, Stage, State, may_start, stage
from kit.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class Mine:
    """One sitting of somebody, at a moment."""

    sitting: Sitting
    attempts: tuple[Attempt, ...]
    now: datetime

    @property
    def running(self) -> Attempt | None:
        """The attempt that goes on."""
        return next((one for one in self.attempts if self.stage_of(one) is Stage.RUNNING), None)

    @property
    def refusal(self) -> Refused | None:
        """Why no attempt can begin now; None when one can."""
        sat = [Sat(self._state(one), one.due_at, one.passed) for one in self.attempts]
        found = self.sitting
        try:
            may_start(found.opens_at, found.closes_at, found.assignment.attempts, sat, self.now)
        except Refused as refused:
            return refused
        return None

    def _state(self, attempt: Attempt) -> State:
        # an abandoned attempt is as good as handed in: starting the next one closes it
        over = self.stage_of(attempt) is Stage.CLOSED
        return State.MARKED if over else State(attempt.state)

    @property
    def is_open(self) -> bool:
        """Tell whether there is something to do here now."""
        return self.running is not None or self.refusal is None

    @property
    def is_ahead(self) -> bool:
        """Tell whether its window has not opened yet."""
        return self.now < self.sitting.opens_at

    @property
    def left(self) -> int:
        """How many attempts are left."""
        return max(0, self.sitting.assignment.attempts - len(self.attempts))

    @property
    def shown_score(self) -> Attempt | None:
        """The newest marked attempt whose result is open."""
        if not released(self.sitting, self.now):
            return None
        return next((one for one in reversed(self.attempts) if one.points is not None), None)

    def stage_of(self, attempt: Attempt) -> Stage:
        """What an attempt is at this moment."""
        return stage(State(attempt.state), attempt.due_at, self.now)


def mine(session: Session, employee_id: int, now: datetime) -> list[Mine]:
    """Give somebody's sittings: what can be done now by its end, then the rest, the newest first."""
    query = (
        select(Sitting)
        .join(SittingCandidate, SittingCandidate.sitting_id == Sitting.id)
        .where(SittingCandidate.employee_id == employee_id)
        .order_by(Sitting.closes_at.desc(), Sitting.id.desc())
    )
    attempts = _attempts(session, employee_id)
    found = [Mine(sitting, tuple(attempts[sitting.id]), now) for sitting in session.scalars(query)]
    doable = sorted((one for one in found if one.is_open), key=lambda one: one.sitting.closes_at)
    return doable + [one for one in found if not one.is_open]


def _attempts(session: Session, employee_id: int) -> dict[int, list[Attempt]]:
    found: dict[int, list[Attempt]] = defaultdict(list)
    query = select(Attempt).where(Attempt.employee_id == employee_id).order_by(Attempt.number)
    for one in session.scalars(query):
        found[one.sitting_id].append(one)
    return found


def one_of_mine(session: Session, employee_id: int, sitting_id: int, now: datetime) -> tuple[Mine, Paper]:
    """Give one sitting of somebody with its paper; raises NotFound for who is no candidate."""
    known = select(SittingCandidate).where(
        SittingCandidate.sitting_id == sitting_id, SittingCandidate.employee_id == employee_id
    )
    candidate = session.scalar(known)
    if candidate is None:
        raise NotFound("There is no such exam of yours.")
    found = Mine(candidate.sitting, tuple(_attempts(session, employee_id)[sitting_id]), now)
    paper = (
        paper_of(found.attempts[-1]) if found.attempts else current_paper(session, found.sitting.assignment.paper)[1]
    )
    return found, paper


def newly_marked(session: Session, employee_id: int, now: datetime, within: timedelta) -> list[Attempt]:
    """Give somebody's attempts that were handed in lately and whose result is open, the newest first."""
    query = select(Attempt).where(
        Attempt.employee_id == employee_id, Attempt.entry_seq.is_not(None), Attempt.submitted_at > now - within
    )
    return list(session.scalars(query.order_by(Attempt.submitted_at.desc()).limit(3)))


@dataclass(frozen=True, slots=True)
class PathExam:
    """Where a step of a path leads: the sitting of its paper that somebody has."""

    title: dict[str, str]
    sitting_id: int
    minutes: int
    is_open: bool


def for_path(session: Session, employee_id: int, papers: Sequence[str], now: datetime) -> dict[str, PathExam]:
    """Give the newest sitting that somebody has of each paper."""
    query = (
        select(Assignment.paper, Sitting)
        .join(Sitting, Sitting.assignment_id == Assignment.id)
        .join(SittingCandidate, SittingCandidate.sitting_id == Sitting.id)
        .where(SittingCandidate.employee_id == employee_id, Assignment.paper.in_(papers))
        .order_by(Sitting.closes_at, Sitting.id)
    )
    return {
        paper: PathExam(sitting.assignment.title, sitting.id, sitting.assignment.minutes, sitting.opens_at <= now)
        for paper, sitting in session.execute(query)
    }
