"""The standing people of the tests: two stores, their managers, a mentor, a colleague, a stranger."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from kit.access import Role
from people.models import Company, Employee, EmployeePosition, RoleGrant, Team
from tests.conftest import NOON


@dataclass(frozen=True)
class World:
    """Ids of the people: `owner` is whose things a test is about, `colleague` shares the team, `stranger` does not."""

    root: int
    store: int
    other_store: int
    owner: int
    colleague: int
    stranger: int
    mentor: int
    manager: int
    other_manager: int
    boss: int  # manages the root team
    trainer: int
    payroll: int
    administrator: int


def people(session: Session) -> World:
    """Fill an empty database with the standing people."""
    session.add(Company(name="星桥", demo=True, created_at=NOON))
    root = _team(session, "星桥", None)
    store, other = _team(session, "星桥旗舰店", root), _team(session, "星桥AliExpress店", root)
    mentor = _person(session, "M01", "周岚", store, roles=[(Role.MENTOR, None)])
    found = World(
        root=root.id,
        store=store.id,
        other_store=other.id,
        mentor=mentor.id,
        owner=_person(session, "E01", "林晓雨", store, mentor=mentor.id).id,
        colleague=_person(session, "E02", "陈可", store).id,
        stranger=_person(session, "E03", "何舟", other).id,
        manager=_person(session, "L01", "许宁", store, roles=[(Role.MANAGER, store.id)]).id,
        other_manager=_person(session, "L02", "罗晴", other, roles=[(Role.MANAGER, other.id)]).id,
        boss=_person(session, "L00", "沈云", root, roles=[(Role.MANAGER, root.id)]).id,
        trainer=_person(session, "T01", "方敏", root, roles=[(Role.TRAINER, None)]).id,
        payroll=_person(session, "P01", "丁洁", root, roles=[(Role.PAYROLL, None)]).id,
        administrator=_person(session, "A01", "系统管理员", root, roles=[(Role.ADMINISTRATOR, None)]).id,
    )
    session.flush()
    return found


def sign_in(app: Flask, employee_id: int) -> FlaskClient:
    """A browser in which somebody is signed in already."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = f"{employee_id}.1", True
    return client


def _team(session: Session, name: str, parent: Team | None) -> Team:
    team = Team(name=name, parent_id=parent.id if parent else None)
    session.add(team)
    session.flush()
    team.path = f"{parent.path if parent else '/'}{team.id}/"
    return team


def _person(
    session: Session,
    number: str,
    name: str,
    team: Team,
    roles: list[tuple[Role, int | None]] | None = None,
    **more: Any,
) -> Employee:
    if "mentor" in more:
        more["mentor_id"] = more.pop("mentor")
    person = Employee(
        number=number,
        name=name,
        hired_on=date(2026, 11, 1),
        team_id=team.id,
        must_change_password=False,
        created_at=NOON,
        positions=[EmployeePosition(position="customer-service", track="pre-sale", since=date(2026, 11, 1))],
        grants=[RoleGrant(role=role, team_id=team_id) for role, team_id in roles or []],
        **more,
    )
    session.add(person)
    session.flush()
    return person
