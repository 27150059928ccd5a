"""Marks by machine and by people, and what is entered into the record."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exams import jobs
from exams.models import Attempt, Mark, Sitting
from exams.release import Explain, Policy, When
from exams.service import assigning, marking, results
from exams.service.assigning import Meant
from exams.service.marking import Judged
from exams.sitting_rules import GRACE, State
from kit.database import db, writing
from kit.errors import Conflict, NotFound, Refused
from kit.publishing import retire
from people.models import Employee, Notice
from records.models import Certificate, RecordEntry
from records.service.reading import Entry, entries_of
from tests.conftest import NOON
from tests.exams.house import MINUTE, SEAL, House, answer_all, begin, build_house, hand_in, save, terms

LATER = NOON + timedelta(hours=2)


def handed_in(session: Session, house: House, **given: dict[str, list[str]]) -> Attempt:
    attempt = begin(session, house.world.owner, house.sitting)
    answer_all(session, attempt, **given)
    return hand_in(session, attempt)


def case_of(attempt: Attempt) -> int:
    return next(item.position for item in attempt.items if item.key == "shop/case")


def give(session: Session, by: int, attempt: Attempt, points: int, why: str = "", at: str = "case") -> Any:
    actor = session.get_one(Employee, by)
    position = next(item.position for item in attempt.items if item.key == f"shop/{at}")
    seen = marking.desk(session, actor, attempt.id).seen
    return marking.give(session, actor, attempt.id, {position: Judged(points, why)}, seen, LATER, SEAL)


def exams(session: Session, employee_id: int) -> list[Entry]:
    return [entry for entry in entries_of(session, employee_id) if entry.kind == "exam"]


def test_the_machine_marks_at_once_and_the_case_waits(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = handed_in(either_session, house)
    assert attempt.state == State.SUBMITTED.value
    assert exams(either_session, house.world.owner) == []
    manager = either_session.get_one(Employee, house.world.manager)
    assert [(one.attempt.id, one.questions) for one in marking.queue(either_session, manager)] == [(attempt.id, 1)]


def test_an_empty_case_needs_no_person(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = handed_in(either_session, house, case={"text": [" "]})
    assert (attempt.state, attempt.points, attempt.passed) == (State.MARKED.value, 7000, False)


def test_passing_is_entered_once_all_is_marked_with_certificate_and_notice(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = handed_in(either_session, house)
    score = give(either_session, house.world.manager, attempt, 2000, "方案再具体些")
    assert (score.points, score.passed) == (9000, True)
    (entry,) = exams(either_session, house.world.owner)
    assert (entry.subject, entry.points, entry.max_points, entry.pass_points) == ("exam:onboarding", 9000, 10_000, 8000)
    assert entry.passed is True
    assert entry.judged_by == (house.world.manager,)
    assert entry.evidence == f"/attempts/{attempt.id}/result"
    assert entry.at == NOON + 20 * MINUTE
    (certificate,) = either_session.scalars(select(Certificate))
    assert (certificate.employee_id, certificate.subject) == (house.world.owner, "exam:onboarding")
    told = either_session.scalars(select(Notice.message).where(Notice.employee_id == house.world.owner)).all()
    assert "The result of your exam is there: %(paper)s." in told


def test_a_missed_red_line_fails_in_spite_of_the_points(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = handed_in(either_session, house, late={"option": ["直接说已发出"]})
    give(either_session, house.world.manager, attempt, 3000)
    assert (attempt.points, attempt.passed) == (8600, False)
    assert exams(either_session, house.world.owner)[0].details["red_lines_missed"] == 1
    assert either_session.scalars(select(Certificate)).all() == []


def test_a_new_mark_is_a_new_entry_and_the_old_ones_stay(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = handed_in(either_session, house)
    give(either_session, house.world.manager, attempt, 500)
    assert attempt.passed is False
    give(either_session, house.world.boss, attempt, 3000, "复核：方案完整")
    newest, first = exams(either_session, house.world.owner)
    assert (first.points, first.passed, newest.points, newest.passed) == (7500, False, 10_000, True)
    assert newest.details["replaces"] == first.seq
    assert newest.judged_by == tuple(sorted((house.world.manager, house.world.boss)))
    marks = either_session.scalars(select(Mark).where(Mark.by_id.is_not(None)).order_by(Mark.id)).all()
    assert [mark.points for mark in marks] == [500, 3000]
    give(either_session, house.world.boss, attempt, 2900)
    assert len(either_session.scalars(select(Certificate)).all()) == 1


def test_a_person_changes_the_machines_points_only_with_a_reason(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = handed_in(either_session, house, seconds={"blank-1": ["十秒"]})
    with pytest.raises(Refused, match="Say why"):
        give(either_session, house.world.manager, attempt, 1400, at="seconds")
    give(either_session, house.world.manager, attempt, 1400, "写成汉字也对", at="seconds")
    give(either_session, house.world.manager, attempt, 3000)
    assert attempt.points == 10_000


def test_points_stay_inside_the_question(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = handed_in(either_session, house)
    for points in (-1, 3001):
        with pytest.raises(Refused):
            give(either_session, house.world.manager, attempt, points)


def test_nobody_marks_their_own_work(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = begin(either_session, house.world.manager, house.sitting)
    answer_all(either_session, attempt)
    hand_in(either_session, attempt)
    manager = either_session.get_one(Employee, house.world.manager)
    assert marking.queue(either_session, manager) == []
    with pytest.raises(NotFound):
        give(either_session, house.world.manager, attempt, 3000)
    give(either_session, house.world.boss, attempt, 3000)


def test_only_who_looks_after_the_candidate_or_trains_marks(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = handed_in(either_session, house)
    world = house.world
    for other in (world.colleague, world.mentor, world.other_manager, world.payroll, world.owner):
        with pytest.raises(NotFound):
            give(either_session, other, attempt, 100)
    give(either_session, world.trainer, attempt, 100)


def test_two_examiners_do_not_overwrite_each_other_unseen(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = handed_in(either_session, house)
    boss = either_session.get_one(Employee, house.world.boss)
    seen = marking.desk(either_session, boss, attempt.id).seen
    give(either_session, house.world.manager, attempt, 1000)
    with pytest.raises(Conflict):
        marking.give(either_session, boss, attempt.id, {case_of(attempt): Judged(3000)}, seen, LATER, SEAL)


def test_criteria_must_fit_the_question(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = handed_in(either_session, house)
    manager = either_session.get_one(Employee, house.world.manager)
    desk = marking.desk(either_session, manager, attempt.id)
    for criteria in ((1001, 0), (500,), (1000, 1999)):
        judged = {case_of(attempt): Judged(3000, "", criteria)}
        with pytest.raises(Refused):
            marking.give(either_session, manager, attempt.id, judged, desk.seen, LATER, SEAL)
    judged = {case_of(attempt): Judged(3000, "", (1000, 2000))}
    assert marking.give(either_session, manager, attempt.id, judged, desk.seen, LATER, SEAL).points == 10_000


def test_what_came_too_late_lies_on_the_desk_and_does_not_count(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = handed_in(either_session, house)
    save(either_session, attempt, "case", {"text": ["迟到的话"]}, now=LATER, seq=9)
    manager = either_session.get_one(Employee, house.world.manager)
    desk = marking.desk(either_session, manager, attempt.id)
    item = next(one for one in desk.items if one.by_person)
    assert item.revealed.typed == "先致歉，再补发"
    assert [late.typed for late in item.late_revealed] == ["迟到的话"]


def test_a_result_that_is_not_released_is_neither_shown_nor_entered(either_session: Session) -> None:
    house = build_house(either_session, Policy(When.AFTER_REVIEW, Explain.ALL))
    attempt = handed_in(either_session, house)
    give(either_session, house.world.manager, attempt, 3000)
    owner = either_session.get_one(Employee, house.world.owner)
    assert results.result_for(either_session, owner, attempt.id, LATER).score is None
    assert exams(either_session, house.world.owner) == []
    boss = either_session.get_one(Employee, house.world.boss)
    results.release(either_session, boss, house.sitting, LATER, SEAL)
    results.release(either_session, boss, house.sitting, LATER + MINUTE, SEAL)
    found = results.result_for(either_session, owner, attempt.id, LATER)
    assert found.score is not None
    assert len(exams(either_session, house.world.owner)) == 1
    assert either_session.get_one(Sitting, house.sitting).released_at == LATER


def test_after_the_window_the_sweep_enters_the_results(either_app: object) -> None:
    with writing() as session:
        house = build_house(session, Policy(When.AFTER_WINDOW, Explain.ALL))
        attempt = begin(session, house.world.owner, house.keyed)
        answer_all(session, attempt)
        hand_in(session, attempt)
    closed = NOON + timedelta(hours=8)
    assert jobs.sweep(closed) == 0
    assert jobs.sweep(closed + 2 * GRACE) == 1
    assert jobs.sweep(closed + 3 * GRACE) == 0
    assert len(exams(db.session(), house.world.owner)) == 1


def test_a_result_outlives_paper_and_questions(either_session: Session) -> None:
    house = build_house(either_session)
    attempt = handed_in(either_session, house)
    give(either_session, house.world.manager, attempt, 3000)
    for kind, key in (("paper", "onboarding"), ("question", "shop/late"), ("question", "shop/case")):
        retire(either_session, kind, key, LATER)
    owner = either_session.get_one(Employee, house.world.owner)
    found = results.result_for(either_session, owner, attempt.id, LATER)
    assert found.score is not None
    assert (found.score.points, len(found.items)) == (10_000, 6)
    payload = json.loads(either_session.scalars(select(RecordEntry.payload).where(RecordEntry.kind == "exam")).one())
    assert payload["titles"] == {"en": "Onboarding exam", "zh": "入职考试"}
    assert payload["points"] == 10_000


def test_a_renewed_certificate_keeps_the_old_one(either_session: Session) -> None:
    house = build_house(either_session)
    for moment in (LATER, LATER + timedelta(days=300)):
        boss = either_session.get_one(Employee, house.world.boss)
        again = replace(terms("onboarding"), opens_at=moment, closes_at=moment + timedelta(hours=2))
        audience = [Meant(employee_id=house.world.owner)]
        sitting = assigning.assign(either_session, boss, again, audience, moment)
        attempt = begin(either_session, house.world.owner, sitting.id, moment)
        for key in ("late", "broken", "promise", "seconds", "rate", "case"):
            save(either_session, attempt, key, now=moment + MINUTE)
        hand_in(either_session, attempt, moment + 2 * MINUTE)
        give(either_session, house.world.manager, attempt, 3000)
    numbers = either_session.scalars(select(Certificate.number)).all()
    assert len(set(numbers)) == 2
