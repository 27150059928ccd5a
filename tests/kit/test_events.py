"""An event reaches every subscriber of its type, in order, and undoes everything when one refuses."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from kit.audit import AuditEntry, note
from kit.database import db, writing
from kit.errors import Conflict
from kit.events import publish
from tests.conftest import NOON


@dataclass(frozen=True)
class Rung:
    """A bell was rung."""

    times: int


class Carrier:
    """What carries the subscribers."""

    def __init__(self, *subscribers: Any) -> None:
        self.info: dict[Any, Any] = {"subscribers": {Rung: subscribers}}


def test_all_subscribers_hear_in_their_order() -> None:
    heard: list[str] = []
    carrier = Carrier(lambda _, rung: heard.append(f"first {rung.times}"), lambda _, rung: heard.append("second"))
    publish(carrier, Rung(3))
    assert heard == ["first 3", "second"]


def test_other_events_are_not_heard() -> None:
    heard: list[object] = []
    publish(Carrier(lambda _, rung: heard.append(rung)), "something else")
    assert heard == []


def test_a_subscriber_that_refuses_undoes_everything(app: Flask) -> None:
    def refuse(session: Any, rung: Rung) -> None:
        raise Conflict("Not now.")

    app.extensions["subscribers"] = {Rung: [refuse]}

    def ring() -> None:
        with writing() as session:
            note(session, "rang", "bell:1", NOON, None)
            publish(session, Rung(1))

    with pytest.raises(Conflict):
        ring()
    assert db.session.scalar(select(func.count(AuditEntry.id))) == 0
