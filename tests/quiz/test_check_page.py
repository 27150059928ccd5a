"""The page of a check: one question at a time, told at once, and no key before the answer."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from courses.lessons import Lesson
from kit.content import Text
from kit.database import writing
from kit.publishing import publish
from people.models import EmployeePosition
from quiz.models import CheckRun
from quiz.questions import Bank
from tests.conftest import NOON
from tests.quiz.samples import fill, multiple, numeric, single, truefalse
from tests.world import World, people, sign_in

LESSON = "service/first"
URL = f"/checks/{LESSON}"
SECRET = "only-told-afterwards"
QUESTIONS = [
    single(
        id="a-secret-name",
        use="check",
        lesson=LESSON,
        options=[
            {"text": "甲", "correct": True, "explanation": f"{SECRET} 1"},
            {"text": "乙", "explanation": f"{SECRET} 2"},
        ],
    ),
    multiple(
        id="b-secret-name",
        use="check",
        lesson=LESSON,
        options=[
            {"text": "丙", "correct": True, "explanation": SECRET},
            {"text": "丁", "correct": True, "explanation": SECRET},
            {"text": "戊", "explanation": SECRET},
        ],
    ),
    truefalse(id="c-secret-name", use="check", lesson=LESSON, answer=False, explanation=SECRET),
    fill(
        id="d-secret-name",
        use="check",
        lesson=LESSON,
        stem="写 ____。",
        blanks=[{"accepted": [SECRET]}],
        explanation=SECRET,
    ),
    numeric(id="e-secret-name", use="check", lesson=LESSON, answer="731.25", explanation=SECRET),
]


@pytest.fixture
def world(app: Flask) -> World:
    title = Text(zh="第一课", en="First")
    with writing() as session:
        found = people(session)
        publish(session, "bank", "shop", Bank(id="shop", title=title, summary=title, position="customer-service"), NOON)
        for question in QUESTIONS:
            publish(session, "question", f"shop/{question.id}", question, NOON)
        lesson = Lesson(id="first", number=1, title=title, summary=title, minutes=5, body="正文")
        publish(session, "lesson", LESSON, lesson, NOON)
    return found


@pytest.fixture
def browser(app: Flask, world: World) -> FlaskClient:
    return sign_in(app, world.owner)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="(\d+)"', page)
    assert found
    return found[1]


def some_answer(page: str) -> dict[str, str]:
    """Answer whatever is asked, as a form would."""
    sent = {"action": "answer", "run": hidden(page, "run"), "place": hidden(page, "place")}
    if 'name="answer"' in page:
        return sent | {"answer": "true"}
    if 'name="blank-1"' in page:
        return sent | {"blank-1": "?"}
    return sent | ({"text": "1"} if 'name="text"' in page else {"option": "1"})


def test_before_the_start_the_rules_are_said(browser: FlaskClient) -> None:
    page = browser.get(URL).text
    assert "80" in page
    assert "第一课" in page
    assert SECRET not in page


def test_nothing_tells_the_key_of_a_question_before_its_answer(browser: FlaskClient) -> None:
    answer = browser.post(URL, data={"action": "start"}, follow_redirects=True)
    for number in range(1, len(QUESTIONS) + 1):
        told = answer.text + str(answer.headers)
        for never in (SECRET, "secret-name", "731.25", "correct", "explanation"):
            assert never not in told
        sent = some_answer(answer.text)
        refused = browser.post(URL, data={"action": "answer", "run": sent["run"], "place": sent["place"]})
        assert refused.status_code == 422
        assert SECRET not in refused.text
        opened = browser.post(URL, data=sent)
        assert opened.status_code == 302
        assert SECRET not in opened.text
        page = browser.get(opened.headers["Location"])
        assert SECRET in page.text or "731.25" in page.text
        assert "secret-name" not in page.text
        answer = browser.get(URL)
        assert f'name="place" value="{number}"' not in answer.text


def test_what_comes_after_is_not_told_by_asking_for_it(app: Flask, world: World, browser: FlaskClient) -> None:
    browser.post(URL, data={"action": "start"})
    for place in range(1, 6):
        assert SECRET not in browser.get(f"{URL}?after={place}").text
    open_run = browser.get("/checks/runs/1")
    assert (open_run.status_code, open_run.headers["Location"]) == (302, URL)
    assert SECRET not in sign_in(app, world.manager).get("/checks/runs/1").text


def walk(browser: FlaskClient, url: str = URL) -> str:
    browser.post(url, data={"action": "again"})
    for _ in range(len(QUESTIONS)):
        browser.post(url, data=some_answer(browser.get(url).text))
    return browser.get(url).text


def test_at_the_end_stands_what_to_read_again_and_where_to_go(browser: FlaskClient) -> None:
    page = walk(browser)
    assert f'href="/courses/{LESSON}"' in page
    assert 'href="/path"' in page
    assert browser.get("/checks/runs/1").status_code == 200


def test_an_answer_from_an_old_window_is_led_to_the_new_run(browser: FlaskClient) -> None:
    old = some_answer(browser.post(URL, data={"action": "start"}, follow_redirects=True).text)
    browser.post(URL, data={"action": "again"})
    answer = browser.post(URL, data=old)
    assert (answer.status_code, answer.headers["Location"]) == (302, URL)
    assert SECRET not in browser.get(URL).text


def test_somebody_elses_run_cannot_be_answered_or_seen(app: Flask, world: World, browser: FlaskClient) -> None:
    mine = some_answer(browser.post(URL, data={"action": "start"}, follow_redirects=True).text)
    stranger = sign_in(app, world.stranger)
    assert stranger.post(URL, data=mine).status_code == 404
    walk(browser)
    with writing() as session:
        run = session.query(CheckRun.id).order_by(CheckRun.id.desc()).first()
    assert run is not None
    assert stranger.get(f"/checks/runs/{run.id}").status_code == 404
    assert sign_in(app, world.manager).get(f"/checks/runs/{run.id}").status_code == 200


def test_a_lesson_without_a_check_says_so(browser: FlaskClient) -> None:
    assert browser.get("/checks/service/second").status_code == 404


def test_practice_walks_the_same_way_and_enters_nothing(browser: FlaskClient) -> None:
    assert SECRET not in browser.get("/practice").text
    page = walk(browser, "/practice")
    assert 'action="/practice"' in page


def test_practice_is_nobody_elses_business(app: Flask, world: World, browser: FlaskClient) -> None:
    walk(browser, "/practice")
    assert browser.get("/checks/runs/1").status_code == 200
    assert sign_in(app, world.manager).get("/checks/runs/1").status_code == 404


def test_nothing_to_practise_is_said(app: Flask, world: World) -> None:
    with writing() as session:
        session.execute(delete(EmployeePosition).where(EmployeePosition.employee_id == world.owner))
    assert sign_in(app, world.owner).get("/practice").status_code == 404
