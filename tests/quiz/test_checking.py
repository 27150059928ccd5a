"""Going through a check: the draw is stored, the first response counts, the first pass enters the record."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.lessons import Lesson
from kit.content import Text
from kit.errors import Conflict, NotFound, Refused
from kit.publishing import publish, retire
from people.models import Employee
from quiz.models import CheckResponse, CheckRun
from quiz.questions import Bank, MultipleChoice, SingleChoice, keys_of
from quiz.responses import Values
from quiz.service import checking, pools, practising
from records.service.reading import entries_of
from tests.conftest import NOON
from tests.quiz.samples import multiple, numeric, short, single
from tests.world import World, people

LESSON = "service/first"


@pytest.fixture
def world(either_session: Session) -> World:
    found = people(either_session)
    publish(either_session, "question", "shop/one", single(id="one", use="check", lesson=LESSON), NOON)
    publish(either_session, "question", "shop/two", multiple(id="two", use="check", lesson=LESSON), NOON)
    publish(either_session, "question", "shop/long", short(id="long", use="check", lesson=LESSON), NOON)
    publish(either_session, "question", "shop/exam", single(id="exam", use="exam", lesson=LESSON), NOON)
    return found


def begin(session: Session, who: int, afresh: bool = False, seed: int = 1) -> CheckRun:
    return checking.begin(session, who, LESSON, NOON, Random(seed), afresh)


def values(session: Session, run: CheckRun, place: int, right: bool = True) -> Values:
    item = run.items[place - 1]
    question = pools.questions(session, [item.version_id])[item.version_id]
    assert isinstance(question, SingleChoice | MultipleChoice)
    keys = keys_of(question)
    wanted = keys if right else set(item.option_order) - keys
    places = [str(at) for at, number in enumerate(item.option_order, 1) if number in wanted]
    return {"option": places if right else places[:1]}


def walk(session: Session, who: int, right: bool, afresh: bool = False) -> CheckRun:
    run = begin(session, who, afresh)
    for place in (1, 2):
        checking.answer(session, who, run.id, place, values(session, run, place, right), NOON)
    return run


def test_a_check_asks_the_check_questions_that_a_machine_can_mark(either_session: Session, world: World) -> None:
    run = begin(either_session, world.owner)
    assert {item.key for item in run.items} == {"shop/one", "shop/two"}


def test_a_second_start_goes_on_with_the_same_draw(either_session: Session, world: World) -> None:
    first, second = begin(either_session, world.owner), begin(either_session, world.owner, seed=2)
    assert first.id == second.id
    assert begin(either_session, world.colleague).id != first.id


def test_beginning_afresh_gives_the_old_run_up(either_session: Session, world: World) -> None:
    old = begin(either_session, world.owner)
    new = begin(either_session, world.owner, afresh=True)
    assert (old.ended_at, old.points) == (NOON, None)
    assert checking.newest(either_session, world.owner, LESSON) is new
    with pytest.raises(Conflict):
        checking.answer(either_session, world.owner, old.id, 1, values(either_session, old, 1), NOON)


def test_the_first_answer_counts(either_session: Session, world: World) -> None:
    run = begin(either_session, world.owner)
    checking.answer(either_session, world.owner, run.id, 1, values(either_session, run, 1, right=False), NOON)
    item = checking.answer(either_session, world.owner, run.id, 1, values(either_session, run, 1), NOON)
    assert item.response is not None
    assert not item.response.right
    assert either_session.scalar(select(func.count()).select_from(CheckResponse)) == 1


def test_an_empty_answer_is_refused_and_not_kept(either_session: Session, world: World) -> None:
    run = begin(either_session, world.owner)
    with pytest.raises(Refused):
        checking.answer(either_session, world.owner, run.id, 1, {}, NOON)
    assert run.items[0].response is None


def test_nobody_answers_in_somebody_elses_run(either_session: Session, world: World) -> None:
    run = begin(either_session, world.owner)
    with pytest.raises(NotFound):
        checking.answer(either_session, world.colleague, run.id, 1, values(either_session, run, 1), NOON)


def test_the_first_pass_enters_the_record_and_only_the_first(either_session: Session, world: World) -> None:
    title = Text(zh="第一课", en="First")
    lesson = Lesson(id="first", number=1, title=title, summary=title, minutes=5, body="正文")
    publish(either_session, "lesson", LESSON, lesson, NOON)
    walk(either_session, world.owner, right=False)
    assert entries_of(either_session, world.owner) == []
    passed = walk(either_session, world.owner, right=True, afresh=True)
    walk(either_session, world.owner, right=True, afresh=True)
    (entry,) = entries_of(either_session, world.owner)
    assert (entry.subject, entry.points, entry.max_points, entry.pass_points) == (f"check:{LESSON}", 200, 200, 160)
    assert (entry.passed, entry.evidence) == (True, f"/checks/runs/{passed.id}")
    assert checking.passed_lessons(either_session, world.owner) == {LESSON}


def test_four_fifths_of_the_points_pass(either_session: Session, world: World) -> None:
    run = walk(either_session, world.owner, right=False)
    assert (run.points, run.passed, run.ended_at) == (0, False, NOON)


def test_a_run_keeps_its_versions_when_a_question_is_edited_or_retired(either_session: Session, world: World) -> None:
    run = begin(either_session, world.owner)
    versions = [item.version_id for item in run.items]
    publish(either_session, "question", "shop/one", multiple(id="one", use="check", lesson=LESSON), NOON)
    retire(either_session, "question", "shop/two", NOON)
    assert [item.version_id for item in begin(either_session, world.owner).items] == versions
    assert set(checking.contents(either_session, run)) == set(versions)


def test_a_run_is_seen_by_its_owner_and_those_above(either_session: Session, world: World) -> None:
    run = walk(either_session, world.owner, right=True)
    for who in (world.owner, world.manager):
        assert checking.run_in_view(either_session, either_session.get_one(Employee, who), run.id) is run
    for who in (world.colleague, world.other_manager):
        with pytest.raises(NotFound):
            checking.run_in_view(either_session, either_session.get_one(Employee, who), run.id)


def test_practice_takes_up_what_went_wrong_and_never_an_exam_question(either_session: Session, world: World) -> None:
    words = Text(zh="客服题库", en="Bank")
    bank = Bank(id="shop", title=words, summary=words, position="customer-service")
    publish(either_session, "bank", "shop", bank, NOON)
    for number in range(8):
        publish(either_session, "question", f"shop/n{number}", numeric(id=f"n{number}", use="open"), NOON)
    owner = either_session.get_one(Employee, world.owner)
    walk(either_session, world.owner, right=False)
    run = practising.begin(either_session, owner, NOON + timedelta(days=1), Random(3))
    assert len(run.items) == 5
    assert {item.key for item in run.items[:2]} == {"shop/one", "shop/two"}
    assert "shop/exam" not in {item.key for item in run.items}
    assert practising.finished_since(either_session, world.owner, NOON) == 0
