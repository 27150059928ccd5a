"""The tables of the record: chained entries, their erasable texts, certificates, and who looked."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.database import Base, Key
from people.models import Employee


class RecordEntry(Base):
    """One thing that was assessed about an employee; triggers refuse every change.

    The columns beside `payload` repeat what it says, for finding entries; `verify` compares them.
    """

    __tablename__ = "record_entry"
    __table_args__ = (
        Index("ix_record_entry_employee_id", "employee_id", "seq"),
        Index("ix_record_entry_subject", "subject", "employee_id", "seq"),
    )

    seq: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    # no foreign key: the record outlives every table it speaks of
    employee_id: Mapped[int] = mapped_column(Key)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(200))
    passed: Mapped[bool | None]
    payload: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class RecordNote(Base):
    """The free text of an entry, erasable; the entry holds its salted digest."""

    __tablename__ = "record_note"

    seq: Mapped[int] = mapped_column(ForeignKey("record_entry.seq"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)


class RecordAccess(Base):
    """Somebody looked at somebody else's record."""

    __tablename__ = "record_access"
    __table_args__ = (Index("ix_record_access_employee_id", "employee_id", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    viewer_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    at: Mapped[datetime]
    page: Mapped[str] = mapped_column(String(60))


class Certificate(Base):
    """A certificate; a renewal is another row, the old one stays."""

    __tablename__ = "certificate"
    __table_args__ = (Index("ix_certificate_employee_id", "employee_id", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    entry_seq: Mapped[int] = mapped_column(ForeignKey("record_entry.seq"), unique=True)
    subject: Mapped[str] = mapped_column(String(200))
    # bilingual title as it stood when issued: {"zh": …, "en": …}
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    issued_on: Mapped[date]
    valid_until: Mapped[date | None]
    revoked_at: Mapped[datetime | None]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)

    employee: Mapped[Employee] = relationship()
