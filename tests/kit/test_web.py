"""The edge: headers on every answer, nobody passes whom no rule lets pass, refusals in words."""

import pytest
from flask import Blueprint, Flask
from sqlalchemy.orm import Session

from kit.access import PUBLIC, SIGNED_IN, Role, any_of
from kit.database import db, writing
from kit.errors import Conflict
from tests.world import people, sign_in

trial = Blueprint("trial", __name__)


@trial.get("/trial/<name>")
def open_page(name: str) -> str:
    """A page that anybody may read."""
    return name


@trial.get("/trial/forgotten")
def forgotten() -> str:
    """A page that nobody gave a rule."""
    return "secret"


@trial.get("/trial/inside")
def inside() -> str:
    """A page for those who are signed in."""
    return "inside"


@trial.get("/trial/managers")
def managers() -> str:
    """A page for managers."""
    return "managers"


@trial.get("/trial/taken")
def taken() -> str:
    """A page that refuses."""
    raise Conflict("Somebody took %(what)s.", what="it")


@pytest.fixture
def house(app: Flask) -> Flask:
    """The application with pages of our own."""
    app.register_blueprint(trial)
    app.extensions["rules"] |= {
        "trial.open_page": PUBLIC,
        "trial.taken": PUBLIC,
        "trial.inside": SIGNED_IN,
        "trial.managers": any_of(Role.MANAGER),
    }
    return app


def _people(session: Session) -> dict[str, int]:
    world = people(session)
    return {"owner": world.owner, "manager": world.manager, "administrator": world.administrator}


def test_every_answer_carries_the_headers(house: Flask) -> None:
    for path in ("/trial/x", "/nowhere", "/healthz", "/sign-in"):
        headers = house.test_client().get(path).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "private, no-store"


def test_hsts_is_sent_only_over_https(house: Flask) -> None:
    assert "Strict-Transport-Security" not in house.test_client().get("/trial/x").headers
    house.config["SESSION_COOKIE_SECURE"] = True
    assert "Strict-Transport-Security" in house.test_client().get("/trial/x").headers


def test_a_page_without_a_rule_is_closed(house: Flask) -> None:
    with writing() as session:
        ids = _people(session)
    db.session.remove()
    for one in ids.values():
        assert sign_in(house, one).get("/trial/forgotten").status_code == 403


def test_who_is_not_signed_in_is_asked_to(house: Flask) -> None:
    answer = house.test_client().get("/trial/inside")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")
    assert house.test_client().get("/trial/inside", headers={"Accept": "application/json"}).status_code == 401


def test_a_role_opens_its_pages_alone(house: Flask) -> None:
    with writing() as session:
        ids = _people(session)
    db.session.remove()
    found = {who: sign_in(house, id).get("/trial/managers").status_code for who, id in ids.items()}
    assert found == {"owner": 403, "manager": 200, "administrator": 403}


def test_a_refusal_is_told_in_words_to_people_and_to_scripts(house: Flask) -> None:
    page = house.test_client().get("/trial/taken")
    assert page.status_code == 409
    assert "Somebody took it." in page.text
    told = house.test_client().get("/trial/taken", headers={"Accept": "application/json"})
    assert (told.status_code, told.get_json()["error"]) == (409, "Somebody took it.")


def test_forms_without_their_token_are_refused(house: Flask) -> None:
    house.config["WTF_CSRF_ENABLED"] = True
    assert house.test_client().post("/sign-in", data={"employee_no": "x", "password": "y"}).status_code == 400


def test_an_unready_server_says_why(app: Flask) -> None:
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 503
    assert "no content" in answer.get_json()["reason"]
