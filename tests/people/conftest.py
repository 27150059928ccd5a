"""What the tests of people stand on: the standing people, positions loaded, events listened to."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from kit import publishing
from kit.database import db, writing
from people import positions
from people.events import Joined, Left, PositionChanged
from tests.conftest import NOON
from tests.world import World, people, sign_in


@dataclass
class House:
    """The standing people in an application."""

    app: Flask
    world: World
    heard: list[object] = field(default_factory=list)

    def browser(self, who: str) -> FlaskClient:
        """A browser in which one of the standing people is signed in."""
        return sign_in(self.app, getattr(self.world, who))

    @property
    def session(self) -> Session:
        """A session that reads what is stored now."""
        db.session.rollback()
        return db.session()


def move_in(app: Flask) -> House:
    """Let the standing people and the shipped positions move in, and listen to what is told."""
    sources, _ = positions.read({positions.FILE: Path("people/content/positions.toml").read_text()})
    with writing() as session:
        house = House(app, people(session))
        publishing.load(session, positions.POSITION, sources, NOON, force=False)
    # only what this room itself says is under test, not what other rooms make of it
    told = lambda _, event: house.heard.append(event)  # noqa: E731
    app.extensions["subscribers"] = {kind: [told] for kind in (Joined, Left, PositionChanged)}
    return house


@pytest.fixture
def house(app: Flask) -> House:
    """The house on SQLite."""
    return move_in(app)


@pytest.fixture
def either_house(either_app: Flask) -> House:
    """The house, once on each engine."""
    return move_in(either_app)
