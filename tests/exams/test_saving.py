"""A saved answer is never lost, an older one never wins, and after the end nothing counts by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from exams.models import Response
from exams.service import saving, taking
from exams.service.saving import Sent, Unreadable
from exams.sitting_rules import GRACE, Status
from kit.errors import NotAllowed, NotFound
from people.models import Employee
from tests.conftest import NOON
from tests.exams.house import MINUTE, begin, build_house, hand_in, save

END = NOON + 40 * MINUTE


def counting(session: Session, attempt_id: int) -> dict[int, str]:
    return {item: stored.body for item, stored in saving.counting(session, [attempt_id]).items()}


def rows(session: Session) -> int:
    return session.scalar(select(func.count(Response.id))) or 0


def text(words: str) -> dict[str, list[str]]:
    return {"text": [words]}


def test_the_server_numbers_what_it_stores(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    first = save(either_session, attempt, "case", text("一"), seq=1)
    other = save(either_session, attempt, "late", seq=2)
    assert (first.revision, other.revision) == (1, 2)
    assert first.status is other.status is Status.COUNTED


def test_the_same_answer_sent_again_is_stored_once_and_answered_alike(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    first = save(either_session, attempt, "case", text("一"), seq=1)
    save(either_session, attempt, "case", text("二"), seq=2, seen=1)
    again = save(either_session, attempt, "case", text("一"), seq=1)
    assert (again.revision, again.status) == (first.revision, Status.COUNTED)
    assert rows(either_session) == 2
    assert list(counting(either_session, attempt.id).values()) == ['{"typed":"二"}']


def test_a_number_used_twice_for_different_answers_is_told(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    save(either_session, attempt, "case", text("一"), seq=1)
    other = save(either_session, attempt, "case", text("二"), seq=1)
    assert other.status is Status.STALE
    assert other.standing is not None
    assert other.standing.values == text("一")


def test_an_older_answer_of_the_same_device_that_arrives_late_is_kept_but_does_not_win(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    save(either_session, attempt, "case", text("新"), seq=5)
    old = save(either_session, attempt, "case", text("旧"), seq=4, now=NOON + 2 * MINUTE)
    assert old.status is Status.STALE
    assert rows(either_session) == 2
    assert list(counting(either_session, attempt.id).values()) == ['{"typed":"新"}']


def test_another_device_that_has_seen_the_answer_replaces_it(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    first = save(either_session, attempt, "case", text("手机"), device="phone", seq=9)
    second = save(either_session, attempt, "case", text("电脑"), device="desk", seq=1, seen=first.revision)
    assert second.status is Status.COUNTED
    assert list(counting(either_session, attempt.id).values()) == ['{"typed":"电脑"}']


def test_a_device_that_was_away_does_not_overwrite_what_another_saved_and_is_told(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    save(either_session, attempt, "case", text("电脑"), device="desk", seq=1)
    away = save(either_session, attempt, "case", text("手机"), device="phone", seq=3, seen=0, now=NOON + 9 * MINUTE)
    assert away.status is Status.STALE
    assert away.standing is not None
    assert (away.standing.device, away.standing.values) == ("desk", text("电脑"))
    mine = save(either_session, attempt, "case", text("手机"), device="phone", seq=4, seen=away.standing.revision)
    assert mine.status is Status.COUNTED


def test_two_devices_on_different_questions_do_not_disturb_each_other(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    save(either_session, attempt, "case", text("电脑"), device="desk", seq=1)
    assert save(either_session, attempt, "late", device="phone", seq=1).status is Status.COUNTED


def test_an_answer_within_the_grace_counts_and_one_after_it_is_kept_and_told(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    assert save(either_session, attempt, "late", seq=1, now=END + GRACE).status is Status.COUNTED
    late = save(either_session, attempt, "case", text("迟"), seq=2, now=END + GRACE + timedelta(microseconds=1))
    assert late.status is Status.LATE
    assert rows(either_session) == 2
    assert len(counting(either_session, attempt.id)) == 1


def test_an_answer_after_the_hand_in_is_kept_and_told(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    save(either_session, attempt, "case", text("交前"), seq=1)
    hand_in(either_session, attempt, NOON + 5 * MINUTE)
    late = save(either_session, attempt, "case", text("交后"), seq=2, now=NOON + 6 * MINUTE)
    assert late.status is Status.LATE
    assert list(counting(either_session, attempt.id).values()) == ['{"typed":"交前"}']


def test_nobody_saves_into_another_attempt(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    for other in (house.world.colleague, house.world.manager, house.world.trainer):
        with pytest.raises(NotFound):
            save(either_session, attempt, "late", by=other)
    assert rows(either_session) == 0


@pytest.mark.parametrize("change", [{"session_version": 2}, {"active": False}])
def test_a_sign_in_that_is_over_saves_nothing(either_session: Session, change: dict[str, object]) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    either_session.execute(update(Employee).where(Employee.id == house.world.owner).values(**change))
    with pytest.raises(NotAllowed):
        save(either_session, attempt, "late")
    assert rows(either_session) == 0


def test_several_answers_come_in_one_request_and_the_unreadable_are_named(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    at = next(item.position for item in attempt.items if item.key == "shop/late")
    sent = [
        Sent(at, "phone", 1, 0, {"option": ["1"]}),
        Sent(at, "phone", 2, 0, {"option": ["77"]}),
        Sent(99, "phone", 3, 0, {"text": ["x"]}),
    ]
    found = saving.read_sent(either_session, attempt.employee_id, attempt.id, sent)
    assert [isinstance(one, Unreadable) for one in found] == [False, True, True]


def test_what_was_saved_is_there_when_the_exam_is_opened_again(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    save(either_session, attempt, "case", text("还在"), seq=1)
    save(either_session, attempt, "promise", seq=2)
    opened = taking.open_attempt(either_session, house.world.owner, attempt.id, NOON + 10 * MINUTE)
    assert opened.seconds_left == 30 * 60
    assert sorted(str(item.standing.values) for item in opened.items if item.standing) == [
        "{'answer': ['false']}",
        "{'text': ['还在']}",
    ]
    assert len(opened.unanswered) == 4


def test_a_device_asks_for_what_it_has_not_seen(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.owner, house.sitting)
    save(either_session, attempt, "late", seq=1)
    save(either_session, attempt, "case", text("新"), device="desk", seq=1)
    changed = taking.changed_since(either_session, attempt, 1)
    assert [standing.values for standing in changed.values()] == [text("新")]
