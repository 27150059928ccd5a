"""The tables of quiz: an index of the current questions, and the runs of checks with their responses."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.database import Base, Key

RUNNING = text("ended_at IS NULL")


class QuestionIndex(Base):
    """What the current version of a question is by type, use and subject: derived, to draw and to count by.

    Retired questions and older versions are not here.
    """

    __tablename__ = "question_index"
    __table_args__ = (
        Index("ix_question_index_bank", "bank", "use"),
        Index("ix_question_index_lesson", "lesson", "use"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("content_version.id"), primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    bank: Mapped[str] = mapped_column(String(80))
    type: Mapped[str] = mapped_column(String(10))
    difficulty: Mapped[str] = mapped_column(String(10))
    use: Mapped[str] = mapped_column(String(10))
    family: Mapped[str | None] = mapped_column(String(80))
    red_line: Mapped[bool]
    lesson: Mapped[str | None] = mapped_column(String(200))
    tags: Mapped[list[str]] = mapped_column(JSON)
    platform: Mapped[str] = mapped_column(String(20))


class CheckRun(Base):
    """One person going once through the check of a lesson, or through a practice (no lesson)."""

    __tablename__ = "check_run"
    __table_args__ = (
        # one run at a time: two starts at once end in one run
        Index(
            "uq_check_run_running", "employee_id", "lesson", unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING
        ),
        Index("ix_check_run_employee_id", "employee_id", "lesson", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    lesson: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # None after the end: given up for a fresh start
    points: Mapped[int | None]
    max_points: Mapped[int]
    passed: Mapped[bool | None]

    items: Mapped[list["CheckItem"]] = relationship(back_populates="run", order_by="CheckItem.place")


class CheckItem(Base):
    """One question in a run, with the stored draw: its version and the order of its options."""

    __tablename__ = "check_item"
    __table_args__ = (UniqueConstraint("run_id", "place"), CheckConstraint("place > 0", name="from_one"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("check_run.id"))
    place: Mapped[int]
    key: Mapped[str] = mapped_column(String(200))
    version_id: Mapped[int] = mapped_column(ForeignKey("content_version.id"))
    option_order: Mapped[list[int]] = mapped_column(JSON)
    points: Mapped[int]

    run: Mapped[CheckRun] = relationship(back_populates="items")
    response: Mapped["CheckResponse | None"] = relationship(back_populates="item")


class CheckResponse(Base):
    """The first response to a question of a run, with what it earned; the key was shown then, so there is no second."""

    __tablename__ = "check_response"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("check_item.id"), unique=True)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    points: Mapped[int]
    right: Mapped[bool]

    item: Mapped[CheckItem] = relationship(back_populates="response")


class GoodsDraft(Base):
    """A question drafted from a good of the shop: waiting for a trainer, set aside, or published and perhaps stale.

    `rests` names the goods and fields that it rests on, `basis` is the digest of what those said.
    """

    __tablename__ = "goods_draft"
    __table_args__ = (Index("ix_goods_draft_state", "state", "store_id", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    name: Mapped[str] = mapped_column(String(80), unique=True)
    good: Mapped[str] = mapped_column(String(200), index=True)
    good_version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    rests: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    basis: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))  # waiting | aside | published | stale
    # the key that it is published under
    question: Mapped[str | None] = mapped_column(String(200), index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    decided_at: Mapped[datetime | None]
