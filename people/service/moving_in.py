"""Moving the demo company in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.clock import local_day
from kit.demo import DemoPasswordChanged, DemoSignIn
from people.account_sheet import AccountRow
from people.demo import ACCOUNTS, COMPANY, FLAGSHIP, PEOPLE, SHOWN, TEAMS, Cast
from people.goods import Good
from people.models import Company, Employee, EmployeePosition, EmployeeTag, RoleGrant, Shift, Team
from people.passwords import hash_password
from people.positions import COMMON
from people.service import arranging, attributing, stocking
from people.service.staffing import tell_joined


def move_in(session: Session, password: str, stored: str, zone: str, moment: datetime) -> None:
    """Enter company, teams, people, accounts and this week's shifts; those who are shown sign in with one password."""
    today = local_day(moment, zone)
    session.add(Company(name=COMPANY, demo=True, created_at=moment))
    teams: dict[tuple[str, ...], Team] = {(): arranging.create(session, None, COMPANY, None, moment)}
    for path in TEAMS:
        teams[path] = arranging.create(session, teams[path[:-1]], path[-1], None, moment)
    people = {one.number: _person(one, teams, stored, today, moment) for one in PEOPLE}
    session.add_all(people.values())
    session.flush()
    for one in PEOPLE:
        people[one.number].mentor_id = people[one.mentor].id if one.mentor else None
    session.flush()
    for person in people.values():
        tell_joined(session, person)
    _accounts(session, people, today, moment)
    _shifts(session, people, today, zone)
    _show(session, people, password)


def stock(session: Session, goods: Sequence[Good], moment: datetime) -> None:
    """Fill the goods sheet of the flagship store."""
    store = session.scalars(select(Team).where(Team.name == FLAGSHIP)).one()
    stocking.stock(session, store.id, goods, None, moment)


def _person(one: Cast, teams: dict[tuple[str, ...], Team], stored: str, today: date, moment: datetime) -> Employee:
    hired = today - timedelta(days=one.worked - 1)
    return Employee(
        number=one.number,
        name=one.name,
        phone=f"1390000{one.number[1:]}",
        hired_on=hired,
        team_id=teams[one.team].id,
        # whoever is not shown cannot sign in: the well-known password must not outlive an opening to the network
        password_hash=stored if one.number in SHOWN else "",
        must_change_password=False,
        created_at=moment,
        positions=[EmployeePosition(position=one.post.position, track=one.post.track, since=hired)] if one.post else [],
        grants=[RoleGrant(role=role, team_id=None if team is None else teams[team].id) for role, team in one.roles],
        tags=[EmployeeTag(tag=tag) for tag in one.tags],
    )


def _accounts(session: Session, people: dict[str, Employee], today: date, moment: datetime) -> None:
    for platform, store, sub_account, number in ACCOUNTS:
        person = people[number]
        row = AccountRow(0, platform, store, sub_account, number, person.hired_on, None)
        attributing.add(session, row, person, None, moment)
    attributing.note_unknown(session, "淘宝", FLAGSHIP, "星桥旗舰店:兼职01", today - timedelta(days=3))


def _shifts(session: Session, people: dict[str, Employee], today: date, zone: str) -> None:
    """Early and late shifts of the service team for this week, in turn."""
    monday = today - timedelta(days=today.weekday())
    team = [people[one.number] for one in PEOPLE if one.post and one.post.position == "customer-service"]
    for place, person in enumerate(team):
        for offset in range(7):
            if (offset + place) % 7 in (5, 6):
                continue
            early = (offset + place) % 2 == 0
            start = datetime.combine(monday + timedelta(days=offset), time(9 if early else 14), ZoneInfo(zone))
            start = start.astimezone(UTC)
            session.add(Shift(employee_id=person.id, starts_at=start, ends_at=start + timedelta(hours=9)))
    session.flush()


def _show(session: Session, people: dict[str, Employee], password: str) -> None:
    for number, role in SHOWN.items():
        person = people[number]
        position = person.positions[0].position if person.positions else COMMON
        session.add(
            DemoSignIn(employee_no=number, name=person.name, permission_role=role, position=position, password=password)
        )
    session.flush()


def on_password_changed(session: Session, event: DemoPasswordChanged) -> None:
    """Let somebody of the demo company sign in with another password from now on."""
    person = session.scalar(select(Employee).where(Employee.number == event.employee_no))
    if person is not None:
        person.password_hash = hash_password(event.password)
        session.flush()
