"""Starting, seeing and handing in an exam."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exams import jobs
from exams.models import Attempt, Mark
from exams.service import saving, taking
from exams.sitting_rules import GRACE, Stage, State
from kit.database import db, writing
from kit.errors import Conflict, NotFound, TooLate
from kit.publishing import publish
from tests.conftest import NOON
from tests.exams.house import (
    MINUTE,
    QUESTIONS,
    SEAL,
    answer_all,
    begin,
    build_house,
    hand_in,
    keyed_paper,
    question,
    save,
)

END = NOON + 40 * MINUTE


def count(session: Session, what: type[Attempt] | type[Mark]) -> int:
    return session.scalar(select(func.count()).select_from(what)) or 0


def test_the_server_draws_and_stores_version_order_and_end(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    assert (attempt.number, attempt.started_at, attempt.due_at) == (1, NOON, END)
    assert [item.position for item in attempt.items] == [1, 2, 3, 4, 5, 6]
    assert all(
        sorted(item.option_order) == [1, 2, 3] for item in attempt.items if item.key in ("shop/late", "shop/broken")
    )


def test_starting_again_gives_the_same_attempt(either_session: Session) -> None:
    house = build_house(either_session)
    first = begin(either_session, house.world.owner, house.sitting)
    again = begin(either_session, house.world.owner, house.sitting, NOON + 10 * MINUTE)
    assert again.id == first.id
    assert again.due_at == END
    assert count(either_session, Attempt) == 1


def test_a_stranger_cannot_start(either_session: Session) -> None:
    house = build_house(either_session)
    with pytest.raises(NotFound):
        begin(either_session, house.world.stranger, house.sitting)


def test_the_window_cuts_the_time(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting, NOON + timedelta(hours=7, minutes=50))
    assert attempt.due_at == NOON + timedelta(hours=8)
    with pytest.raises(TooLate):
        begin(either_session, house.world.colleague, house.sitting, NOON + timedelta(hours=8))


def test_no_more_attempts_than_allowed(either_session: Session) -> None:
    house = build_house(either_session)
    for number in (1, 2):
        moment = NOON + number * timedelta(hours=1)
        attempt = begin(either_session, house.world.owner, house.keyed, moment)
        assert attempt.number == number
        hand_in(either_session, attempt, moment + MINUTE)
    with pytest.raises(Conflict, match="all your attempts"):
        begin(either_session, house.world.owner, house.keyed, NOON + timedelta(hours=4))


def test_an_abandoned_attempt_is_handed_in_before_the_next_begins(either_session: Session) -> None:
    house = build_house(either_session)
    first = begin(either_session, house.world.owner, house.keyed)
    save(either_session, first, "late")
    second = begin(either_session, house.world.owner, house.keyed, NOON + timedelta(hours=2))
    assert second.number == 2
    assert (first.state, first.submitted_by, first.submitted_at) == (State.MARKED.value, "server", first.due_at)
    assert first.points == 2000


def test_handing_in_twice_marks_once(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    answer_all(either_session, attempt)
    hand_in(either_session, attempt, NOON + 5 * MINUTE)
    hand_in(either_session, attempt, NOON + 6 * MINUTE)
    assert attempt.submitted_at == NOON + 5 * MINUTE
    assert attempt.submitted_by == "candidate"
    assert count(either_session, Mark) == 5


def test_a_hand_in_after_the_grace_counts_as_the_servers(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    hand_in(either_session, attempt, END + 2 * GRACE)
    assert (attempt.submitted_by, attempt.submitted_at) == ("server", END)


def test_what_is_shown_while_it_runs_and_not_after(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    at = {
        moment: taking.open_attempt(either_session, house.world.owner, attempt.id, NOON + moment)
        for moment in (39 * MINUTE, 40 * MINUTE, 42 * MINUTE)
    }
    assert [(one.stage, len(one.items)) for one in at.values()] == [
        (Stage.RUNNING, 6),
        (Stage.CLOSING, 0),
        (Stage.CLOSED, 0),
    ]


def test_nobody_opens_or_hands_in_anothers_attempt(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    for other in (house.world.colleague, house.world.stranger, house.world.manager, house.world.administrator):
        with pytest.raises(NotFound):
            taking.open_attempt(either_session, other, attempt.id, NOON)
        with pytest.raises(NotFound):
            taking.submit(either_session, other, attempt.id, NOON, SEAL)


def test_an_attempt_keeps_its_versions_when_questions_and_paper_change(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.keyed)
    changed = question(QUESTIONS[2] | {"answer": True, "stem": "改过的题"})
    publish(either_session, "question", "shop/promise", changed, NOON + MINUTE, by=house.world.trainer)
    publish(either_session, "paper", "keyed", keyed_paper(pass_percent=100), NOON + MINUTE, by=house.world.trainer)
    answer_all(either_session, attempt)
    opened = taking.open_attempt(either_session, house.world.owner, attempt.id, NOON + 2 * MINUTE)
    assert "改过的题" not in {item.question.stem for item in opened.items}
    assert hand_in(either_session, attempt).points == 10_000


def test_the_sweep_hands_in_what_was_abandoned_once(either_app: object) -> None:
    with writing() as session:
        house = build_house(session)
        attempt_id = begin(session, house.world.owner, house.keyed).id
        attempt = session.get_one(Attempt, attempt_id)
        save(session, attempt, "promise")
    assert jobs.sweep(END + GRACE) == 0
    assert jobs.sweep(END + 2 * GRACE) == 1
    assert jobs.sweep(END + 3 * GRACE) == 0
    found = db.session.get_one(Attempt, attempt_id)
    assert (found.state, found.submitted_by, found.points) == (State.MARKED.value, "server", 2000)
    assert count(db.session(), Mark) == 5
    assert len(saving.counting(db.session(), [attempt_id])) == 1
