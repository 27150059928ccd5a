"""Permission roles: granted and withdrawn by administrators."""

from datetime import datetime

from sqlalchemy.orm import Session

from kit.access import Role
from kit.audit import note
from kit.errors import Conflict, NotFound, Refused
from people.models import Employee, RoleGrant, Team
from people.service.staffing import refuse_without_administrator


def grant(
    session: Session, person: Employee, role: Role, team: Team | None, by: Employee | None, reason: str, now: datetime
) -> None:
    """Give somebody a role; a manager's names the team. Raises Refused, Conflict."""
    if role == Role.EMPLOYEE:
        raise Refused("Everybody is an employee.")
    if role == Role.MANAGER and team is None:
        raise Refused("Choose the team that they manage.")
    team_id = team.id if team and role == Role.MANAGER else None
    if any(held.role == role and held.team_id == team_id for held in person.grants):
        raise Conflict("They have this role already.")
    person.grants.append(RoleGrant(role=role, team_id=team_id))
    note(session, "role granted", f"employee:{person.id}", now, by.id if by else None, reason, role=role, team=team_id)
    session.flush()


def withdraw(session: Session, person: Employee, grant_id: int, by: Employee, reason: str, now: datetime) -> None:
    """Take a role away again. Raises NotFound, Refused for the last administrator."""
    held = next((one for one in person.grants if one.id == grant_id), None)
    if held is None:
        raise NotFound("They do not have this role any more.")
    if held.role == Role.ADMINISTRATOR:
        refuse_without_administrator(session, person)
    note(session, "role withdrawn", f"employee:{person.id}", now, by.id, reason, role=held.role, team=held.team_id)
    person.grants.remove(held)
    session.flush()
