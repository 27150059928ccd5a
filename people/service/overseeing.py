"""Whom somebody may see and look after, listed: by search, team, position, state."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session, selectinload

from kit.access import Role
from kit.errors import NotFound
from kit.text import fold
from people.models import Employee, EmployeePosition, EmployeeTag, Team
from people.service.reach import managed_paths, mentee, within_reach


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of people is narrowed to; empty means all."""

    search: str = ""
    team_id: int = 0
    position: str = ""
    active: bool = True


def matching(actor: Employee, wanted: Filter) -> list[ColumnElement[bool]]:
    """The conditions on Employee for the actor's people whom a filter lets through."""
    conditions = [within_reach(actor), Employee.active.is_(wanted.active)]
    if wanted.search:
        like = f"%{fold(wanted.search)}%"
        tagged = select(EmployeeTag.employee_id).where(EmployeeTag.tag.ilike(like))
        found = [column.ilike(like) for column in (Employee.name, Employee.number, Employee.phone)]
        conditions.append(or_(*found, Employee.id.in_(tagged)))
    if wanted.team_id:
        top = select(Team.path).where(Team.id == wanted.team_id).scalar_subquery()
        conditions.append(Employee.team_id.in_(select(Team.id).where(Team.path.startswith(top))))
    if wanted.position:
        held = select(EmployeePosition.employee_id).where(EmployeePosition.position == wanted.position)
        conditions.append(Employee.id.in_(held))
    return conditions


def page(session: Session, actor: Employee, wanted: Filter, number: int, size: int) -> tuple[list[Employee], int]:
    """One page of the people a filter lets through, by number, and how many there are in all."""
    conditions = matching(actor, wanted)
    total = session.scalar(select(func.count(Employee.id)).where(*conditions)) or 0
    ready = (selectinload(Employee.positions), selectinload(Employee.team), selectinload(Employee.mentor))
    listed = select(Employee).where(*conditions).options(*ready).order_by(Employee.number)
    return list(session.scalars(listed.offset((number - 1) * size).limit(size))), total


def active_people(session: Session, actor: Employee) -> list[Employee]:
    """All active people in the actor's reach, by number."""
    theirs = select(Employee).where(within_reach(actor), Employee.active)
    return list(session.scalars(theirs.order_by(Employee.number)))


def mentees(session: Session, actor: Employee) -> list[Employee]:
    """Whom the actor mentors."""
    theirs = select(Employee).where(Employee.mentor_id == actor.id, Employee.active)
    return list(session.scalars(theirs.order_by(Employee.number)))


def visible(session: Session, actor: Employee, employee_id: int) -> Employee:
    """Give a person whose file the actor may see: their own, a mentee's, one in reach; raises NotFound."""
    return session.get_one(Employee, actor.id) if actor.id == employee_id else mentee(session, actor, employee_id)


def in_care(session: Session, actor: Employee, employee_id: int) -> Employee:
    """Give a person whose shifts and accounts the actor keeps, themselves included; raises NotFound."""
    person = session.scalar(select(Employee).where(Employee.id == employee_id, within_reach(actor)))
    if person is None:
        raise NotFound("There is no such person in your teams.")
    return person


def anybody(session: Session, employee_id: int) -> Employee:
    """Give anybody, for administrators; raises NotFound."""
    person = session.get(Employee, employee_id)
    if person is None:
        raise NotFound("There is no such person.")
    return person


def teams_in_reach(session: Session, actor: Employee) -> list[Team]:
    """The teams that the actor manages, with all below; an administrator's are all."""
    every = select(Team)
    if Role.ADMINISTRATOR not in actor.roles:
        paths = managed_paths(actor)
        every = every.where(or_(*(Team.path.startswith(path) for path in paths)) if paths else false())
    teams = list(session.scalars(every))
    names = {team.id: team.name for team in session.scalars(select(Team))}
    return sorted(teams, key=lambda team: [names[int(part)] for part in team.path.strip("/").split("/")])
