"""The company itself: set up once."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kit.access import Role
from kit.errors import Conflict
from people.models import Company, Employee, PlatformAccount, RoleGrant, Team
from people.service import arranging


def company(session: Session) -> Company | None:
    """The company, None before it is set up."""
    return session.get(Company, 1)


def found(
    session: Session,
    name: str,
    number: str,
    person_name: str,
    password_hash: str,
    now: datetime,
    today: date,
    demo: bool,
) -> Employee:
    """Set up the company with its first administrator. Raises Conflict when there is one already."""
    if company(session) is not None or session.scalar(select(Employee.id).limit(1)):
        raise Conflict("There is a company in this database already.")
    session.add(Company(name=name, demo=demo, created_at=now))
    root = arranging.create(session, None, name, None, now)
    first = Employee(
        number=number,
        name=person_name,
        hired_on=today,
        team_id=root.id,
        password_hash=password_hash,
        must_change_password=False,
        created_at=now,
    )
    first.grants = [RoleGrant(role=Role.ADMINISTRATOR, team_id=None)]
    session.add(first)
    session.flush()
    return first


def open_steps(session: Session) -> list[str]:
    """The steps of setting up that are still open: teams, staff, positions, managers, accounts."""

    def count(what: object) -> int:
        return session.scalar(select(func.count()).select_from(what)) or 0  # type: ignore[arg-type]

    managers = select(RoleGrant.id).where(RoleGrant.role == Role.MANAGER)
    jobless = select(Employee.id).where(Employee.active, ~Employee.positions.any(), ~Employee.grants.any())
    steps = {
        "teams": count(Team) < 2,
        "staff": count(Employee) < 2,
        "managers": session.scalar(managers.limit(1)) is None,
        "positions": session.scalar(jobless.limit(1)) is not None,
        "accounts": count(PlatformAccount) == 0,
    }
    return [name for name, is_open in steps.items() if is_open]
