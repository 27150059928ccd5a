"""The manager's table: everybody on a path, how far they have come, late ones first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from courses.models import PathRun
from courses.paths import MentorStep, PathProgress, progress
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
    progress: PathProgress
    completed: bool
    day: int  # of the path, today

    @property
    def waits_for_mentor(self) -> int:
        """How many steps that are due wait for the mentor."""
        return sum(isinstance(one.step, MentorStep) for one in self.progress.late)


@dataclass(frozen=True)
class Table:
    """All rows, and the teams that one may choose among."""

    rows: Sequence[Row]
    teams: Sequence[tuple[int, str]]

    @property
    def late(self) -> int:
        """How many people are late."""
        return sum(row.progress.days_late > 0 for row in self.rows)


def table(session: Session, actor: Employee, today: date, team_id: int | None = None) -> Table:
    """Give the people whom the actor manages or mentors and who are on a path, those late the longest first."""
    seen = (or_(within_reach(actor), Employee.mentor_id == actor.id), Employee.active, Employee.id != actor.id)
    chosen = _in_team(session, team_id)
    mentor = select(Employee.id, Employee.name).subquery()
    runs = (
        select(PathRun, Employee.name, Employee.number, Team.name.label("team"), mentor.c.name.label("mentor"))
        .join(Employee, Employee.id == PathRun.employee_id)
        .join(Team, Team.id == Employee.team_id)
        .outerjoin(mentor, mentor.c.id == Employee.mentor_id)
        .where(*seen, *chosen, PathRun.ended_at.is_(None))
    )
    done = done_by_person(session, select(Employee.id).where(*seen, *chosen))
    known = paths(session)
    rows = [
        Row(
            employee_id=row.PathRun.employee_id,
            name=row.name,
            number=row.number,
            team=row.team,
            mentor=row.mentor or "",
            progress=progress(
                known[row.PathRun.path], row.PathRun.started_on, done.get(row.PathRun.employee_id, set()), today
            ),
            completed=row.PathRun.completed_at is not None,
            day=(today - row.PathRun.started_on).days + 1,
        )
        for row in session.execute(runs)
        if row.PathRun.path in known
    ]
    teams = session.execute(select(Team.id, Team.name).join(Employee).where(*seen).distinct().order_by(Team.name))
    return Table(sorted(rows, key=_late_first), [(row.id, row.name) for row in teams])


def _late_first(row: Row) -> tuple[bool, int, float, str]:
    share = row.progress.done / len(row.progress.steps)
    return (row.completed, -row.progress.days_late, share, row.number)


def _in_team(session: Session, team_id: int | None) -> list[ColumnElement[bool]]:
    """Narrow to a team with all below it."""
    team = session.get(Team, team_id) if team_id else None
    if team is None:
        return []
    return [Employee.team_id.in_(select(Team.id).where(Team.path.startswith(team.path)))]
