"""Signing in: whose account is meant, how long it has to wait, what a success or a failure leaves behind."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session, joinedload

from kit.audit import note
from kit.errors import Refused
from kit.text import squeeze
from people.delays import WINDOW, Wait, wait
from people.models import Employee, RoleGrant, SignInFailure
from people.staff_cells import read_phone


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may be signing in: the account failures are counted under, and what its password is checked against."""

    account: str
    employee_id: int | None
    password_hash: str
    wait: Wait | None


def load_signed_in(session: Session, cookie: str) -> Employee | None:
    """Give the employee a session cookie names, in one query; None when it is outdated or they have left."""
    number, _, version = cookie.partition(".")
    if not (number.isdigit() and version.isdigit()):
        return None
    grants = joinedload(Employee.grants).joinedload(RoleGrant.team)
    wanted = (Employee.id == int(number), Employee.session_version == int(version), Employee.active)
    found = select(Employee).where(*wanted).options(grants, joinedload(Employee.team))
    return session.scalars(found).unique().one_or_none()


def candidate(session: Session, typed: str, address: str, now: datetime) -> Candidate:
    """Find whom a typed number or phone means; an unknown one is counted and delayed just the same."""
    person = _named(session, typed)
    account = person.number if person else squeeze(typed)[:64]
    waits = _wait(session, account, address, now)
    return Candidate(account, person.id if person else None, person.password_hash if person else "", waits)


def _named(session: Session, typed: str) -> Employee | None:
    given = squeeze(typed)
    try:
        phone = read_phone(typed)
    except Refused:
        phone = ""
    by_number = func.lower(Employee.number) == given
    named = or_(by_number, Employee.phone == phone) if phone else by_number
    return session.scalar(select(Employee).where(named, Employee.active).order_by(Employee.id).limit(1))


def _wait(session: Session, account: str, address: str, now: datetime) -> Wait | None:
    recent = select(SignInFailure.at, SignInFailure.address).where(
        SignInFailure.account == account, SignInFailure.at > now - WINDOW
    )
    failures = session.execute(recent).all()
    here = [failure.at for failure in failures if failure.address == address]
    return wait(here, [failure.at for failure in failures], now)


def settle(
    session: Session, who: Candidate, address: str, right: bool, new_hash: str, now: datetime
) -> Employee | Wait | None:
    """Sign in (the employee), refuse for now (how long to wait), or note a failure (None).

    What was read before the slow check of the password is read again: many guesses sent at once gain nothing.
    """
    if waits := _wait(session, who.account, address, now):
        return waits
    person = session.get(Employee, who.employee_id) if right and who.employee_id else None
    if person is None or not person.active or person.password_hash != who.password_hash:
        session.execute(delete(SignInFailure).where(SignInFailure.at < now - WINDOW))
        session.add(SignInFailure(account=who.account, address=address, at=now))
        session.flush()
        return None
    forgotten = (SignInFailure.account == who.account, SignInFailure.address == address)
    session.execute(delete(SignInFailure).where(*forgotten))
    if new_hash:
        person.password_hash = new_hash
        session.flush()
    return person


def is_locked(session: Session, person: Employee, now: datetime) -> bool:
    """Tell whether too many failures have closed somebody's sign-in."""
    waits = _wait(session, person.number, "", now)
    return waits is not None and waits.locked


def unlock(session: Session, person: Employee, by: Employee, now: datetime) -> None:
    """Open a closed sign-in again."""
    session.execute(delete(SignInFailure).where(SignInFailure.account == person.number))
    note(session, "sign-in opened", f"employee:{person.id}", now, by.id)


def change_password(session: Session, person: Employee, new_hash: str, now: datetime) -> None:
    """Set a person's own new password: every other session of theirs ends."""
    person.password_hash = new_hash
    person.must_change_password = False
    person.session_version += 1
    note(session, "password changed", f"employee:{person.id}", now, person.id)
    session.flush()


def end_other_sessions(session: Session, person: Employee, now: datetime) -> None:
    """Sign a person out wherever they are signed in."""
    person.session_version += 1
    note(session, "sessions ended", f"employee:{person.id}", now, person.id)
    session.flush()
