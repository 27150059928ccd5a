"""Messages in the app, each exactly once per person."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from people.models import Notice


def notify(
    session: Session, employee_id: int, key: str, message: str, values: Mapping[str, str], url: str, now: datetime
) -> None:
    """Leave a notice for somebody, unless one with this key was left before."""
    known = select(Notice.id).where(Notice.employee_id == employee_id, Notice.key == key)
    if session.scalar(known) is None:
        session.add(Notice(employee_id=employee_id, key=key, message=message, values=dict(values), url=url, at=now))
        session.flush()


def unread(session: Session, employee_id: int) -> int:
    """How many notices somebody has not read."""
    waiting = select(func.count(Notice.id)).where(Notice.employee_id == employee_id, Notice.read_at.is_(None))
    return session.scalar(waiting) or 0


def newest(session: Session, employee_id: int, limit: int) -> list[Notice]:
    """Give somebody's newest notices first."""
    mine = select(Notice).where(Notice.employee_id == employee_id)
    return list(session.scalars(mine.order_by(Notice.id.desc()).limit(limit)))


def mark_read(session: Session, employee_id: int, now: datetime) -> None:
    """Take note that somebody has read all their notices."""
    mine = (Notice.employee_id == employee_id, Notice.read_at.is_(None))
    session.execute(update(Notice).where(*mine).values(read_at=now))
