"""The tables of exams: assignments with their audience, sittings, attempts, what was answered and what it earned."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exams.release import Policy
from kit.database import Base, Key
from kit.publishing import ContentVersion
from people.models import Employee, Team

RUNNING = text("state = 'running'")


class Assignment(Base):
    """A paper given to an audience, with the rules it is sat by."""

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    paper: Mapped[str] = mapped_column(String(200), index=True)
    # the titles as they stood: {"zh": …, "en": …}
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    minutes: Mapped[int]
    attempts: Mapped[int]
    pass_percent: Mapped[int]
    release_when: Mapped[str] = mapped_column(String(20))
    release_explain: Mapped[str] = mapped_column(String(10))
    # what made it without a person: the step of a path, once
    origin: Mapped[str | None] = mapped_column(String(300), unique=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    created_at: Mapped[datetime]

    audience: Mapped[list["AssignmentAudience"]] = relationship(order_by="AssignmentAudience.id")
    creator: Mapped[Employee | None] = relationship()

    @property
    def policy(self) -> Policy:
        """What its candidates are told, and when."""
        return Policy.of(self.release_when, self.release_explain)


class AssignmentAudience(Base):
    """For whom it was meant: a row means all who fit everything it names, the rows add up."""

    __tablename__ = "assignment_audience"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    position: Mapped[str | None] = mapped_column(String(60))
    track: Mapped[str | None] = mapped_column(String(60))
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))

    team: Mapped[Team | None] = relationship()
    employee: Mapped[Employee | None] = relationship()


class Sitting(Base):
    """One occurrence of an assignment: its window, and when its results were released by hand."""

    __tablename__ = "sitting"
    __table_args__ = (CheckConstraint("closes_at > opens_at", name="opens_before_it_closes"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))

    assignment: Mapped[Assignment] = relationship()


class SittingCandidate(Base):
    """Somebody who is to sit; fixed when the sitting is made."""

    __tablename__ = "sitting_candidate"
    __table_args__ = (UniqueConstraint("sitting_id", "employee_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)

    sitting: Mapped[Sitting] = relationship()
    employee: Mapped[Employee] = relationship()


class Attempt(Base):
    """One person sitting once; the unique keys settle who started first."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("sitting_id", "employee_id", "number"),
        Index(
            "uq_attempt_running",
            "sitting_id",
            "employee_id",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        Index("ix_attempt_employee_id", "employee_id", "id"),
        Index("ix_attempt_state", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    number: Mapped[int]
    paper_version_id: Mapped[int] = mapped_column(ForeignKey("content_version.id"))
    state: Mapped[str] = mapped_column(String(10))  # running | submitted | marked
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[str | None] = mapped_column(String(10))  # candidate | server
    # the fold of the marks when they were last all there
    points: Mapped[int | None]
    passed: Mapped[bool | None]
    # the newest entry of the record about it; none while its result is not released
    entry_seq: Mapped[int | None] = mapped_column(Key)

    sitting: Mapped[Sitting] = relationship()
    employee: Mapped[Employee] = relationship()
    paper_version: Mapped[ContentVersion] = relationship()
    items: Mapped[list["AttemptItem"]] = relationship(order_by="AttemptItem.position")


class AttemptItem(Base):
    """One question of an attempt, with its stored draw."""

    __tablename__ = "attempt_item"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    section: Mapped[int]
    key: Mapped[str] = mapped_column(String(200), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("content_version.id"))
    option_order: Mapped[list[int]] = mapped_column(JSON)
    points: Mapped[int]


class Response(Base):
    """What was answered, as it arrived; the newest that counts is the answer, the others stay."""

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("item_id", "device", "seq"),
        UniqueConstraint("attempt_id", "revision"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"))
    device: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    seen: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    revision: Mapped[int]
    status: Mapped[str] = mapped_column(String(10))  # counted | stale | late


class Mark(Base):
    """Points given for an item, by a person or (nobody) by the machine; the later stands, a person's wins."""

    __tablename__ = "mark"
    __table_args__ = (Index("ix_mark_item_id", "item_id", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"))
    points: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    why: Mapped[str] = mapped_column(Text, default="")
    # points by criterion, in the order of the question's criteria
    criteria: Mapped[list[int]] = mapped_column(JSON, default=list)
    at: Mapped[datetime]

    by: Mapped[Employee | None] = relationship()
