"""Read the record: entries of a person, the newest result per subject."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from people.models import Employee
from records.models import RecordEntry, RecordNote


@dataclass(frozen=True)
class Entry:
    """A stored entry, read back from its payload."""

    seq: int
    employee_id: int
    kind: str
    subject: str
    at: datetime
    titles: dict[str, str]
    points: int | None
    max_points: int | None
    pass_points: int | None
    passed: bool | None
    judged_by: tuple[int, ...]
    evidence: str
    details: dict[str, Any]
    note: str
    hash: str


def entries_of(
    session: Session, employee_id: int, limit: int = 200, before: int | None = None, kind: str = ""
) -> list[Entry]:
    """Give a person's entries of a kind (none: all), the newest first, at most `limit` before number `before`."""
    query = (
        select(RecordEntry, RecordNote.text)
        .outerjoin(RecordNote, RecordNote.seq == RecordEntry.seq)
        .where(RecordEntry.employee_id == employee_id)
        .order_by(RecordEntry.seq.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(RecordEntry.seq < before)
    if kind:
        query = query.where(RecordEntry.kind == kind)
    return [_read(row.RecordEntry, row.text or "") for row in session.execute(query)]


def entry(session: Session, seq: int) -> Entry | None:
    """Give one entry by its number."""
    found = session.get(RecordEntry, seq)
    return _read(found, "") if found else None


def judges(session: Session, entries: Sequence[Entry]) -> dict[int, str]:
    """Give the names of those who judged the entries, by employee id."""
    wanted = {judge for entry in entries for judge in entry.judged_by}
    found = session.execute(select(Employee.id, Employee.name).where(Employee.id.in_(wanted)))
    return {row.id: row.name for row in found}


def passed_subjects(session: Session, employee_id: int) -> set[str]:
    """The subjects in which somebody has ever passed."""
    passed = (RecordEntry.employee_id == employee_id, RecordEntry.passed.is_(True))
    return set(session.scalars(select(RecordEntry.subject).where(*passed)))


def _read(entry: RecordEntry, note: str) -> Entry:
    payload = json.loads(entry.payload)
    return Entry(
        seq=entry.seq,
        employee_id=entry.employee_id,
        kind=entry.kind,
        subject=entry.subject,
        at=datetime.fromisoformat(payload["at"]),
        titles=payload["titles"],
        points=payload["points"],
        max_points=payload["max_points"],
        pass_points=payload["pass_points"],
        passed=payload["passed"],
        judged_by=tuple(payload["judged_by"]),
        evidence=payload["evidence"],
        details=payload["details"],
        note=note,
        hash=entry.hash,
    )
