"""Append to the record: under the write lock, onto the head of the chain, nothing else ever."""

import secrets
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kit.events import publish
from records.chain import GENESIS, link_hash, note_digest, payload_text
from records.deeds import Deed
from records.events import Entered
from records.models import RecordEntry, RecordNote

# any constant will do: it names the lock "head of the record" among PostgreSQL's advisory locks
HEAD_LOCK = 7_210_411


def enter(session: Session, deed: Deed, now: datetime) -> RecordEntry:
    """Append one entry and tell it; gapless even when two servers write at once."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": HEAD_LOCK})
    head = session.execute(select(RecordEntry.seq, RecordEntry.hash).order_by(RecordEntry.seq.desc()).limit(1)).first()
    seq, prev_hash = (head.seq + 1, head.hash) if head else (1, GENESIS)
    salt = secrets.token_hex(16) if deed.note else ""
    payload = payload_text(deed.payload(now, note_digest(salt, deed.note) if deed.note else ""))
    entry = RecordEntry(
        seq=seq,
        employee_id=deed.employee_id,
        kind=deed.kind,
        subject=deed.subject,
        passed=deed.passed,
        payload=payload,
        prev_hash=prev_hash,
        hash=link_hash(seq, payload, prev_hash),
    )
    session.add(entry)
    session.flush()
    if deed.note:
        session.add(RecordNote(seq=seq, salt=salt, text=deed.note))
        session.flush()
    publish(session, Entered(seq, deed.employee_id, deed.kind, deed.subject, deed.passed))
    return entry
