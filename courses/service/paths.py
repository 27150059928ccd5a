"""Learning paths at work: begin, confirm, complete."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from courses.events import PathStarted
from courses.models import PathRun
from courses.paths import LearningPath, MentorStep, PathProgress, StepProgress, due_on, progress
from courses.service.catalogue import paths
from courses.service.passing import done_by_person, done_subjects
from kit.errors import Conflict, NotAllowed, Refused
from kit.events import publish
from people.models import Employee
from people.service.notices import notify
from people.service.reach import mentee
from records.deeds import Deed
from records.service.certificates import issue
from records.service.entering import enter
from records.service.reading import Entry, entries_of

MENTOR, PATH = "mentor", "path"


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits for a step to be confirmed."""

    employee: Employee
    step: StepProgress


def start(session: Session, employee_id: int, path: LearningPath, started_on: date) -> PathRun:
    """Put somebody on a path, its days counted from the given one; one who is on it stays as they are."""
    run = session.scalar(select(PathRun).where(PathRun.employee_id == employee_id, PathRun.path == path.id))
    if run is not None and run.ended_at is None:
        return run
    if run is None:
        run = PathRun(employee_id=employee_id, path=path.id)
        session.add(run)
    run.started_on, run.completed_at, run.ended_at = started_on, None, None
    session.flush()
    steps = tuple((step.name, due_on(started_on, step.day)) for step in path.steps)
    publish(session, PathStarted(employee_id, path.id, steps))
    return run


def start_for_position(
    session: Session, employee_id: int, position: str, track: str, started_on: date, today: date
) -> None:
    """Put somebody on the paths of a position; not on one whose last day is over, as for people here for long."""
    for path in paths(session).values():
        if path.suits(position, track) and due_on(started_on, path.steps[-1].day) >= today:
            start(session, employee_id, path, started_on)


def start_by_hand(
    session: Session, actor: Employee, employee_id: int, path: str, started_on: date | None, today: date
) -> PathRun:
    """Put somebody in reach on a path. Raises NotFound, Refused for no path or a day out of the ordinary."""
    person = mentee(session, actor, employee_id)
    found = paths(session).get(path)
    if found is None:
        raise Refused("There is no such learning path.")
    if started_on is None:
        raise Refused("Choose the first day.")
    if abs((started_on - today).days) > 366:
        raise Refused("Choose a first day within a year of today.")
    return start(session, person.id, found, started_on)


def end_unsuitable(session: Session, employee_id: int, now: datetime) -> None:
    """End the paths under way that suit none of the positions somebody holds."""
    employee = session.get(Employee, employee_id)
    held = [(one.position, one.track) for one in employee.positions] if employee else []
    known = paths(session)
    for run in _running(session, employee_id):
        if run.path not in known or not any(known[run.path].suits(*one) for one in held):
            run.ended_at = now
    session.flush()


def end_all(session: Session, employee_id: int, now: datetime) -> None:
    """End all paths under way of somebody who left."""
    for run in _running(session, employee_id):
        run.ended_at = now
    session.flush()


def forget(session: Session, employee_id: int) -> None:
    """Remove the paths of somebody who was entered by mistake and has done nothing."""
    session.execute(delete(PathRun).where(PathRun.employee_id == employee_id))


def progress_of(session: Session, employee_id: int, today: date) -> list[PathProgress]:
    """How far somebody has come on each path they are on or have completed, the newest first."""
    known, done = paths(session), done_subjects(session, employee_id)
    runs = select(PathRun).where(PathRun.employee_id == employee_id, PathRun.ended_at.is_(None))
    newest = session.scalars(runs.order_by(PathRun.completed_at.is_not(None), PathRun.id.desc()))
    return [progress(known[run.path], run.started_on, done, today) for run in newest if run.path in known]


def comments_on(session: Session, employee_id: int) -> dict[str, Entry]:
    """The newest entry for each step that a mentor has judged, by subject."""
    judged = [one for one in entries_of(session, employee_id, limit=1_000) if one.kind == MENTOR]
    return {one.subject: one for one in reversed(judged)}


def confirm(
    session: Session,
    actor: Employee,
    employee_id: int,
    path: str,
    step: str,
    passed: bool,
    comment: str,
    now: datetime,
    today: date,
) -> MentorStep:
    """Enter that a step at work is done, or not yet.

    Raises NotFound for people whom the actor does not look after, NotAllowed for oneself, Conflict when the step
    was confirmed before, Refused for a step that is none and when "not yet" comes without a reason.
    """
    if actor.id == employee_id:
        raise NotAllowed("Nobody confirms their own steps. Ask your mentor or manager.")
    person = mentee(session, actor, employee_id)
    current = next((one for one in progress_of(session, person.id, today) if one.path.id == path), None)
    wanted = f"{MENTOR}:{step}"
    found = next((one for one in current.steps if one.step.name == wanted), None) if current else None
    if found is None or not isinstance(found.step, MentorStep):
        raise Refused("This person's path has no such step.")
    if found.subject in done_subjects(session, person.id):
        raise Conflict("This step has been confirmed already.")
    if not passed and not comment.strip():
        raise Refused("Say in a sentence what is still missing, so that it can be practised.")
    enter(
        session,
        Deed(
            employee_id=person.id,
            kind=MENTOR,
            subject=found.subject,
            at=now,
            titles=found.step.title.model_dump(),
            passed=passed,
            judged_by=(actor.id,),
            note=comment.strip(),
        ),
        now,
    )
    _tell_confirmed(session, person.id, found.step, passed, now)
    return found.step


def _tell_confirmed(session: Session, employee_id: int, step: MentorStep, passed: bool, now: datetime) -> None:
    message = "Confirmed: %(step)s" if passed else "Not yet: %(step)s. Your mentor has left a note."
    key = f"{step.name}:{now.isoformat()}"
    notify(session, employee_id, key, message, {"step": step.title.zh}, "/path", now)


def complete(session: Session, employee_id: int, now: datetime, today: date, secret: str) -> list[LearningPath]:
    """Enter each path under way whose last step is done, and give its certificate; gives those paths."""
    known, done = paths(session), done_subjects(session, employee_id)
    completed: list[LearningPath] = []
    for run in _running(session, employee_id):
        path = known.get(run.path)
        if path is None or not progress(path, run.started_on, done, today).finished:
            continue
        run.completed_at = now
        session.flush()
        _enter_completed(session, employee_id, path, run.started_on, now, today, secret)
        completed.append(path)
    return completed


def _enter_completed(
    session: Session, employee_id: int, path: LearningPath, started_on: date, now: datetime, today: date, secret: str
) -> None:
    subject = f"{PATH}:{path.id}"
    details = {"steps": len(path.steps), "started_on": started_on.isoformat()}
    deed = Deed(employee_id, PATH, subject, now, path.title.model_dump(), passed=True, details=details)
    entry = enter(session, deed, now)
    if path.certificate:
        titles, valid_days = path.certificate.title.model_dump(), path.certificate.valid_days
        issue(session, employee_id, subject, titles, today, valid_days, secret, now)
    message = "You have finished %(path)s. It stands in your record."
    notify(session, employee_id, f"{subject}:{entry.seq}", message, {"path": path.title.zh}, "/record", now)


def waiting_for(session: Session, mentor: Employee, today: date) -> list[Waiting]:
    """The people whom somebody mentors and who have a step to be confirmed that is due, the latest first."""
    runs = list(
        session.scalars(
            select(PathRun)
            .join(Employee)
            .where(Employee.mentor_id == mentor.id, Employee.active, PathRun.completed_at.is_(None))
            .where(PathRun.ended_at.is_(None), Employee.id != mentor.id)
        )
    )
    known, done = paths(session), done_by_person(session, [run.employee_id for run in runs])
    found: list[Waiting] = []
    for run in runs:
        if run.path in known:
            mine = progress(known[run.path], run.started_on, done.get(run.employee_id, set()), today)
            found += [Waiting(run.employee, one) for one in due_confirmations(mine, today)]
    return sorted(found, key=lambda one: (one.step.due_on, one.employee.id))


def due_confirmations(mine: PathProgress, today: date) -> Collection[StepProgress]:
    """The steps of a path that a mentor should confirm by now."""
    return [
        one for one in mine.steps if isinstance(one.step, MentorStep) and one.state != "done" and one.due_on <= today
    ]


def _running(session: Session, employee_id: int) -> list[PathRun]:
    runs = select(PathRun).where(
        PathRun.employee_id == employee_id, PathRun.completed_at.is_(None), PathRun.ended_at.is_(None)
    )
    return list(session.scalars(runs))
