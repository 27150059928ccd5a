"""When an exam may be started, answered and handed in."""

from datetime import timedelta

import pytest

from exams.sitting_rules import (
    GRACE,
    Arrived,
    Sat,
    Stage,
    State,
    Status,
    due_at,
    is_overdue,
    may_save,
    may_start,
    stage,
    status_of,
)
from kit.errors import Conflict, Refused, TooLate
from tests.conftest import NOON

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)


def test_an_attempt_ends_after_its_minutes_or_when_the_window_closes() -> None:
    assert due_at(NOON, 40, NOON + HOUR) == NOON + timedelta(minutes=40)
    assert due_at(NOON, 90, NOON + HOUR) == NOON + HOUR


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (-TICK, Stage.RUNNING),
        (timedelta(), Stage.CLOSING),
        (GRACE, Stage.CLOSING),
        (GRACE + TICK, Stage.CLOSED),
    ],
)
def test_time_alone_closes_an_attempt(after: timedelta, expected: Stage) -> None:
    assert stage(State.RUNNING, NOON, NOON + after) is expected
    assert may_save(State.RUNNING, NOON, NOON + after) is (expected is not Stage.CLOSED)
    assert is_overdue(State.RUNNING, NOON, NOON + after) is (expected is Stage.CLOSED)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.MARKED])
def test_what_was_handed_in_stays_so(state: State) -> None:
    assert stage(state, NOON, NOON - HOUR) == state.value
    assert not may_save(state, NOON, NOON - HOUR)
    assert not is_overdue(state, NOON, NOON + HOUR)


def test_an_attempt_begins_inside_the_window_only() -> None:
    may_start(NOON, NOON + HOUR, 1, [], NOON)
    with pytest.raises(Conflict):
        may_start(NOON, NOON + HOUR, 1, [], NOON - TICK)
    with pytest.raises(TooLate):
        may_start(NOON, NOON + HOUR, 1, [], NOON + HOUR)


@pytest.mark.parametrize(
    "sat",
    [
        [Sat(State.MARKED, NOON, False), Sat(State.MARKED, NOON, False)],
        [Sat(State.MARKED, NOON, True)],
        [Sat(State.SUBMITTED, NOON, None)],
    ],
    ids=["all used", "passed", "being marked"],
)
def test_no_attempt_begins_when_there_is_none_left_or_none_needed(sat: list[Sat]) -> None:
    with pytest.raises(Refused):
        may_start(NOON, NOON + HOUR, 2, sat, NOON)


def test_a_second_attempt_begins_after_a_failed_one() -> None:
    may_start(NOON, NOON + HOUR, 2, [Sat(State.MARKED, NOON, False)], NOON)


PHONE = Arrived("phone", 3, Status.COUNTED, 7)


@pytest.mark.parametrize(
    ("device", "seq", "seen", "open_", "expected"),
    [
        ("phone", 4, 0, True, Status.COUNTED),
        ("phone", 2, 9, True, Status.STALE),
        ("desk", 1, 6, True, Status.STALE),
        ("desk", 1, 7, True, Status.COUNTED),
        ("desk", 1, 7, False, Status.LATE),
    ],
)
def test_what_becomes_of_a_response(device: str, seq: int, seen: int, open_: bool, expected: Status) -> None:
    assert status_of([PHONE], device, seq, seen, open_) is expected


def test_what_does_not_count_itself_keeps_nothing_else_from_counting() -> None:
    stale = Arrived("phone", 3, Status.STALE, 7)
    assert status_of([stale], "desk", 1, 0, True) is Status.COUNTED
