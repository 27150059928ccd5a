"""Lists of staff, accounts and shifts: kept as they came, previewed, entered all or in part, undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kit.access import Role
from kit.audit import note
from kit.database import Base
from kit.errors import Conflict, NotFound, Refused
from kit.events import publish
from kit.sheets.reading import Row, Sheet
from kit.sheets.tables import RowFault
from people.account_sheet import AccountList, AccountRow, read_accounts
from people.events import Withdrawn
from people.models import (
    Employee,
    EmployeePosition,
    EmployeeTag,
    Invitation,
    Notice,
    PlatformAccount,
    RoleGrant,
    Shift,
    StaffImport,
    Team,
)
from people.positions import names, track_names
from people.service import arranging, attributing, rostering
from people.service.catalogue import positions
from people.service.staffing import tell_joined
from people.shift_sheet import ShiftList, ShiftRow, read_shifts
from people.staff_sheet import Known, StaffList, StaffRow, read_staff

Read: TypeAlias = StaffList | AccountList | ShiftList
STAFF, ACCOUNTS, SHIFTS = "staff", "accounts", "shifts"
KINDS = (STAFF, ACCOUNTS, SHIFTS)
SHIFT_NAMES = {"早班": (time(9), time(18)), "晚班": (time(15), time(0)), "中班": (time(12), time(21))}
# tables of this room that an undo clears by itself
_OWN = {"employee_position", "employee_tag", "role_grant", "invitation", "notice", "shift", "platform_account"}


@dataclass(frozen=True, slots=True)
class Place:
    """What reading a list depends on besides its rows."""

    today: date
    zone: str


def keep(session: Session, kind: str, file_name: str, sheet: Sheet, by: Employee | None, now: datetime) -> StaffImport:
    """Keep a list as it came, to be previewed."""
    if kind not in KINDS:
        raise Refused("Choose what the list holds.")
    kept = StaffImport(
        at=now,
        by_id=by.id if by else None,
        kind=kind,
        file_name=file_name[:200],
        sheet=[(row.number, list(row.cells)) for row in sheet.rows],
        changes=[],
    )
    session.add(kept)
    session.flush()
    return kept


def find(session: Session, import_id: int) -> StaffImport:
    """Give an import; raises NotFound."""
    found = session.get(StaffImport, import_id)
    if found is None:
        raise NotFound("There is no such import.")
    return found


def newest(session: Session, limit: int = 20) -> list[StaffImport]:
    """The imports that were entered, the newest first."""
    entered = select(StaffImport).where(StaffImport.entered_at.is_not(None))
    return list(session.scalars(entered.order_by(StaffImport.id.desc()).limit(limit)))


def sheet_of(kept: StaffImport) -> Sheet:
    """The rows as they came."""
    return Sheet(kept.file_name.rpartition(".")[0] or "Sheet", tuple(Row(n, tuple(cells)) for n, cells in kept.sheet))


def read(session: Session, kind: str, sheet: Sheet, place: Place) -> Read:
    """Read a list against what the company has now. Raises Refused when it has no usable heads."""
    people = dict(session.execute(select(Employee.number, Employee.name)).all())
    if kind == ACCOUNTS:
        return read_accounts(sheet, people, attributing.rows(session), today=place.today)
    if kind == SHIFTS:
        since = datetime.combine(place.today, time(), UTC) - timedelta(days=400)
        return read_shifts(sheet, people, ZoneInfo(place.zone), SHIFT_NAMES, rostering.rows(session, since))
    found = read_staff(sheet, known(session), today=place.today)
    faults = sorted([*found.faults, *_managers_without_team(found)], key=lambda fault: (fault.row, fault.column))
    return StaffList(found.header, found.rows, tuple(faults), found.new_teams, found.unknown_heads)


def _managers_without_team(found: StaffList) -> list[RowFault]:
    homeless = [row for row in found.rows if Role.MANAGER in row.roles and not row.team]
    why = Refused("A manager needs a team.")
    return [RowFault(row.row, 0, row.name, why.message) for row in homeless]


def known(session: Session) -> Known:
    """What the company has already, as the reader of a staff list compares with it."""
    everybody = list(session.scalars(select(Employee)))
    by_id = {person.id: person.number for person in everybody}
    catalogue = list(positions(session).values())
    return Known(
        positions=names(catalogue),
        tracks=track_names(catalogue),
        names={person.number: person.name for person in everybody},
        phones={person.number: person.phone for person in everybody if person.phone},
        mentors={person.number: by_id[person.mentor_id] for person in everybody if person.mentor_id},
        teams=list(arranging.paths(session)),
    )


def good_rows(found: Read, partly: bool) -> Sequence[StaffRow | AccountRow | ShiftRow]:
    """The rows to enter: all, or with `partly` those without a fault. Raises Refused."""
    if isinstance(found, StaffList):
        return found.to_enter(partly=partly)
    if found.faults and not partly:
        raise Refused("%(count)s cells need correcting; nothing was imported.", count=len(found.faults))
    out = {fault.row for fault in found.faults}
    return [row for row in found.rows if row.row not in out]


def enter(session: Session, kept: StaffImport, partly: bool, place: Place, by: Employee | None, now: datetime) -> int:
    """Enter the rows of a list, all or nothing unless `partly`; says how many. Raises Refused, Conflict."""
    if kept.entered_at is not None:
        raise Conflict("This list was imported already.")
    rows = good_rows(read(session, kept.kind, sheet_of(kept), place), partly)
    if not rows:
        raise Refused("There is no row to import.")
    changes: list[dict[str, Any]] = []
    _enter_staff(session, [row for row in rows if isinstance(row, StaffRow)], place, by, now, changes)
    numbers = dict(session.execute(select(Employee.number, Employee.id)).all())
    for row in rows:
        if isinstance(row, AccountRow):
            holder = session.get(Employee, numbers[row.employee]) if row.employee else None
            changes.append({"account": attributing.add(session, row, holder, by, now).id})
        elif isinstance(row, ShiftRow):
            person = session.get_one(Employee, numbers[row.employee])
            changes.append({"shift": rostering.add(session, person, row.starts_at, row.ends_at, by, now).id})
    kept.changes, kept.entered_at, kept.sheet = changes, now, []
    note(session, "imported", f"import:{kept.id}", now, by.id if by else None, kind=kept.kind, rows=len(rows))
    session.flush()
    return len(rows)


def _enter_staff(
    session: Session,
    rows: Sequence[StaffRow],
    place: Place,
    by: Employee | None,
    now: datetime,
    changes: list[dict[str, Any]],
) -> None:
    if not rows:
        return
    teams = _teams(session, rows, by, now, changes)
    root = next(team for team in teams.values() if team.parent_id is None)
    entered: dict[str, Employee] = {}
    for row in rows:
        entered[row.number] = _employee(row, teams.get(row.team, root), place, now)
        session.add(entered[row.number])
    session.flush()
    people = {person.number: person for person in session.scalars(select(Employee))}
    for row in rows:
        person = entered[row.number]
        mentor = people.get(row.mentor)
        person.mentor_id = mentor.id if mentor else None
        if mentor and Role.MENTOR not in mentor.roles:
            mentor.grants.append(RoleGrant(role=Role.MENTOR, team_id=None))
            if mentor.number not in entered:
                changes.append({"mentor": mentor.id})
        changes.append({"employee": person.id})
        note(session, "employed", f"employee:{person.id}", now, by.id if by else None, row=row.row)
    session.flush()
    for person in entered.values():
        tell_joined(session, person)


def _teams(
    session: Session, rows: Sequence[StaffRow], by: Employee | None, now: datetime, changes: list[dict[str, Any]]
) -> dict[tuple[str, ...], Team]:
    teams = arranging.paths(session)
    for row in rows:
        for length in range(1, len(row.team) + 1):
            path = row.team[:length]
            if path not in teams:
                teams[path] = arranging.create(session, teams.get(path[:-1]), path[-1], by, now)
                changes.append({"team": teams[path].id})
    return teams


def _employee(row: StaffRow, team: Team, place: Place, now: datetime) -> Employee:
    hired = row.hired or place.today
    roles = sorted(row.roles - {Role.EMPLOYEE})
    return Employee(
        number=row.number,
        name=row.name,
        phone=row.phone or None,
        mail=row.mail or None,
        hired_on=hired,
        team_id=team.id,
        created_at=now,
        positions=[EmployeePosition(position=p.position, track=p.track, since=hired) for p in row.posts],
        grants=[RoleGrant(role=role, team_id=team.id if role == Role.MANAGER else None) for role in roles],
        tags=[EmployeeTag(tag=tag) for tag in row.tags],
    )


def entered_people(session: Session, kept: StaffImport) -> list[Employee]:
    """The people whom an import entered and who are still here."""
    ids = [change["employee"] for change in kept.changes if "employee" in change]
    return list(session.scalars(select(Employee).where(Employee.id.in_(ids)).order_by(Employee.number)))


def undo(session: Session, kept: StaffImport, by: Employee | None, now: datetime) -> None:
    """Take back what an import entered. Raises Conflict once people have signed in or have records."""
    if kept.entered_at is None or kept.undone_at is not None:
        raise Conflict("There is nothing to undo.")
    people = entered_people(session, kept)
    if used := [person.name for person in people if person.password_hash]:
        raise Conflict("This cannot be undone: %(names)s signed in since.", names="、".join(used[:5]))
    for person in people:
        publish(session, Withdrawn(person.id))
    _refuse_where_recorded(session, people)
    try:
        with session.begin_nested():
            _delete(session, kept, people, by, now)
    except IntegrityError:
        raise Conflict("This cannot be undone: other people or entries refer to somebody in the list.") from None
    kept.undone_at = now
    note(session, "import undone", f"import:{kept.id}", now, by.id if by else None)
    session.flush()


def _refuse_where_recorded(session: Session, people: Sequence[Employee]) -> None:
    """Look through every table of every room for rows about these people that have come since."""
    names_by_id = {person.id: person.name for person in people}
    for table in Base.metadata.sorted_tables:
        if table.name in _OWN or "employee_id" not in table.columns:
            continue
        about = select(table.c.employee_id).where(table.c.employee_id.in_(names_by_id)).limit(1)
        if (found := session.scalar(about)) is not None:
            raise Conflict("This cannot be undone: %(names)s has entries since.", names=names_by_id[found])


def _delete(
    session: Session, kept: StaffImport, people: Sequence[Employee], by: Employee | None, now: datetime
) -> None:
    ids = [person.id for person in people]
    for change in kept.changes:
        for what, table in (("account", PlatformAccount), ("shift", Shift)):
            if what in change and (row := session.get(table, change[what])):
                session.delete(row)
        if "mentor" in change:
            mentor = session.get_one(Employee, change["mentor"])
            mentor.grants = [held for held in mentor.grants if held.role != Role.MENTOR]
    for told in (Invitation, Notice):
        session.execute(delete(told).where(told.employee_id.in_(ids)))
    for person in people:
        person.mentor_id = None
    session.flush()
    for person in people:
        session.delete(person)
    session.flush()
    for change in reversed(kept.changes):
        emptied = session.get(Team, change["team"]) if "team" in change else None
        if emptied and not _is_used(session, emptied):
            arranging.remove(session, emptied, by, now)


def _is_used(session: Session, team: Team) -> bool:
    counted = select(func.count()).where(Employee.team_id == team.id)
    below = select(func.count()).where(Team.parent_id == team.id)
    managed = select(func.count()).where(RoleGrant.team_id == team.id)
    return any(session.scalar(found) for found in (counted, below, managed))
