"""Whom somebody may look after: a manager's teams with all below, an administrator's whole company."""

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from kit.access import Role
from kit.errors import NotFound
from people.models import Employee, Team


def within_reach(actor: Employee) -> ColumnElement[bool]:
    """The condition on Employee for the people that a manager or administrator looks after."""
    if Role.ADMINISTRATOR in actor.roles:
        return true()
    paths = managed_paths(actor)
    if not paths:
        return false()
    teams = select(Team.id).where(or_(*(Team.path.startswith(path) for path in paths)))
    return Employee.team_id.in_(teams)


def managed_paths(actor: Employee) -> list[str]:
    """The paths of the teams that somebody manages."""
    return [grant.team.path for grant in actor.grants if grant.role == Role.MANAGER and grant.team]


def reaches(session: Session, actor: Employee, employee_id: int) -> bool:
    """True when the person is in the actor's reach; nobody reaches themselves this way."""
    if actor.id == employee_id:
        return False
    found = select(Employee.id).where(Employee.id == employee_id, within_reach(actor))
    return session.scalar(found) is not None


def person_in_reach(session: Session, actor: Employee, employee_id: int) -> Employee:
    """Give a person that the actor looks after; raises NotFound for anybody else, so that nothing is told."""
    person = session.get(Employee, employee_id)
    if person is None or not reaches(session, actor, employee_id):
        raise NotFound("There is no such person in your teams.")
    return person


def mentee(session: Session, actor: Employee, employee_id: int) -> Employee:
    """Give a person whom the actor mentors or looks after; raises NotFound for anybody else."""
    person = session.get(Employee, employee_id)
    if person is not None and person.mentor_id == actor.id and person.active:
        return person
    return person_in_reach(session, actor, employee_id)
