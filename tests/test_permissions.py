"""Every route × every role × own, team, other, tried by real requests against a table written apart from the code."""

import csv
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kit.access import Role
from kit.database import db, writing
from kit.loading import load
from kit.web import rooms
from tests.conftest import NOON, ROOT, build
from tests.places import Places, furnish
from tests.world import World, people, sign_in

TABLE = Path(__file__).parent / "permissions.csv"
ROLES = ("anonymous", *(role.value for role in Role))
OBJECTS = ("-", "own", "team", "other")


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Stage:
    """The application on a furnished company, put back to its first state before every request."""

    def __init__(self, folder: Path, empty: Path) -> None:
        self.file, self.kept = folder / "stage.db", folder / "kept.db"
        shutil.copy(empty, self.file)
        self.app: Flask = build(f"sqlite:///{self.file}")
        with self.app.app_context():
            load([kind for room in rooms() for kind in room.content_kinds], ROOT, NOON)
            with writing() as session:
                self.world: World = people(session)
                self.places: Places = furnish(session, self.world)
            db.session.remove()
            db.engine.dispose()
        shutil.copy(self.file, self.kept)

    def request(self, row: dict[str, str], role: str) -> TestResponse:
        with self.app.test_request_context():
            url = url_for(row["endpoint"], **self.values(row, role))
        with self.app.app_context():
            db.engine.dispose()
        for leftover in self.file.parent.glob("stage.db-*"):
            leftover.unlink()
        shutil.copy(self.kept, self.file)
        client = self.app.test_client() if role == "anonymous" else sign_in(self.app, self.actor(role))
        return client.open(url, method=row["method"])

    def actor(self, role: str) -> int:
        return {"employee": self.world.owner}.get(role) or int(asdict(self.world)[role])

    def whose(self, row: dict[str, str], role: str) -> int:
        actor = self.world.owner if role == "anonymous" else self.actor(role)
        colleague = self.world.colleague if role == "employee" else self.world.owner
        return {"own": actor, "team": colleague, "other": self.world.stranger}.get(row["object"], actor)

    def values(self, row: dict[str, str], role: str) -> dict[str, Any]:
        rule = rule_of(self.app, row["endpoint"], row["method"])
        return {name: self.places.value(row["endpoint"], name, self.whose(row, role)) for name in rule.arguments}


def rule_of(app: Flask, endpoint: str, method: str) -> Rule:
    found = [rule for rule in app.url_map.iter_rules(endpoint) if method in (rule.methods or ())]
    return max(found, key=lambda rule: len(rule.arguments))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Stage:
    return Stage(tmp_path_factory.mktemp("permissions"), sqlite_template)


def outcome(answer: TestResponse) -> str:
    """What the answer means: let in, refused, or asked to sign in."""
    if answer.status_code == 401 or (answer.status_code == 302 and "/sign-in" in answer.headers["Location"]):
        return "sign-in"
    return "no" if answer.status_code in (403, 404) else "yes"


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['method']} {row['endpoint']} {row['object']}")
def test_the_table_holds_for_real_requests(stage: Stage, row: dict[str, str]) -> None:
    got = {role: stage.request(row, role) for role in ROLES}
    assert {role: outcome(answer) for role, answer in got.items()} == {role: row[role] for role in ROLES}
    broken = {role: answer.status_code for role, answer in got.items() if answer.status_code >= 500}
    assert not broken


def test_every_route_stands_in_the_table(stage: Stage) -> None:
    listed = {(row["endpoint"], row["method"]) for row in rows()}
    routes = {
        (rule.endpoint, method)
        for rule in stage.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }
    assert routes - listed == set()
    assert listed - routes == set()


def test_every_route_has_a_rule(stage: Stage) -> None:
    endpoints = {rule.endpoint for rule in stage.app.url_map.iter_rules()} - {"static"}
    assert endpoints == set(stage.app.extensions["rules"])


def test_routes_that_name_something_are_tried_on_own_team_and_other(stage: Stage) -> None:
    tried: dict[tuple[str, str], set[str]] = {}
    for row in rows():
        assert row["object"] in OBJECTS
        tried.setdefault((row["endpoint"], row["method"]), set()).add(row["object"])
    for objects in tried.values():
        assert objects == {"-"} or {"own", "team", "other"} <= objects
