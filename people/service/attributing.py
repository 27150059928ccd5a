"""Platform accounts: whose a sub-account of a store is on a day, and which ones nobody is known for."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from kit.audit import note
from kit.errors import Conflict, NotFound, Refused
from people.account_sheet import AccountRow
from people.models import Employee, PlatformAccount
from people.sheet_rows import folded


def _same(platform: str, store: str, sub_account: str) -> ColumnElement[bool]:
    def even(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
        return func.lower(column) == folded(text).lower()

    return and_(
        even(PlatformAccount.platform.expression, platform),
        even(PlatformAccount.store.expression, store),
        even(PlatformAccount.sub_account.expression, sub_account),
    )


def resolve(session: Session, platform: str, store: str, sub_account: str, day: date) -> int | None:
    """Give the id of the employee who used a sub-account on a day, None when nobody is known; never guesses."""
    held = (
        _same(platform, store, sub_account),
        PlatformAccount.employee_id.is_not(None),
        PlatformAccount.valid_from <= day,
        (PlatformAccount.valid_to.is_(None)) | (PlatformAccount.valid_to >= day),
    )
    found = set(session.scalars(select(PlatformAccount.employee_id).where(*held)))
    return found.pop() if len(found) == 1 else None


def note_unknown(session: Session, platform: str, store: str, sub_account: str, day: date) -> None:
    """Put a sub-account that a report names on the list of unknown ones, from the first day it was met."""
    if resolve(session, platform, store, sub_account, day) is not None:
        return
    row = session.scalar(
        select(PlatformAccount).where(_same(platform, store, sub_account), PlatformAccount.employee_id.is_(None))
    )
    if row is None:
        row = PlatformAccount(platform=folded(platform), store=folded(store), sub_account=folded(sub_account))
        row.valid_from = day
        session.add(row)
    row.valid_from = min(row.valid_from, day)
    session.flush()


def unknown(session: Session) -> list[PlatformAccount]:
    """The sub-accounts that nobody is known for."""
    waiting = select(PlatformAccount).where(PlatformAccount.employee_id.is_(None))
    order = (PlatformAccount.platform, PlatformAccount.store, PlatformAccount.sub_account)
    return list(session.scalars(waiting.order_by(*order)))


def held(session: Session, employees: Sequence[int] | None = None) -> list[PlatformAccount]:
    """The accounts in somebody's hands, present ones first; only those of some employees where they are named."""
    wanted = select(PlatformAccount).where(PlatformAccount.employee_id.is_not(None))
    if employees is not None:
        wanted = wanted.where(PlatformAccount.employee_id.in_(employees))
    order = (PlatformAccount.valid_to.is_not(None), PlatformAccount.platform, PlatformAccount.store)
    return list(session.scalars(wanted.order_by(*order, PlatformAccount.sub_account, PlatformAccount.valid_from)))


def rows(session: Session) -> list[AccountRow]:
    """All accounts in somebody's hands, as the reader of a list compares with them."""
    return [
        AccountRow(0, one.platform, one.store, one.sub_account, _name(one), one.valid_from, one.valid_to)
        for one in held(session)
    ]


def _name(account: PlatformAccount) -> str:
    return account.employee.name if account.employee else ""


def add(
    session: Session, row: AccountRow, employee: Employee | None, by: Employee | None, now: datetime
) -> PlatformAccount:
    """Enter an account from a day on; one that was unknown becomes known. Raises Conflict."""
    _check_free(session, row, None)
    known = session.scalar(
        select(PlatformAccount).where(
            _same(row.platform, row.store, row.sub_account), PlatformAccount.employee_id.is_(None)
        )
    )
    account = known or PlatformAccount(platform=row.platform, store=row.store, sub_account=row.sub_account)
    account.employee_id = employee.id if employee else None
    account.valid_from, account.valid_to = row.valid_from, row.valid_to
    session.add(account)
    session.flush()
    note(session, "account added", f"account:{account.id}", now, by.id if by else None, employee=account.employee_id)
    return account


def _check_free(session: Session, row: AccountRow, own: int | None) -> None:
    if row.valid_to and row.valid_to < row.valid_from:
        raise Refused("The last day is before the first.")
    others = select(PlatformAccount).where(
        _same(row.platform, row.store, row.sub_account),
        PlatformAccount.employee_id.is_not(None),
        PlatformAccount.id != (own or 0),
    )
    for other in session.scalars(others):
        if row.valid_from <= (other.valid_to or date.max) and other.valid_from <= (row.valid_to or date.max):
            raise Conflict("%(employee)s has this account on some of these days.", employee=_name(other))


def find(session: Session, account_id: int) -> PlatformAccount:
    """Give an account; raises NotFound."""
    found = session.get(PlatformAccount, account_id)
    if found is None:
        raise NotFound("There is no such account any more.")
    return found


def assign(session: Session, account: PlatformAccount, employee: Employee, by: Employee, now: datetime) -> None:
    """Say whose an unknown account is, from the first day it was met. Raises Conflict."""
    if account.employee_id is not None:
        raise Conflict("Somebody has assigned this account in the meantime.")
    row = AccountRow(0, account.platform, account.store, account.sub_account, "", account.valid_from, account.valid_to)
    _check_free(session, row, account.id)
    account.employee_id = employee.id
    note(session, "account assigned", f"account:{account.id}", now, by.id, employee=employee.id)
    session.flush()


def end(session: Session, account: PlatformAccount, on: date, by: Employee, now: datetime) -> None:
    """Say that somebody uses an account no longer; `on` is the last day."""
    if on < account.valid_from:
        raise Refused("The last day is before the first.")
    account.valid_to = on
    note(session, "account ended", f"account:{account.id}", now, by.id, on=on.isoformat())
    session.flush()
