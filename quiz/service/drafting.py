"""Questions drafted from the goods: kept in step with the sheet, reviewed one by one, marked when they became stale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kit import publishing
from kit.content import canonical, digest, restore
from kit.errors import Conflict, NotFound, Refused
from kit.publishing import Published, Retired
from people.events import GoodsChanged
from people.goods import Good, Stocked
from people.service import stocking
from quiz.goods_drafts import BANK, Draft, basis, drafts
from quiz.kinds import QUESTIONS
from quiz.models import GoodsDraft
from quiz.questions import QUESTION, Question, key_of
from quiz.service import editing

WAITING, ASIDE, PUBLISHED, STALE = "waiting", "aside", "published", "stale"
TO_REVIEW = (STALE, WAITING)


@dataclass(frozen=True)
class Counts:
    """How many drafts stand where."""

    waiting: int
    stale: int
    aside: int
    published: int


def on_goods_changed(session: Session, event: GoodsChanged) -> None:
    """Draft the questions of a store anew where its sheet says something else."""
    goods = {one.key: one for one in stocking.goods(session, event.store_id)}
    said = {key: one.good for key, one in goods.items()}
    kept = {row.name: row for row in session.scalars(select(GoodsDraft).where(GoodsDraft.store_id == event.store_id))}
    fresh = {draft.name: draft for one in goods.values() for draft in _drafted(one, list(goods.values()))}
    for name, draft in fresh.items():
        if name not in kept:
            session.add(_filled(GoodsDraft(name=name, store_id=event.store_id, state=WAITING), draft, said))
    for name, row in kept.items():
        _renew(session, row, fresh.get(name), said)
    session.flush()


def _drafted(one: Stocked, goods: Sequence[Stocked]) -> list[Draft]:
    # the same sheet gives the same drafts
    return drafts(one, goods, Random(f"{one.key} {one.version}"))


def _filled(row: GoodsDraft, draft: Draft, said: Mapping[str, Good]) -> GoodsDraft:
    row.good, row.good_version = draft.good, draft.version
    row.body = canonical(draft.question)
    row.rests = {key: list(fields) for key, fields in draft.rests.items()}
    row.basis = basis(row.rests, said)
    return row


def _renew(session: Session, row: GoodsDraft, draft: Draft | None, said: Mapping[str, Good]) -> None:
    """Leave alone what still rests on what it rested on; else draft it anew, and doubt what was published."""
    if row.basis == basis(row.rests, said):
        return
    if row.state in (PUBLISHED, STALE):
        row.state = STALE
    elif draft is None:
        session.delete(row)
        return
    else:
        row.state = WAITING
    if draft is not None:
        _filled(row, draft, said)
    else:
        row.basis = basis(row.rests, said)


def on_question_published(session: Session, event: Published) -> None:
    """Doubt a question no longer that somebody has written anew."""
    if event.kind != QUESTIONS.name or not event.key.startswith(f"{BANK}/"):
        return
    for row in session.scalars(select(GoodsDraft).where(GoodsDraft.question == event.key)):
        row.state = PUBLISHED
    session.flush()


def on_question_retired(session: Session, event: Retired) -> None:
    """Set the draft of a question aside that is asked no more."""
    if event.kind != QUESTIONS.name:
        return
    for row in session.scalars(select(GoodsDraft).where(GoodsDraft.question == event.key)):
        row.state = ASIDE
    session.flush()


def counts(session: Session) -> Counts:
    """Count the drafts by where they stand."""
    found = dict(session.execute(select(GoodsDraft.state, func.count()).group_by(GoodsDraft.state)).all())
    return Counts(found.get(WAITING, 0), found.get(STALE, 0), found.get(ASIDE, 0), found.get(PUBLISHED, 0))


def next_to_review(session: Session) -> GoodsDraft | None:
    """Give the draft to look at now: what became stale first, else the one that has waited longest."""
    for state in TO_REVIEW:
        query = select(GoodsDraft).where(GoodsDraft.state == state).order_by(GoodsDraft.store_id, GoodsDraft.id)
        if row := session.scalar(query.limit(1)):
            return row
    return None


def set_aside(session: Session, most: int = 200) -> list[GoodsDraft]:
    """Give the drafts that were set aside, the last decided first."""
    query = select(GoodsDraft).where(GoodsDraft.state == ASIDE)
    return list(session.scalars(query.order_by(GoodsDraft.decided_at.desc(), GoodsDraft.id.desc()).limit(most)))


def find(session: Session, draft_id: int) -> GoodsDraft:
    """Give a draft; raises NotFound."""
    row = session.get(GoodsDraft, draft_id)
    if row is None:
        raise NotFound("There is no such draft any more.")
    return row


def question_of(row: GoodsDraft) -> Question:
    """Give the question as it was drafted."""
    return restore(QUESTION, row.body)


def seen(row: GoodsDraft) -> str:
    """Name the state of a draft, to notice that it has changed since."""
    return f"{row.state}-{digest(question_of(row))[:16]}"


def stale_questions(session: Session) -> set[str]:
    """Give the keys of the published questions whose good has changed since."""
    query = select(GoodsDraft.question).where(GoodsDraft.state == STALE, GoodsDraft.question.is_not(None))
    return {key for key in session.scalars(query) if key}


def decide(session: Session, draft_id: int, what: str, seen_as: str, by: int, now: datetime) -> GoodsDraft:
    """Accept a draft, set it aside, keep or retire a stale question, or take a draft back to those that wait.

    Raises Conflict when somebody has decided or the sheet has changed since.
    """
    row = find(session, draft_id)
    if seen(row) != seen_as:
        raise Conflict("This draft has changed since, or somebody has decided already. Here is what waits now.")
    match what, row.state:
        case "accept", ("waiting" | "stale"):
            _accept(session, row, question_of(row), by, now)
        case "skip", "waiting":
            row.state = ASIDE
        case "skip", "stale":
            row.state = PUBLISHED
        case "retire", "stale":
            editing.retire(session, BANK, str(row.question).rpartition("/")[2], by, now, "")
        case "back", "aside":
            row.state = WAITING
        case _:
            raise Refused("Choose what to do with the draft.")
    row.decided_by, row.decided_at = by, now
    session.flush()
    return row


def _accept(session: Session, row: GoodsDraft, question: Question, by: int, now: datetime) -> None:
    key = key_of(BANK, question)
    versions = publishing.history(session, QUESTIONS.name, key)
    editing.publish(session, BANK, question, versions[0].number if versions else 0, by, now, "")
    row.state, row.question = PUBLISHED, key


def settle(session: Session, draft_id: int, question: Question, by: int, now: datetime) -> None:
    """Note that a draft was published as somebody has rewritten it."""
    row = find(session, draft_id)
    row.state, row.question = PUBLISHED, key_of(BANK, question)
    row.decided_by, row.decided_at = by, now
    session.flush()
