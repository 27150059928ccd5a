"""An invitation lets one person choose a password, once, for seven days."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from kit import clock
from kit.database import writing
from people.models import Employee, Invitation
from tests.people.conftest import House

CHOSEN = {"new": "tea-before-nine", "again": "tea-before-nine"}


@pytest.fixture
def offset(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "offset"
    file.write_text("0")
    clock.shift_by(file)
    yield file
    clock.shift_by(None)


def code_for_owner(house: House) -> str:
    """Print the sheet, read the code off it."""
    with writing() as session:
        session.get_one(Employee, house.world.owner).must_change_password = True
    sheet = house.browser("manager").post("/invitations", data={"id": house.world.owner}).text
    found = re.search(r'class="code">([^<]+)<', sheet)
    assert found, sheet
    return found[1]


def test_the_code_on_the_sheet_sets_the_password_and_signs_in(either_house: House) -> None:
    code = code_for_owner(either_house)
    client = either_house.app.test_client()
    opened = client.get("/welcome", query_string={"code": code.upper()})
    assert opened.status_code == 302
    assert "林晓雨" in client.get(opened.location).text
    assert client.post(opened.location, data=CHOSEN).location == "/"
    assert client.get("/account").status_code == 200
    assert client.post(opened.location, data=CHOSEN).status_code == 404


def test_the_code_itself_is_not_stored(house: House) -> None:
    code = code_for_owner(house).replace(" ", "")
    stored = house.session.scalars(select(Invitation.code_hash)).one()
    assert code not in stored


def test_a_code_is_void_after_seven_days(house: House, offset: Path) -> None:
    code = code_for_owner(house).replace(" ", "")
    client = house.app.test_client()
    offset.write_text(str(7 * 86400 - 60))
    assert client.get(f"/welcome/{code}").status_code == 200
    offset.write_text(str(7 * 86400 + 60))
    assert client.get(f"/welcome/{code}").status_code == 404


def test_a_new_code_voids_the_old_one(house: House) -> None:
    first, second = code_for_owner(house), code_for_owner(house)
    client = house.app.test_client()
    assert client.get(f"/welcome/{first.replace(' ', '')}").status_code == 404
    assert client.get(f"/welcome/{second.replace(' ', '')}").status_code == 200


def test_a_weak_password_is_refused_and_the_code_stays_good(house: House) -> None:
    code = code_for_owner(house).replace(" ", "")
    client = house.app.test_client()
    assert client.post(f"/welcome/{code}", data={"new": "short", "again": "short"}).status_code == 422
    assert client.post(f"/welcome/{code}", data=CHOSEN).status_code == 302


def test_a_manager_invites_only_their_own_people(house: House) -> None:
    with writing() as session:
        session.get_one(Employee, house.world.stranger).must_change_password = True
    house.browser("manager").post("/invitations", data={"id": house.world.stranger})
    assert house.session.scalars(select(Invitation)).all() == []
