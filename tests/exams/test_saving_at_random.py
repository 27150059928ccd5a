"""Whatever two devices do in whatever order, the server keeps to the rule and an acknowledged answer stands."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session

from exams.models import Attempt
from exams.service import assigning, saving
from exams.service.assigning import Meant
from exams.sitting_rules import Arrived, State, Status, may_save, status_of
from kit.database import writing
from people.models import Employee
from tests.conftest import NOON
from tests.exams.house import House, begin, build_house, hand_in, save, terms
from tests.sizes import size

DEVICES = ("phone", "desk")
KEYS = ("case", "rate")


def machine_of(house: House) -> type[RuleBasedStateMachine]:
    """A machine over attempts of one house; every run sits a new sitting."""

    class Sitting(RuleBasedStateMachine):
        @initialize()
        def begin(self) -> None:
            self.writing = writing()
            self.session: Session = self.writing.__enter__()
            boss = self.session.get_one(Employee, house.world.boss)
            audience = [Meant(employee_id=house.world.owner)]
            sitting = assigning.assign(self.session, boss, terms("onboarding"), audience, NOON)
            self.attempt: Attempt = begin(self.session, house.world.owner, sitting.id)
            self.now = NOON
            self.seq = dict.fromkeys(DEVICES, 0)
            self.seen = dict.fromkeys(DEVICES, 0)
            self.revision = 0
            self.under_way: list[dict[str, Any]] = []
            self.arrived: dict[str, list[Arrived]] = {key: [] for key in KEYS}
            self.bodies: dict[tuple[str, int], str] = {}
            self.known: dict[tuple[str, str, int], tuple[int, Status]] = {}

        def teardown(self) -> None:
            if hasattr(self, "session"):
                self.session.rollback()
                self.writing.__exit__(None, None, None)

        @rule(device=st.sampled_from(DEVICES), key=st.sampled_from(KEYS))
        def answer(self, device: str, key: str) -> None:
            """Somebody answers; the message is on its way."""
            self.seq[device] += 1
            text = f"{device} {self.seq[device]}"
            sent = {"device": device, "key": key, "seq": self.seq[device], "seen": self.seen[device], "text": text}
            self.under_way.append(sent)

        @precondition(lambda self: self.under_way)
        @rule(data=st.data(), lost=st.booleans())
        def deliver(self, data: st.DataObject, lost: bool) -> None:
            """A message arrives, in any order; when its acknowledgement is lost it will be sent again."""
            sent = data.draw(st.sampled_from(self.under_way))
            given = {"text": [sent["text"]]}
            device, seq, key = sent["device"], sent["seq"], sent["key"]
            got = save(self.session, self.attempt, key, given, self.now, device, seq, sent["seen"])
            if (key, device, seq) in self.known:
                assert (got.revision, got.status) == self.known[key, device, seq]
            else:
                open_ = may_save(State(self.attempt.state), self.attempt.due_at, self.now)
                expected = status_of(self.arrived[key], device, seq, sent["seen"], open_)
                self.revision += 1
                assert (got.revision, got.status) == (self.revision, expected)
                self.known[key, device, seq] = (got.revision, got.status)
                self.arrived[key].append(Arrived(device, seq, got.status, got.revision))
                self.bodies[key, got.revision] = sent["text"]
            if not lost:
                self.under_way.remove(sent)
                self.seen[device] = max(self.seen[device], got.revision)

        @rule(device=st.sampled_from(DEVICES))
        def poll(self, device: str) -> None:
            """A device learns what the server has."""
            self.seen[device] = saving.revision_of(self.session, self.attempt.id)

        @rule(seconds=st.sampled_from([1, 30, 600, 1500]))
        def wait(self, seconds: int) -> None:
            self.now += timedelta(seconds=seconds)

        @rule()
        def submit(self) -> None:
            hand_in(self.session, self.attempt, self.now)

        @invariant()
        def the_newest_that_counts_stands(self) -> None:
            if not hasattr(self, "session"):
                return
            items = {item.id: item.key.removeprefix("shop/") for item in self.attempt.items}
            stands = {
                items[item]: stored.revision
                for item, stored in saving.counting(self.session, [self.attempt.id]).items()
            }
            for key in KEYS:
                counted = [one.revision for one in self.arrived[key] if one.status is Status.COUNTED]
                assert stands.get(key) == (counted[-1] if counted else None)

    return Sitting


@pytest.mark.full
def test_the_server_keeps_to_the_rule_whatever_two_devices_do(app: Flask) -> None:
    with writing() as session:
        house = build_house(session)
    limits = settings(
        max_examples=size(40, 1000),
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(machine_of(house), settings=limits)
