"""The demo sign-ins: a well-known password for this machine alone, random ones for a network."""

from flask import Flask
from sqlalchemy import select

from kit import demo
from kit.database import db, writing
from kit.settings import Settings
from people.models import Employee
from people.service import moving_in
from tests.conftest import NOON

ALONE, NETWORK = Settings(), Settings(host="0.0.0.0")


def _move_in() -> None:
    with writing() as session:
        moving_in.move_in(session, demo.KNOWN_PASSWORD, "the hash of it", "Asia/Shanghai", NOON)


def test_on_this_machine_the_password_is_the_known_one() -> None:
    assert demo.new_password(ALONE) == demo.KNOWN_PASSWORD


def test_on_a_network_no_two_passwords_are_the_same() -> None:
    assert len({demo.new_password(NETWORK) for _ in range(100)}) == 100


def test_opening_to_a_network_changes_every_known_password(app: Flask) -> None:
    _move_in()
    with writing() as session:
        demo.replace_known_passwords(session, NETWORK)
    shown = {one.employee_no: one.password for one in demo.sign_ins(db.session())}
    assert demo.KNOWN_PASSWORD not in shown.values()
    for person in db.session.scalars(select(Employee)):
        assert person.password_hash != "the hash of it"
        assert bool(person.password_hash) == (person.number in shown)


def test_a_password_that_is_random_already_stays(app: Flask) -> None:
    _move_in()
    for _ in range(2):
        with writing() as session:
            demo.replace_known_passwords(session, NETWORK)
        found = [one.password for one in demo.sign_ins(db.session())]
        db.session.rollback()
    with writing() as session:
        demo.replace_known_passwords(session, NETWORK)
    assert [one.password for one in demo.sign_ins(db.session())] == found
