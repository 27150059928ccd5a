"""Give a paper to people: whom an audience means, the sitting with its candidates, the exams of a path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, true
from sqlalchemy.orm import Session

from courses.events import PathStarted
from exams import addresses
from exams.models import Assignment, AssignmentAudience, Attempt, Sitting, SittingCandidate
from exams.papers import Paper
from exams.release import Explain, Policy, When
from exams.service.pools import current_paper
from kit.access import Role
from kit.audit import note
from kit.clock import day_end
from kit.errors import NotFound, Refused
from people.models import Employee, EmployeePosition, Team
from people.service.notices import notify
from people.service.reach import within_reach
from records.service.reading import passed_subjects

PATH_PREFIX = "exam:"
LEEWAY = timedelta(days=3)
"""How long an exam of a path stays open after its due day."""
AT_ONCE = Policy(When.AT_ONCE, Explain.WRONG)


@dataclass(frozen=True, slots=True)
class Meant:
    """One line of an audience: all who fit everything it names."""

    team_id: int | None = None
    position: str | None = None
    track: str | None = None
    employee_id: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is assigned and by which rules."""

    paper: str
    opens_at: datetime
    closes_at: datetime
    minutes: int
    attempts: int
    pass_percent: int
    policy: Policy = AT_ONCE


def assignable(actor: Employee) -> ColumnElement[bool]:
    """The condition on Employee for the people whom somebody may give an exam to: a trainer may to everybody."""
    everybody = true() if Role.TRAINER in actor.roles else within_reach(actor)
    return and_(everybody, Employee.active)


def people_meant(session: Session, actor: Employee, audience: Sequence[Meant]) -> list[Employee]:
    """Give whom an audience means, among those the actor may assign to, by name."""
    lines = [_fits(session, line) for line in audience]
    if not lines:
        return []
    found = select(Employee).where(assignable(actor), or_(*lines)).order_by(Employee.name, Employee.id)
    return list(session.scalars(found))


def _fits(session: Session, line: Meant) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = []
    if line.employee_id is not None:
        conditions.append(Employee.id == line.employee_id)
    if line.team_id is not None:
        team = session.get(Team, line.team_id)
        below = select(Team.id).where(Team.path.startswith(team.path if team else "none"))
        conditions.append(Employee.team_id.in_(below))
    if line.position is not None:
        job = EmployeePosition.position == line.position
        if line.track is not None:
            job = and_(job, EmployeePosition.track == line.track)
        conditions.append(Employee.positions.any(job))
    return and_(*conditions) if conditions else ~true()


def assign(session: Session, actor: Employee, terms: Terms, audience: Sequence[Meant], now: datetime) -> Sitting:
    """Make an assignment with its sitting for everybody who is meant, and tell them."""
    _, paper = current_paper(session, terms.paper)
    if terms.closes_at <= max(terms.opens_at, now):
        raise Refused("The exam must close after it opens, and not in the past.")
    people = people_meant(session, actor, audience)
    if not people:
        raise Refused("Nobody is meant by this. Choose a team, a position or people.")
    sitting = _make(session, paper, terms, [person.id for person in people], now, actor.id)
    for line in audience:
        session.add(
            AssignmentAudience(
                assignment_id=sitting.assignment_id,
                team_id=line.team_id,
                position=line.position,
                track=line.track,
                employee_id=line.employee_id,
            )
        )
    note(session, "exam assigned", f"paper:{terms.paper}", now, actor.id, sitting=sitting.id, candidates=len(people))
    session.flush()
    return sitting


def _make(
    session: Session,
    paper: Paper,
    terms: Terms,
    employee_ids: Sequence[int],
    now: datetime,
    by: int | None,
    origin: str | None = None,
) -> Sitting:
    assignment = Assignment(
        paper=terms.paper,
        title={"zh": paper.title.zh, "en": paper.title.en},
        minutes=terms.minutes,
        attempts=terms.attempts,
        pass_percent=terms.pass_percent,
        release_when=terms.policy.when,
        release_explain=terms.policy.explain,
        origin=origin,
        created_by=by,
        created_at=now,
    )
    sitting = Sitting(assignment=assignment, opens_at=terms.opens_at, closes_at=terms.closes_at)
    session.add(sitting)
    session.flush()
    for employee_id in employee_ids:
        session.add(SittingCandidate(sitting_id=sitting.id, employee_id=employee_id))
        _tell(session, sitting, paper, employee_id, now)
    session.flush()
    return sitting


def _tell(session: Session, sitting: Sitting, paper: Paper, employee_id: int, now: datetime) -> None:
    message = "You have an exam to take: %(paper)s."
    values = {"paper": paper.title.zh}
    notify(session, employee_id, f"sitting:{sitting.id}", message, values, addresses.sitting(sitting.id), now)


def assign_path(session: Session, event: PathStarted, now: datetime, zone: str) -> None:
    """Give a newcomer the exams of their path that they have not passed, open from now until after they are due."""
    passed = passed_subjects(session, event.employee_id)
    for name, due_on in event.steps:
        if not name.startswith(PATH_PREFIX) or name in passed:
            continue
        key = name.removeprefix(PATH_PREFIX)
        origin = f"path:{event.path}/{key}/{event.employee_id}"
        if session.scalar(select(Assignment.id).where(Assignment.origin == origin)) is None:
            closes_at = max(day_end(due_on, zone), now) + LEEWAY
            _assign_step(session, key, event.employee_id, origin, closes_at, now)


def forget(session: Session, employee_id: int) -> None:
    """Remove the exams that somebody's path gave them, for one who was entered by mistake and has not sat any."""
    mine = select(SittingCandidate.sitting_id).where(SittingCandidate.employee_id == employee_id)
    sat = select(Attempt.sitting_id).where(Attempt.employee_id == employee_id)
    given = (
        select(Sitting)
        .join(Assignment, Assignment.id == Sitting.assignment_id)
        .where(Sitting.id.in_(mine), Sitting.id.not_in(sat), Assignment.origin.is_not(None))
    )
    for sitting in session.scalars(given).all():
        assignment_id = sitting.assignment_id
        session.execute(delete(SittingCandidate).where(SittingCandidate.sitting_id == sitting.id))
        session.execute(delete(Sitting).where(Sitting.id == sitting.id))
        session.execute(delete(AssignmentAudience).where(AssignmentAudience.assignment_id == assignment_id))
        session.execute(delete(Assignment).where(Assignment.id == assignment_id))


def _assign_step(session: Session, key: str, employee_id: int, origin: str, closes_at: datetime, now: datetime) -> None:
    try:
        _, paper = current_paper(session, key)
    except NotFound:  # a path may name a paper before it is there
        return
    terms = Terms(key, now, closes_at, paper.minutes, paper.attempts, paper.pass_percent)
    line = AssignmentAudience(employee_id=employee_id)
    sitting = _make(session, paper, terms, [employee_id], now, None, origin)
    line.assignment_id = sitting.assignment_id
    session.add(line)
    session.flush()
