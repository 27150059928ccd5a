"""The record is a gapless chain that nobody can change."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from records.chain import Link, first_broken
from records.deeds import Deed
from records.models import RecordEntry
from records.service.entering import enter
from tests.conftest import NOON


def deed(subject: str = "exam:customer-service-onboarding", note: str = "") -> Deed:
    return Deed(
        employee_id=7,
        kind="exam",
        subject=subject,
        at=NOON,
        titles={"zh": "客服入职考试", "en": "Onboarding exam"},
        points=8650,
        max_points=10000,
        pass_points=8000,
        passed=True,
        note=note,
    )


def chain(session: Session) -> list[Link]:
    entries = session.scalars(select(RecordEntry).order_by(RecordEntry.seq))
    return [Link(entry.seq, entry.payload, entry.prev_hash, entry.hash) for entry in entries]


def test_entries_are_numbered_without_gaps_and_chained(either_session: Session) -> None:
    for minute in range(5):
        enter(either_session, deed(note="看轨迹再开口"), NOON + timedelta(minutes=minute))
    links = chain(either_session)
    assert [link.seq for link in links] == [1, 2, 3, 4, 5]
    assert first_broken(links) is None


@pytest.mark.parametrize("statement", ["UPDATE record_entry SET subject = 'x'", "DELETE FROM record_entry"])
def test_the_database_refuses_to_change_an_entry(either_session: Session, statement: str) -> None:
    enter(either_session, deed(), NOON)
    with pytest.raises(DatabaseError, match="append-only"):
        either_session.execute(text(statement))


def test_a_changed_or_missing_entry_is_found(session: Session) -> None:
    for _ in range(3):
        enter(session, deed(), NOON)
    one, two, three = chain(session)
    forged = Link(two.seq, two.payload.replace("8650", "9900"), two.prev_hash, two.hash)
    assert first_broken([one, forged, three]) == 2
    assert first_broken([one, three]) == 2
