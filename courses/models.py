"""The tables of courses: who has read what for how long, and who is on which learning path."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.database import Base, Key
from people.models import Employee


class LessonProgress(Base):
    """How long somebody has spent on a lesson, and when it was done."""

    __tablename__ = "lesson_progress"
    __table_args__ = (
        UniqueConstraint("employee_id", "lesson"),
        Index("ix_lesson_progress_counted_at", "employee_id", "counted_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    lesson: Mapped[str] = mapped_column(String(200))
    seconds: Mapped[int] = mapped_column(default=0)
    # the last moment up to which time was counted
    counted_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    # what was read last
    version_id: Mapped[int] = mapped_column(ForeignKey("content_version.id"))


class PathRun(Base):
    """Somebody on a learning path; it ends by being completed or by leaving the position."""

    __tablename__ = "path_run"
    __table_args__ = (UniqueConstraint("employee_id", "path"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    path: Mapped[str] = mapped_column(String(80))
    started_on: Mapped[date]
    completed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    employee: Mapped[Employee] = relationship()
