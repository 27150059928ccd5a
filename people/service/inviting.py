"""One-time codes with which people choose a password: the first one, or a new one after a reset."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from kit.access import Role
from kit.audit import note
from kit.errors import Conflict, NotFound, Refused
from people.codes import BYTES, digest, read_code, write_code
from people.models import Employee, Invitation
from people.service.reach import within_reach

INVITED_FOR = timedelta(days=7)
RESET_FOR = timedelta(hours=24)


def waiting(session: Session, actor: Employee) -> list[Employee]:
    """The actor's people who have not chosen a password yet."""
    without = or_(Employee.password_hash == "", Employee.must_change_password)
    theirs = select(Employee).where(within_reach(actor), Employee.active, without, Employee.id != actor.id)
    return [one for one in session.scalars(theirs.order_by(Employee.number)) if may_let_in(actor, one)]


def may_let_in(actor: Employee, person: Employee) -> bool:
    """Tell whether the actor may hold a code for somebody: a code is an account, with every role it has."""
    further = person.roles - actor.roles - {Role.EMPLOYEE, Role.MENTOR}
    return Role.ADMINISTRATOR in actor.roles or not further


def invite(
    session: Session, people: Iterable[Employee], by: Employee | None, now: datetime, valid: timedelta = INVITED_FOR
) -> list[tuple[Employee, str]]:
    """Give everybody a new code, which is known only now; their earlier ones are void."""
    given = []
    for person in people:
        if not person.active:
            raise Conflict("%(name)s does not work here any more.", name=person.name)
        unused = (Invitation.employee_id == person.id, Invitation.used_at.is_(None))
        session.execute(delete(Invitation).where(*unused))
        code = write_code(secrets.token_bytes(BYTES))
        session.add(
            Invitation(
                employee_id=person.id,
                code_hash=digest(code),
                created_at=now,
                created_by=by.id if by else None,
                expires_at=now + valid,
            )
        )
        note(session, "invited", f"employee:{person.id}", now, by.id if by else None)
        given.append((person, code))
    session.flush()
    return given


def reset(session: Session, person: Employee, by: Employee, now: datetime) -> str:
    """Void somebody's password, end their sessions, and give the code for a new one."""
    if person.id == by.id:
        raise Refused("Change your own password in your account.")
    if not may_let_in(by, person):
        raise Refused("They have roles that you do not have: only an administrator can do this.")
    person.password_hash, person.must_change_password = "", True
    person.session_version += 1
    note(session, "password reset", f"employee:{person.id}", now, by.id)
    ((_, code),) = invite(session, [person], by, now, RESET_FOR)
    return code


def open_invitation(session: Session, typed: str, now: datetime) -> Invitation:
    """Find the invitation of a code; raises NotFound when it is unknown, used or too old."""
    found = session.scalar(select(Invitation).where(Invitation.code_hash == digest(read_code(typed))))
    person = session.get(Employee, found.employee_id) if found else None
    if found is None or found.used_at or found.expires_at <= now or person is None or not person.active:
        raise NotFound("This code is not valid any more. Ask your manager for a new one.")
    return found


def accept(session: Session, typed: str, new_hash: str, now: datetime) -> Employee:
    """Use a code up: set the password it stands for and give whose it is. Raises NotFound."""
    found = open_invitation(session, typed, now)
    unused = (Invitation.id == found.id, Invitation.used_at.is_(None))
    if session.scalar(update(Invitation).where(*unused).values(used_at=now).returning(Invitation.id)) is None:
        raise NotFound("This code is not valid any more. Ask your manager for a new one.")
    person = session.get_one(Employee, found.employee_id)
    person.password_hash, person.must_change_password = new_hash, False
    person.session_version += 1
    note(session, "password chosen by code", f"employee:{person.id}", now, person.id)
    session.flush()
    return person
