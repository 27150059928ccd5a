"""Save what was answered: one conditional statement for each response decides whether it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import BindParameter, Integer, String, Table, bindparam, case, exists, func, insert, literal, select
from sqlalchemy.orm import Session, aliased

from exams.models import Attempt, AttemptItem, Response
from exams.service.pools import questions_of
from exams.sitting_rules import GRACE, State, Status
from kit.database import Moment
from kit.errors import NotAllowed, NotFound, Refused
from people.models import Employee
from quiz.responses import Values, form_values, from_json, is_empty, read, to_json

MOST = 200
"""How many responses one request may carry."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A response as a page sends it: where, from which device, its number there, what the device had seen."""

    position: int
    device: str
    seq: int
    seen: int
    values: Values


@dataclass(frozen=True, slots=True)
class Read:
    """A response that was read against its question, ready to be stored."""

    sent: Sent
    item_id: int
    order: tuple[int, ...]
    body: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A response that the page could not have sent, and why it is refused."""

    sent: Sent
    why: Refused


@dataclass(frozen=True, slots=True)
class Standing:
    """The response that counts for an item, as a page shows it."""

    revision: int
    device: str
    received_at: datetime
    values: Mapping[str, Sequence[str]]
    answered: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a response; `standing` is what counts instead, where this one does not."""

    position: int
    seq: int
    revision: int
    status: Status
    answered: bool
    standing: Standing | None = None


def read_sent(session: Session, employee_id: int, attempt_id: int, sent: Sequence[Sent]) -> list[Read | Unreadable]:
    """Read responses against their questions, before anything is locked; raises NotFound for another's attempt."""
    if len(sent) > MOST:
        raise Refused("At most %(most)s answers at a time.", most=MOST)
    mine = (Attempt.id == attempt_id, Attempt.employee_id == employee_id)
    if session.scalar(select(Attempt.id).where(*mine)) is None:
        raise NotFound("There is no such exam of yours.")
    positions = {one.position for one in sent}
    wanted = select(AttemptItem).where(AttemptItem.attempt_id == attempt_id, AttemptItem.position.in_(positions))
    items = {item.position: item for item in session.scalars(wanted)}
    questions = questions_of(session, items.values())
    found: list[Read | Unreadable] = []
    for one in sent:
        item = items.get(one.position)
        if item is None:
            found.append(Unreadable(one, NotFound("There is no such question in this exam.")))
            continue
        order = tuple(item.option_order)
        try:
            response = read(questions[item.version_id], order, one.values)
        except Refused as refused:
            found.append(Unreadable(one, refused))
        else:
            found.append(Read(one, item.id, order, to_json(response), not is_empty(response)))
    return found


_same, _newer, _other, _any = (aliased(Response) for _ in range(4))
_device: BindParameter[str] = bindparam("device", type_=String)
_seq: BindParameter[int] = bindparam("seq", type_=Integer)
_seen: BindParameter[int] = bindparam("seen", type_=Integer)
_body: BindParameter[str] = bindparam("body", type_=String)
_now: BindParameter[datetime] = bindparam("now", type_=Moment)
_latest: BindParameter[datetime] = bindparam("latest", type_=Moment)
_status = case(
    (
        (Attempt.state != State.RUNNING.value) | (Attempt.due_at < _latest),
        literal(Status.LATE.value),
    ),
    (
        exists().where(_newer.item_id == AttemptItem.id, _newer.device == _device, _newer.seq > _seq),
        literal(Status.STALE.value),
    ),
    (
        exists().where(
            _other.item_id == AttemptItem.id,
            _other.device != _device,
            _other.revision > _seen,
            _other.status == Status.COUNTED.value,
        ),
        literal(Status.STALE.value),
    ),
    else_=literal(Status.COUNTED.value),
)
_next_revision = (
    select(func.coalesce(func.max(_any.revision), 0) + 1)
    .where(_any.attempt_id == Attempt.id)
    .correlate(Attempt)
    .scalar_subquery()
)
_responses = cast(Table, Response.__table__)
SAVE = (
    insert(_responses)
    .from_select(
        ["attempt_id", "item_id", "device", "seq", "seen", "body", "received_at", "revision", "status"],
        select(
            Attempt.id,
            AttemptItem.id,
            _device,
            _seq,
            _seen,
            _body,
            _now,
            _next_revision,
            _status,
        )
        .join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
        .join(Employee, Employee.id == Attempt.employee_id)
        .where(
            Attempt.id == bindparam("attempt", type_=Integer),
            AttemptItem.id == bindparam("item", type_=Integer),
            Employee.id == bindparam("employee", type_=Integer),
            Employee.session_version == bindparam("session_version", type_=Integer),
            Employee.active,
            ~exists().where(
                _same.item_id == AttemptItem.id,
                _same.device == _device,
                _same.seq == _seq,
            ),
        ),
    )
    .returning(_responses.c.revision, _responses.c.status)
)
"""Stores a response once, with the server's number and whether it counts: session, owner, state and end are asked
in the same statement. The pure rule is `exams.sitting_rules.status_of`."""


def save(
    session: Session, employee_id: int, session_version: int, attempt_id: int, found: Sequence[Read], now: datetime
) -> list[Saved]:
    """Store responses in the order given; each is stored once, however often it is sent.

    Raises NotFound for another's attempt, NotAllowed when the sign-in it came with is over.
    """
    # Two savers of one attempt take turns: the statement then sees all that the other has stored.
    mine = (Attempt.id == attempt_id, Attempt.employee_id == employee_id)
    if session.scalar(select(Attempt.id).where(*mine).with_for_update()) is None:
        raise NotFound("There is no such exam of yours.")
    return [_save(session, employee_id, session_version, attempt_id, one, now) for one in found]


def _save(session: Session, employee_id: int, session_version: int, attempt_id: int, one: Read, now: datetime) -> Saved:
    row = session.execute(
        SAVE,
        {
            "attempt": attempt_id,
            "item": one.item_id,
            "employee": employee_id,
            "session_version": session_version,
            "device": one.sent.device,
            "seq": one.sent.seq,
            "seen": one.sent.seen,
            "body": one.body,
            "now": now,
            "latest": now - GRACE,
        },
    ).first()
    if row is not None:
        revision, status = row.revision, Status(row.status)
    else:
        revision, status = _stored_before(session, one)
    standing = None if status is Status.COUNTED else standing_of(session, one)
    return Saved(one.sent.position, one.sent.seq, revision, status, one.answered, standing)


def _stored_before(session: Session, one: Read) -> tuple[int, Status]:
    known = select(Response).where(
        Response.item_id == one.item_id, Response.device == one.sent.device, Response.seq == one.sent.seq
    )
    stored = session.scalar(known)
    if stored is None:
        raise NotAllowed("Your sign-in is over. Sign in again; your answers are kept on this device.")
    # A number used twice for different answers: the later one is not the answer, and the page is told.
    return stored.revision, Status(stored.status) if stored.body == one.body else Status.STALE


def standing_of(session: Session, one: Read) -> Standing | None:
    """Give the response that counts for the item of another one."""
    newest = select(Response).where(Response.item_id == one.item_id, Response.status == Status.COUNTED.value)
    stored = session.scalar(newest.order_by(Response.revision.desc()).limit(1))
    return None if stored is None else as_shown(stored, one.order)


def as_shown(stored: Response, order: tuple[int, ...]) -> Standing:
    """Give a stored response as a page with this order of options shows it."""
    response = from_json(stored.body)
    values = form_values(order, response)
    return Standing(stored.revision, stored.device, stored.received_at, values, not is_empty(response))


def counting(session: Session, attempt_ids: Sequence[int]) -> dict[int, Response]:
    """Give the response that counts for each item of these attempts, by item."""
    newest = (
        select(func.max(Response.revision).label("revision"), Response.item_id)
        .where(Response.attempt_id.in_(attempt_ids), Response.status == Status.COUNTED.value)
        .group_by(Response.item_id)
        .subquery()
    )
    same = (newest.c.item_id == Response.item_id) & (newest.c.revision == Response.revision)
    return {stored.item_id: stored for stored in session.scalars(select(Response).join(newest, same))}


def revision_of(session: Session, attempt_id: int) -> int:
    """Give the number of the last response that the server stored for an attempt; 0 when there is none."""
    return session.scalar(select(func.max(Response.revision)).where(Response.attempt_id == attempt_id)) or 0


def next_seq(session: Session, attempt_id: int, device: str) -> int:
    """Give a number that a device has not used in an attempt: for pages without a script to count."""
    used = select(func.max(Response.seq)).where(Response.attempt_id == attempt_id, Response.device == device)
    return (session.scalar(used) or 0) + 1
