"""The tree of teams: company, stores, groups."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kit.audit import note
from kit.errors import Conflict, NotFound, Refused
from kit.text import fold
from people.models import Employee, RoleGrant, Team


def tree(session: Session) -> list[Team]:
    """All teams, parents before children, siblings by name."""
    teams = list(session.scalars(select(Team)))
    names = {team.id: team.name for team in teams}
    return sorted(teams, key=lambda team: [names[int(part)] for part in team.path.strip("/").split("/")])


def depth(team: Team) -> int:
    """How deep a team stands: 0 for the company."""
    return team.path.count("/") - 2


def paths(session: Session) -> dict[tuple[str, ...], Team]:
    """All teams by the names from the company down."""
    teams = tree(session)
    names = {team.id: team.name for team in teams}
    return {tuple(names[int(part)] for part in team.path.strip("/").split("/")): team for team in teams}


def team(session: Session, team_id: int) -> Team:
    """Give a team; raises NotFound."""
    found = session.get(Team, team_id)
    if found is None:
        raise NotFound("There is no such team any more.")
    return found


def create(session: Session, parent: Team | None, name: str, by: Employee | None, now: datetime) -> Team:
    """Hang a new team below another. Raises Conflict when the name is taken there."""
    _check_name(session, parent.id if parent else None, name, None)
    new = Team(name=name, parent_id=parent.id if parent else None)
    session.add(new)
    session.flush()
    new.path = f"{parent.path if parent else '/'}{new.id}/"
    session.flush()
    note(session, "team created", f"team:{new.id}", now, by.id if by else None, name=name)
    return new


def _check_name(session: Session, parent_id: int | None, name: str, own: int | None) -> None:
    if not name:
        raise Refused("A team needs a name.")
    beside = select(Team).where(Team.parent_id.is_(None) if parent_id is None else Team.parent_id == parent_id)
    for other in session.scalars(beside):
        if other.id != own and fold(other.name) == fold(name):
            raise Conflict("There is a team of this name here already.")


def rename(session: Session, changed: Team, name: str, by: Employee, now: datetime) -> None:
    """Give a team another name. Raises Conflict when it is taken there."""
    if changed.name == name:
        return
    _check_name(session, changed.parent_id, name, changed.id)
    note(session, "team renamed", f"team:{changed.id}", now, by.id, before=changed.name, after=name)
    changed.name = name
    session.flush()


def move(session: Session, moved: Team, parent: Team, by: Employee, now: datetime) -> None:
    """Hang a team with all below it under another one. Raises Refused for one of its own."""
    if moved.parent_id is None:
        raise Refused("The company itself cannot be moved.")
    if parent.path.startswith(moved.path):
        raise Refused("A team cannot hang below itself.")
    if parent.id == moved.parent_id:
        return
    _check_name(session, parent.id, moved.name, moved.id)
    old, new = moved.path, f"{parent.path}{moved.id}/"
    for below in session.scalars(select(Team).where(Team.path.startswith(old))):
        below.path = new + below.path[len(old) :]
    moved.parent_id = parent.id
    note(session, "team moved", f"team:{moved.id}", now, by.id, below=parent.name)
    session.flush()


def remove(session: Session, gone: Team, by: Employee | None, now: datetime) -> None:
    """Take an empty team away. Raises Refused while anybody or anything belongs to it."""
    if gone.parent_id is None:
        raise Refused("The company itself cannot be removed.")
    if session.scalar(select(Employee.id).where(Employee.team_id == gone.id).limit(1)):
        raise Refused("People belong to this team, leavers included. Move them first.")
    if session.scalar(select(Team.id).where(Team.parent_id == gone.id).limit(1)):
        raise Refused("Other teams hang below this one. Move them first.")
    if session.scalar(select(RoleGrant.id).where(RoleGrant.team_id == gone.id).limit(1)):
        raise Refused("Somebody manages this team. Withdraw that first.")
    note(session, "team removed", f"team:{gone.id}", now, by.id if by else None, name=gone.name)
    session.delete(gone)
    session.flush()


def store(session: Session, person: Employee) -> Team:
    """The store that somebody's group belongs to; the company for who stands above the stores."""
    path = person.team.path.strip("/").split("/")
    return team(session, int(path[min(1, len(path) - 1)]))


def headcounts(session: Session) -> dict[int, int]:
    """How many active people each team has, those below not counted."""
    counted = select(Employee.team_id, func.count()).where(Employee.active).group_by(Employee.team_id)
    return dict(session.execute(counted).all())
