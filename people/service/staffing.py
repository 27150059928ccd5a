"""Employees coming, changing and leaving; every change says who made it and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from kit.access import Role
from kit.audit import note
from kit.errors import Conflict, FieldErrors, Refused
from kit.events import publish
from people.events import Joined, Left, PositionChanged
from people.models import Employee, EmployeePosition, EmployeeTag, Invitation, PlatformAccount, RoleGrant, Team
from people.staff_cells import Post


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands in somebody's file."""

    number: str
    name: str
    phone: str
    mail: str
    hired_on: date
    team_id: int


def employ(session: Session, facts: Facts, posts: Sequence[Post], by: Employee | None, now: datetime) -> Employee:
    """Enter a new employee and tell that they joined. Raises FieldErrors."""
    check_facts(session, facts, None)
    person = Employee(created_at=now, **_columns(facts))
    person.positions = [EmployeePosition(position=p.position, track=p.track, since=facts.hired_on) for p in posts]
    session.add(person)
    session.flush()
    note(session, "employed", f"employee:{person.id}", now, by.id if by else None)
    tell_joined(session, person)
    return person


def tell_joined(session: Session, person: Employee) -> None:
    """Tell that somebody joined in their first position, and of each further one."""
    first, *more = person.positions or [EmployeePosition(position="", track="", since=person.hired_on)]
    publish(session, Joined(person.id, first.position, first.track, person.hired_on))
    for post in more:
        publish(session, PositionChanged(person.id, post.position, post.track, person.hired_on))


def _columns(facts: Facts) -> dict[str, object]:
    return {
        "number": facts.number,
        "name": facts.name,
        "phone": facts.phone or None,
        "mail": facts.mail or None,
        "hired_on": facts.hired_on,
        "team_id": facts.team_id,
    }


def check_facts(session: Session, facts: Facts, person: Employee | None) -> None:
    """Refuse numbers and phones that stand for somebody else already. Raises FieldErrors."""
    wrong: dict[str, Refused] = {}
    for field, value in (("number", facts.number), ("phone", facts.phone)):
        taken = or_(func.lower(Employee.number) == value.lower(), Employee.phone == value)
        others = select(Employee).where(taken, Employee.id != (person.id if person else 0))
        if value and (other := session.scalar(others.limit(1))):
            wrong[field] = Refused("This belongs to %(name)s already.", name=f"{other.name} ({other.number})")
    if session.get(Team, facts.team_id) is None:
        wrong["team"] = Refused("There is no such team any more.")
    if wrong:
        raise FieldErrors(wrong)


def change_facts(session: Session, person: Employee, facts: Facts, by: Employee, reason: str, now: datetime) -> None:
    """Change what stands in somebody's file. Raises FieldErrors."""
    check_facts(session, facts, person)
    changed = {
        name: [str(getattr(person, name)), str(value)]
        for name, value in _columns(facts).items()
        if getattr(person, name) != value
    }
    for name, value in _columns(facts).items():
        setattr(person, name, value)
    if changed:
        note(session, "facts changed", f"employee:{person.id}", now, by.id, reason, changed=changed)
    session.flush()


def set_posts(
    session: Session, person: Employee, posts: Sequence[Post], by: Employee, reason: str, now: datetime, today: date
) -> None:
    """Make these somebody's positions; every new one is told."""
    wanted = set(posts)
    held = {Post(one.position, one.track): one for one in person.positions}
    if wanted == set(held):
        return
    for post, row in held.items():
        if post not in wanted:
            person.positions.remove(row)
    session.flush()
    gained = [post for post in posts if post not in held]
    person.positions += [EmployeePosition(position=p.position, track=p.track, since=today) for p in gained]
    note(
        session, "positions changed", f"employee:{person.id}", now, by.id, reason, now_held=["/".join(p) for p in posts]
    )
    session.flush()
    for post in gained:
        publish(session, PositionChanged(person.id, post.position, post.track, today))


def set_mentor(
    session: Session, person: Employee, mentor_id: int | None, by: Employee, reason: str, now: datetime
) -> None:
    """Name somebody's mentor; who mentors somebody gains the role with it."""
    if mentor_id == person.mentor_id:
        return
    mentor = session.get(Employee, mentor_id) if mentor_id else None
    above = mentor
    while above is not None:
        if above.id == person.id:
            raise FieldErrors({"mentor": Refused("These two would mentor each other.")})
        above = above.mentor
    if mentor_id and (mentor is None or not mentor.active):
        raise FieldErrors({"mentor": Refused("This person does not work here any more.")})
    person.mentor_id = mentor_id
    if mentor is not None and Role.MENTOR not in mentor.roles:
        mentor.grants.append(RoleGrant(role=Role.MENTOR, team_id=None))
        note(session, "role granted", f"employee:{mentor.id}", now, by.id, reason, role=Role.MENTOR.value)
    note(session, "mentor changed", f"employee:{person.id}", now, by.id, reason, mentor=mentor_id)
    session.flush()


def set_tags(session: Session, person: Employee, tags: Sequence[str], by: Employee, reason: str, now: datetime) -> None:
    """Make these somebody's tags."""
    held = {one.tag for one in person.tags}
    if set(tags) == held:
        return
    person.tags = [one for one in person.tags if one.tag in tags]
    person.tags += [EmployeeTag(tag=tag) for tag in dict.fromkeys(tags) if tag not in held]
    note(session, "tags changed", f"employee:{person.id}", now, by.id, reason, tags=list(tags))
    session.flush()


def deactivate(session: Session, person: Employee, on: date, by: Employee, reason: str, now: datetime) -> None:
    """Close a leaver's account: signed out everywhere, platform accounts given back, records kept."""
    if person.id == by.id:
        raise Refused("Nobody can deactivate themselves.")
    if not person.active:
        raise Conflict("This person has left already.")
    refuse_without_administrator(session, person)
    person.active, person.left_on = False, on
    person.session_version += 1
    session.execute(delete(Invitation).where(Invitation.employee_id == person.id, Invitation.used_at.is_(None)))
    theirs = (PlatformAccount.employee_id == person.id, PlatformAccount.valid_to.is_(None))
    session.execute(
        update(PlatformAccount)
        .where(*theirs, PlatformAccount.valid_from <= on)
        .values(valid_to=on)
        .execution_options(synchronize_session=False)
    )
    note(session, "deactivated", f"employee:{person.id}", now, by.id, reason)
    session.flush()
    publish(session, Left(person.id, on))


def refuse_without_administrator(session: Session, leaving: Employee) -> None:
    """Keep the last administrator: nobody else could let anybody in again. Raises Refused."""
    others = (
        select(RoleGrant.id)
        .join(Employee, Employee.id == RoleGrant.employee_id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, Employee.active, Employee.id != leaving.id)
    )
    if Role.ADMINISTRATOR in leaving.roles and session.scalar(others.limit(1)) is None:
        raise Refused("This is the only administrator. Make somebody else one first.")


def reactivate(session: Session, person: Employee, by: Employee, reason: str, now: datetime) -> None:
    """Take somebody back under their old number."""
    if person.active:
        raise Conflict("This person works here already.")
    person.active, person.left_on = True, None
    note(session, "reactivated", f"employee:{person.id}", now, by.id, reason)
    session.flush()
