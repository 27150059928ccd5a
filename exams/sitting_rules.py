"""When an exam may be started, answered and handed in: pure rules over what is stored and the present moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kit.errors import Conflict, TooLate

GRACE = timedelta(seconds=60)
"""What arrives so long after the end still counts: lines are slow, clocks differ."""


class State(StrEnum):
    """What is stored of an attempt's life."""

    RUNNING = "running"
    SUBMITTED = "submitted"
    MARKED = "marked"


class Stage(StrEnum):
    """What an attempt is at a moment: time alone moves it on before anything is stored."""

    RUNNING = "running"
    CLOSING = "closing"  # time is up, what is under way still counts
    CLOSED = "closed"  # over, the server has yet to hand it in
    SUBMITTED = "submitted"
    MARKED = "marked"


class Status(StrEnum):
    """What became of a response that arrived."""

    COUNTED = "counted"
    STALE = "stale"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Sat:
    """One attempt so far, as far as starting another one is concerned."""

    state: State
    due_at: datetime
    passed: bool | None


def due_at(started_at: datetime, minutes: int, closes_at: datetime) -> datetime:
    """The end of an attempt: its minutes, cut where the window closes."""
    return min(started_at + timedelta(minutes=minutes), closes_at)


def may_save(state: State, due: datetime, now: datetime) -> bool:
    """Tell whether a response that arrives now still counts."""
    return state is State.RUNNING and now <= due + GRACE


def is_overdue(state: State, due: datetime, now: datetime) -> bool:
    """Tell whether the server is to hand an attempt in by itself."""
    return state is State.RUNNING and now > due + GRACE


def stage(state: State, due: datetime, now: datetime) -> Stage:
    """What to show of an attempt at a moment."""
    if state is not State.RUNNING:
        return Stage(state.value)
    if now < due:
        return Stage.RUNNING
    return Stage.CLOSING if may_save(state, due, now) else Stage.CLOSED


def may_start(opens_at: datetime, closes_at: datetime, allowed: int, sat: Sequence[Sat], now: datetime) -> None:
    """Let an attempt begin, or raise why not: Conflict, or TooLate after the window."""
    if now < opens_at:
        raise Conflict("This exam has not opened yet.")
    if now >= closes_at:
        raise TooLate("The time for this exam is over.")
    if any(one.passed for one in sat):
        raise Conflict("You have passed this exam already.")
    if any(one.state is not State.MARKED for one in sat):
        raise Conflict("Your last attempt is still being marked.")
    if len(sat) >= allowed:
        raise Conflict("You have used all your attempts.")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A response that reached the server, with the number the server gave it."""

    device: str
    seq: int
    status: Status
    revision: int


def status_of(earlier: Sequence[Arrived], device: str, seq: int, seen: int, open_: bool) -> Status:
    """What becomes of a response to an item that had these responses before.

    The same device's later `seq` stands; so does what another device delivered that this one had not seen.
    The saving statement decides the same in SQL.
    """
    if not open_:
        return Status.LATE
    if any(one.device == device and one.seq > seq for one in earlier):
        return Status.STALE
    unseen = (one for one in earlier if one.device != device and one.revision > seen)
    return Status.STALE if any(one.status is Status.COUNTED for one in unseen) else Status.COUNTED
