"""Check the whole record: the chain, and that the columns for finding say what the payloads say."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.chain import Link, first_broken, note_digest
from records.models import RecordEntry, RecordNote


@dataclass(frozen=True)
class Verdict:
    """What verifying found."""

    entries: int
    first_broken: int | None

    @property
    def ok(self) -> bool:
        """True when every entry is as it was written."""
        return self.first_broken is None


def verify(session: Session) -> Verdict:
    """Hash every stored text first, and only then parse it and compare the columns beside it."""
    stored = select(RecordEntry.seq, RecordEntry.payload, RecordEntry.prev_hash, RecordEntry.hash)
    rows = session.execute(stored.order_by(RecordEntry.seq)).all()
    broken = first_broken(Link(*row) for row in rows)
    differing = next(_differing(session), None) if broken is None else None
    return Verdict(len(rows), broken if broken is not None else differing)


def _differing(session: Session) -> Iterator[int]:
    query = (
        select(RecordEntry, RecordNote)
        .outerjoin(RecordNote, RecordNote.seq == RecordEntry.seq)
        .order_by(RecordEntry.seq)
    )
    for entry, note in session.execute(query):
        payload = json.loads(entry.payload)
        columns = (payload["employee"], payload["kind"], payload["subject"], payload["passed"])
        # an erased note is gone with its salt; one that is there must be the one that was entered
        other_note = note is not None and payload["note"] != note_digest(note.salt, note.text)
        if other_note or columns != (entry.employee_id, entry.kind, entry.subject, entry.passed):
            yield entry.seq
