"""Signing in: by number or phone, slower after each wrong try, and only as long as the account says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from kit import clock
from kit.database import db, writing
from people import passwords
from people.models import Employee, SignInFailure
from tests.world import World, people, sign_in

PASSWORD = "a-calm-morning"


@dataclass
class Door:
    """The house with its standing people, one of whom has a password."""

    app: Flask
    world: World
    offset: Path

    def enter(self, number: str, password: str = PASSWORD, client: FlaskClient | None = None, **more: str):  # type: ignore[no-untyped-def]
        """Send the sign-in form."""
        form = {"employee_no": number, "password": password, **more}
        return (client or self.app.test_client()).post("/sign-in", data=form)

    def later(self, seconds: float) -> None:
        """Let time pass."""
        before = float(self.offset.read_text() or 0)
        self.offset.write_text(str(before + seconds))


@pytest.fixture
def door(either_app: Flask, tmp_path: Path) -> Iterator[Door]:
    offset = tmp_path / "offset"
    offset.write_text("0")
    clock.shift_by(offset)
    with writing() as session:
        world = people(session)
        owner = session.get_one(Employee, world.owner)
        owner.password_hash, owner.phone = passwords.hash_password(PASSWORD), "13800138000"
    yield Door(either_app, world, offset)
    clock.shift_by(None)


@pytest.mark.parametrize("typed", ["E01", "e01", " Ｅ01 ", "13800138000", "+86 138-0013-8000"])
def test_number_and_phone_both_sign_in(door: Door, typed: str) -> None:
    client = door.app.test_client()
    assert door.enter(typed, client=client).status_code == 302
    assert client.get("/account").status_code == 200


def test_an_unknown_number_is_refused_like_a_wrong_password(door: Door) -> None:
    wrong, unknown = door.enter("E01", "wrong-password"), door.enter("E99", "wrong-password")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("E01", "E99") == unknown.text


@pytest.mark.parametrize("target", ["//evil.example/x", "https://evil.example", "/\\evil.example", "/\t/evil.example"])
def test_it_leads_on_to_paths_of_this_house_only(door: Door, target: str) -> None:
    assert door.enter("E01", next=target).location == "/"
    assert door.enter("E01", next="/account?x=1").location == "/account?x=1"


def test_after_two_slips_each_wrong_try_costs_more_time(door: Door) -> None:
    for _ in range(3):
        assert door.enter("E01", "wrong-password").status_code == 401
    assert door.enter("E01").status_code == 429
    door.later(3)
    assert door.enter("E01", "wrong-password").status_code == 401
    door.later(3)
    assert door.enter("E01").status_code == 429
    door.later(3)
    assert door.enter("E01").status_code == 302


def test_unknown_numbers_have_to_wait_as_well(door: Door) -> None:
    for _ in range(3):
        door.enter("E99", "wrong-password")
    assert door.enter("E99").status_code == 429


def fail_twenty_times(door: Door) -> None:
    with writing() as session:
        moment = clock.now()
        session.add_all(
            SignInFailure(account="E01", address=f"10.0.0.{number}", at=moment - timedelta(minutes=number))
            for number in range(20)
        )


def test_twenty_failures_close_the_account_until_a_manager_or_time_opens_it(door: Door) -> None:
    fail_twenty_times(door)
    assert door.enter("E01").status_code == 429
    door.later(3600)
    assert door.enter("E01").status_code == 302


def test_a_lock_ends_no_running_session(door: Door) -> None:
    running = sign_in(door.app, door.world.owner)
    fail_twenty_times(door)
    assert running.get("/account").status_code == 200


def test_a_script_gets_json_and_a_fresh_token(door: Door) -> None:
    client, asked = door.app.test_client(), {"Accept": "application/json"}
    token = client.get("/sign-in", headers=asked).get_json()["csrf_token"]
    refused = client.post("/sign-in", data={"employee_no": "E01", "password": "wrong-password"}, headers=asked)
    assert refused.status_code == 401
    assert refused.get_json()["csrf_token"]
    passed = client.post(
        "/sign-in", json={"employee_no": "E01", "password": PASSWORD, "csrf_token": token}, headers=asked
    )
    assert passed.status_code == 200
    assert passed.get_json()["employee_id"] == door.world.owner


def test_who_has_left_cannot_sign_in_and_is_signed_out(door: Door) -> None:
    running = sign_in(door.app, door.world.owner)
    with writing() as session:
        session.get_one(Employee, door.world.owner).active = False
    assert running.get("/account").status_code == 302
    assert door.enter("E01").status_code == 401


def test_an_initial_password_is_changed_before_anything_else(door: Door) -> None:
    with writing() as session:
        session.get_one(Employee, door.world.owner).must_change_password = True
    client = door.app.test_client()
    door.enter("E01", client=client)
    assert client.get("/").location == "/account/password"
    assert client.post("/account/password", data={"new": "E01", "again": "E01"}).status_code == 422
    fresh = {"new": "tea-before-nine", "again": "tea-before-nine"}
    assert client.post("/account/password", data=fresh).location == "/"
    assert client.get("/account").status_code == 200
    assert door.enter("E01", "tea-before-nine").status_code == 302


def test_a_changed_password_ends_the_other_sessions(door: Door) -> None:
    here, there = sign_in(door.app, door.world.owner), sign_in(door.app, door.world.owner)
    form = {"old": PASSWORD, "new": "tea-before-nine", "again": "tea-before-nine"}
    assert here.post("/account", data=form).status_code == 302
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302


def test_a_wrong_present_password_changes_nothing(door: Door) -> None:
    form = {"old": "guessed-it", "new": "tea-before-nine", "again": "tea-before-nine"}
    assert sign_in(door.app, door.world.owner).post("/account", data=form).status_code == 422
    assert door.enter("E01").status_code == 302


def test_hashes_made_with_other_parameters_are_renewed(door: Door) -> None:
    from_long_ago = (
        "$argon2id$v=19$m=8,t=1,p=1$"
        + PasswordHasher(memory_cost=8, time_cost=1, parallelism=1).hash(PASSWORD).split("p=1$")[1]
    )
    with writing() as session:
        session.get_one(Employee, door.world.owner).password_hash = from_long_ago
    assert door.enter("E01").status_code == 302
    stored = db.session.get_one(Employee, door.world.owner).password_hash
    assert not passwords.is_outdated(stored)
    assert passwords.matches(stored, PASSWORD)


def test_signing_out_ends_this_session(door: Door) -> None:
    client = sign_in(door.app, door.world.owner)
    client.post("/sign-out")
    assert client.get("/account").status_code == 302
