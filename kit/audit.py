"""Who changed what, when and why, for everything that is not a record entry."""

from datetime import datetime

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from kit.database import Base, Key


class AuditEntry(Base):
    """One change made by a person or by the server itself (actor None)."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(Key)
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)


def note(
    session: Session,
    action: str,
    subject: str,
    at: datetime,
    actor_id: int | None,
    reason: str = "",
    **details: object,
) -> None:
    """Append who did what to which subject (`employee:12`, `paper:customer-service-monthly`), and why."""
    session.add(AuditEntry(at=at, actor_id=actor_id, action=action, subject=subject, reason=reason, details=details))
