"""Shifts: who is at work when."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.audit import note
from kit.errors import Conflict, NotFound
from people.models import Employee, Shift
from people.service.reach import within_reach
from people.shift_sheet import ShiftRow


def between(session: Session, actor: Employee, start: datetime, end: datetime) -> list[Shift]:
    """The shifts of the actor's people that begin in a span, the earliest first."""
    theirs = select(Employee.id).where(within_reach(actor))
    wanted = (Shift.starts_at >= start, Shift.starts_at < end, Shift.employee_id.in_(theirs))
    return list(session.scalars(select(Shift).where(*wanted).order_by(Shift.starts_at, Shift.employee_id)))


def rows(session: Session, since: datetime) -> list[ShiftRow]:
    """All shifts since a moment, as the reader of a list compares with them."""
    known = select(Shift, Employee.number).join(Employee, Employee.id == Shift.employee_id).where(Shift.ends_at > since)
    return [ShiftRow(0, number, shift.starts_at, shift.ends_at) for shift, number in session.execute(known)]


def add(
    session: Session, person: Employee, starts_at: datetime, ends_at: datetime, by: Employee | None, now: datetime
) -> Shift:
    """Enter a shift. Raises Conflict when the person has another one at that time."""
    clash = select(Shift.id).where(Shift.employee_id == person.id, Shift.starts_at < ends_at, Shift.ends_at > starts_at)
    if session.scalar(clash.limit(1)):
        raise Conflict("This person has another shift at that time.")
    shift = Shift(employee_id=person.id, starts_at=starts_at, ends_at=ends_at)
    session.add(shift)
    session.flush()
    note(session, "shift added", f"employee:{person.id}", now, by.id if by else None, shift=shift.id)
    return shift


def remove(session: Session, actor: Employee, shift_id: int, now: datetime) -> None:
    """Take a shift out of the plan; raises NotFound when it is nobody's in the actor's reach."""
    theirs = select(Employee.id).where(within_reach(actor))
    shift = session.scalar(select(Shift).where(Shift.id == shift_id, Shift.employee_id.in_(theirs)))
    if shift is None:
        raise NotFound("There is no such shift any more.")
    note(session, "shift removed", f"employee:{shift.employee_id}", now, actor.id, start=shift.starts_at.isoformat())
    session.delete(shift)
    session.flush()
