"""The tables of people: company, teams, employees and their jobs, roles, shifts, accounts and sign-in."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.access import Role
from kit.database import Base, Key


class Company(Base):
    """The one company that this installation serves."""

    __tablename__ = "company"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(100))
    demo: Mapped[bool]
    created_at: Mapped[datetime]


class Team(Base):
    """A node of the tree company → store → group; `path` is `/1/4/9/`, for "this team and below"."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("parent_id", "name"), Index("ix_team_path", "path"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    name: Mapped[str] = mapped_column(String(100))
    path: Mapped[str] = mapped_column(String(400), default="")


class Employee(Base):
    """A person who works here; leavers are deactivated, never deleted."""

    __tablename__ = "employee"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    mail: Mapped[str | None] = mapped_column(String(200))
    hired_on: Mapped[date]
    left_on: Mapped[date | None]
    active: Mapped[bool] = mapped_column(default=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)
    language: Mapped[str] = mapped_column(String(10), default="")
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    must_change_password: Mapped[bool] = mapped_column(default=True)
    # counts password changes and resets: a cookie that names an older one is signed out
    session_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    team: Mapped[Team] = relationship()
    mentor: Mapped["Employee | None"] = relationship(remote_side=[id])
    positions: Mapped[list["EmployeePosition"]] = relationship(
        back_populates="employee", order_by="EmployeePosition.id", cascade="all, delete-orphan"
    )
    grants: Mapped[list["RoleGrant"]] = relationship(
        order_by="RoleGrant.id", cascade="all, delete-orphan", foreign_keys="RoleGrant.employee_id"
    )
    tags: Mapped[list["EmployeeTag"]] = relationship(order_by="EmployeeTag.tag", cascade="all, delete-orphan")

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def roles(self) -> frozenset[Role]:
        """All permission roles; everybody is an employee."""
        return frozenset({Role.EMPLOYEE, *(Role(grant.role) for grant in self.grants)})

    def get_id(self) -> str:
        """What the session cookie carries: the person and the version of the sign-in."""
        return f"{self.id}.{self.session_version}"


class EmployeePosition(Base):
    """A job that a person holds: position and track keys of the shipped catalogue."""

    __tablename__ = "employee_position"
    __table_args__ = (
        UniqueConstraint("employee_id", "position", "track"),
        Index("ix_employee_position_position", "position", "track"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    position: Mapped[str] = mapped_column(String(60))
    track: Mapped[str] = mapped_column(String(60), default="")
    since: Mapped[date]

    employee: Mapped[Employee] = relationship(back_populates="positions")


class EmployeeTag(Base):
    """A free tag on a person."""

    __tablename__ = "employee_tag"

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True)


class RoleGrant(Base):
    """A permission role of a person; a manager's names the team that they manage, with all below it."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("employee_id", "role", "team_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    role: Mapped[str] = mapped_column(String(20))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))

    team: Mapped[Team | None] = relationship()


class Shift(Base):
    """When a person is at work."""

    __tablename__ = "shift"
    __table_args__ = (UniqueConstraint("employee_id", "starts_at"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class PlatformAccount(Base):
    """A sub-account of a store on a platform, and who uses it from when to when (nobody: unknown)."""

    __tablename__ = "platform_account"
    __table_args__ = (
        UniqueConstraint("platform", "store", "sub_account", "valid_from"),
        Index("ix_platform_account_employee_id", "employee_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    platform: Mapped[str] = mapped_column(String(40))
    store: Mapped[str] = mapped_column(String(100))
    sub_account: Mapped[str] = mapped_column(String(100))
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    employee: Mapped[Employee | None] = relationship()


class SignInFailure(Base):
    """A refused sign-in, by the account name that was typed and the address it came from."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_account", "account", "at"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    account: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Invitation(Base):
    """A one-time code with which a person signs in for the first time, stored hashed."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Notice(Base):
    """A message in the app; its key makes it exactly once per person."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("employee_id", "key"),
        Index("ix_notice_employee_id_read", "employee_id", "read_at", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    key: Mapped[str] = mapped_column(String(160))
    # an English gettext message with %(name)s places, translated when it is read
    message: Mapped[str] = mapped_column(Text)
    values: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    url: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class StaffImport(Base):
    """An import of staff, accounts or shifts: the rows as they came, and what entering them changed, to be undone."""

    __tablename__ = "staff_import"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    kind: Mapped[str] = mapped_column(String(20))  # staff | accounts | shifts
    file_name: Mapped[str] = mapped_column(String(200))
    # row number and cells, kept until the rows are entered
    sheet: Mapped[list[tuple[int, list[str]]]] = mapped_column(JSON)
    entered_at: Mapped[datetime | None]
    changes: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]

    by: Mapped[Employee | None] = relationship()


class GoodsImport(Base):
    """A goods table that somebody has sent for a store: the rows as they came, and how many were new or changed."""

    __tablename__ = "goods_import"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    sheet: Mapped[list[tuple[int, list[str]]]] = mapped_column(JSON)
    entered_at: Mapped[datetime | None]
    # new, changed, unchanged → how many
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)

    by: Mapped[Employee | None] = relationship()
    store: Mapped[Team] = relationship()
