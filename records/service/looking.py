"""Who may look at whose record, and the log of those who did."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from people.models import Employee
from people.service.reach import person_in_reach
from records.models import RecordAccess


@dataclass(frozen=True)
class Look:
    """One look of somebody at somebody else's record."""

    viewer: str
    at: datetime
    page: str


def look_at(session: Session, viewer: Employee, employee_id: int, page: str, now: datetime) -> Employee:
    """Give the person whose record the viewer opens, and log it; raises NotFound outside the viewer's reach."""
    if viewer.id == employee_id:
        return viewer
    person = person_in_reach(session, viewer, employee_id)
    session.add(RecordAccess(employee_id=employee_id, viewer_id=viewer.id, at=now, page=page))
    session.flush()
    return person


def looks_at(session: Session, employee_id: int, limit: int = 20) -> list[Look]:
    """Give who looked at a person's record, the newest first."""
    rows = session.execute(
        select(Employee.name, RecordAccess.at, RecordAccess.page)
        .join(Employee, Employee.id == RecordAccess.viewer_id)
        .where(RecordAccess.employee_id == employee_id)
        .order_by(RecordAccess.id.desc())
        .limit(limit)
    )
    return [Look(row.name, row.at, row.page) for row in rows]
