"""Readers of Traditional Chinese get lessons and questions in their script; what is stored stays as it was written."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kit.content import Text
from kit.database import db, writing
from kit.publishing import current, publish
from people.models import Employee
from quiz.questions import Bank
from tests.conftest import NOON
from tests.courses.content import COURSE, FIRST, LESSONS
from tests.quiz.samples import single
from tests.world import people, sign_in

NAME = Text(zh="客服题库", en="Customer service")


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """A trainer who reads Traditional Chinese."""
    with writing() as session:
        world = people(session)
        session.get_one(Employee, world.trainer).language = "zh-TW"
        publish(session, "course", COURSE.id, COURSE, NOON)
        for key, lesson in LESSONS.items():
            publish(session, "lesson", key, lesson, NOON)
        publish(session, "bank", "shop", Bank(id="shop", title=NAME, summary=NAME, position="customer-service"), NOON)
        publish(session, "question", "shop/one", single(id="one", stem="买家说没签收，先看哪里？"), NOON)
    return sign_in(app, world.trainer)


def test_a_lesson_is_shown_in_the_readers_script(reader: FlaskClient) -> None:
    page = reader.get(f"/courses/{FIRST}").text
    assert "先問好，再核對訂單。" in page
    assert "接待問好" in page
    assert '<article class="prose" lang="zh-TW">' in page
    assert current(db.session(), "lesson", FIRST).body.count("再核对订单") == 1


def test_a_question_is_shown_in_the_readers_script_and_edited_as_it_is_kept(reader: FlaskClient) -> None:
    page = reader.get("/banks/shop/questions/one").text
    assert "買家說沒簽收，先看哪裡？" in page
    assert 'class="stem" lang="zh-TW"' in page
    assert "客服題庫" in page
    assert "买家说没签收，先看哪里？</textarea>" in reader.get("/banks/shop/questions/one/edit").text


def test_a_lesson_is_found_by_words_in_either_script(reader: FlaskClient) -> None:
    for words in ("核對訂單", "核对订单"):
        assert f"/courses/{FIRST}" in reader.get("/search", query_string={"q": words}).text
