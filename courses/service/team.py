"""The manager's table: everybody on a path, how far they have come, late ones first."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from courses.models import PathRun
from courses.paths import LearningPath, MentorStep, Outline, PathProgress, progress
from courses.service.catalogue import paths
from courses.service.passing import done_by_person
from people.models import Employee, Team
from people.service.reach import within_reach


@dataclass(frozen=True)
class Row:
    """One person on one path."""

    employee_id: int
    name: str
    number: str
    team: str
    mentor: str
    path: LearningPath
    started_on: date
    subjects: Set[str]
    today: date
    done: int
    days_late: int  # none once the path is completed
    completed: bool

    @property
    def day(self) -> int:
        """The day of the path."""
        return (self.today - self.started_on).days + 1

    @cached_property
    def progress(self) -> PathProgress:
        """Step by step, told only where it is shown."""
        return progress(self.path, self.started_on, self.subjects, self.today)

    @property
    def waits_for_mentor(self) -> int:
        """How many steps that are late wait for the mentor."""
        return sum(isinstance(one.step, MentorStep) for one in self.progress.late)


@dataclass(frozen=True)
class Table:
    """All rows, and the teams that one may choose among."""

    rows: Sequence[Row]
    teams: Sequence[tuple[int, str]]

    @property
    def late(self) -> int:
        """How many people are late."""
        return sum(row.days_late > 0 for row in self.rows)


def table(session: Session, actor: Employee, today: date, team_id: int | None = None) -> Table:
    """Give the people whom the actor manages or mentors and who are on a path, those late the longest first."""
    seen = (or_(within_reach(actor), Employee.mentor_id == actor.id), Employee.active, Employee.id != actor.id)
    chosen = _in_team(session, team_id)
    mentor = select(Employee.id, Employee.name).subquery()
    runs = (
        select(
            PathRun.employee_id,
            PathRun.path,
            PathRun.started_on,
            PathRun.completed_at,
            Employee.name,
            Employee.number,
            Team.name.label("team"),
            mentor.c.name.label("mentor"),
        )
        .join(Employee, Employee.id == PathRun.employee_id)
        .join(Team, Team.id == Employee.team_id)
        .outerjoin(mentor, mentor.c.id == Employee.mentor_id)
        .where(*seen, *chosen, PathRun.ended_at.is_(None))
    )
    done = done_by_person(session, select(Employee.id).where(*seen, *chosen))
    known = paths(session)
    outlines = {key: Outline.of(path) for key, path in known.items()}
    rows = [
        Row(
            employee_id=run.employee_id,
            name=run.name,
            number=run.number,
            team=run.team,
            mentor=run.mentor or "",
            path=known[run.path],
            started_on=run.started_on,
            subjects=(subjects := done.get(run.employee_id, set())),
            today=today,
            done=outlines[run.path].done(subjects),
            days_late=0 if run.completed_at else outlines[run.path].days_late(run.started_on, subjects, today),
            completed=run.completed_at is not None,
        )
        for run in session.execute(runs)
        if run.path in known
    ]
    teams = session.execute(select(Team.id, Team.name).join(Employee).where(*seen).distinct().order_by(Team.name))
    return Table(sorted(rows, key=_late_first), [(row.id, row.name) for row in teams])


def _late_first(row: Row) -> tuple[bool, int, float, str]:
    return (row.completed, -row.days_late, row.done / len(row.path.steps), row.number)


def _in_team(session: Session, team_id: int | None) -> list[ColumnElement[bool]]:
    """Narrow to a team with all below it."""
    team = session.get(Team, team_id) if team_id else None
    if team is None:
        return []
    return [Employee.team_id.in_(select(Team.id).where(Team.path.startswith(team.path)))]
