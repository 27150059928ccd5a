"""Whose a platform account is on a day: known, unknown, never guessed."""

from datetime import date

import pytest

from kit.database import writing
from kit.errors import Conflict
from people.account_sheet import AccountRow
from people.models import Employee
from people.service import attributing
from tests.conftest import NOON
from tests.people.conftest import House

STORE = "星桥旗舰店"
RAIN = "星桥旗舰店:小雨"


def row(start: date, end: date | None = None) -> AccountRow:
    return AccountRow(0, "淘宝", STORE, RAIN, "", start, end)


def test_an_account_passes_from_one_person_to_the_next(either_house: House) -> None:
    world = either_house.world
    with writing() as session:
        owner, colleague = session.get_one(Employee, world.owner), session.get_one(Employee, world.colleague)
        attributing.add(session, row(date(2026, 10, 1), date(2026, 10, 31)), owner, None, NOON)
        attributing.add(session, row(date(2026, 11, 1)), colleague, None, NOON)
        assert attributing.resolve(session, "淘宝", STORE, RAIN, date(2026, 10, 31)) == world.owner
        assert attributing.resolve(session, "淘宝", STORE, "星桥旗舰店：小雨", date(2026, 11, 1)) == world.colleague
        assert attributing.resolve(session, "淘宝", STORE, RAIN, date(2026, 9, 30)) is None
        with pytest.raises(Conflict):
            attributing.add(session, row(date(2026, 10, 15)), owner, None, NOON)


def test_an_unknown_account_is_listed_once_and_assigned_from_the_day_it_was_met(either_house: House) -> None:
    world = either_house.world
    with writing() as session:
        for day in (9, 5, 12):
            attributing.note_unknown(session, "淘宝", STORE, RAIN, date(2026, 11, day))
        (account,) = attributing.unknown(session)
    assert RAIN in either_house.browser("manager").get("/accounts").text
    url = f"/accounts/{account.id}/assign"
    assert either_house.browser("manager").post(url, data={"employee": world.stranger}).status_code == 404
    assert either_house.browser("manager").post(url, data={"employee": world.owner}).status_code == 302
    found = attributing.resolve(either_house.session, "淘宝", STORE, RAIN, date(2026, 11, 5))
    assert found == world.owner
    assert attributing.unknown(either_house.session) == []


def test_a_known_account_is_not_noted_as_unknown(house: House) -> None:
    with writing() as session:
        attributing.add(session, row(date(2026, 11, 1)), session.get_one(Employee, house.world.owner), None, NOON)
        attributing.note_unknown(session, "淘宝", STORE, RAIN, date(2026, 11, 5))
        assert attributing.unknown(session) == []
