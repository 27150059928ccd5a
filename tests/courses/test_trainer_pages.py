"""The trainer's pages: forms that keep what was typed, previews, versions, files."""

import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from courses.lessons import write_lesson
from courses.service import catalogue, editing
from kit.database import db, writing
from tests.courses.content import FIRST, LESSONS, publish_all
from tests.world import World, people, sign_in

PAGE = f"/courses/edit/{FIRST}"


@pytest.fixture
def world(app: Flask) -> World:
    with writing() as session:
        publish_all(session)
        return people(session)


@pytest.fixture
def trainer(app: Flask, world: World) -> FlaskClient:
    return sign_in(app, world.trainer)


def form(do: str, **changes: str) -> dict[str, str]:
    return {**editing.lesson_form(LESSONS[FIRST]), "based_on": "1", "do": do, **changes}


@pytest.mark.parametrize(
    "page",
    [
        "/courses/edit",
        PAGE,
        f"{PAGE}/versions",
        "/courses/edit/basics/new",
        "/courses/edit/course/basics",
        "/courses/edit/course/new",
    ],
)
def test_every_page_opens_for_trainers_and_for_nobody_else(app: Flask, world: World, page: str) -> None:
    assert sign_in(app, world.trainer).get(page).status_code == 200
    assert sign_in(app, world.manager).get(page).status_code == 403


def test_publishing_shows_on_the_learners_page(trainer: FlaskClient) -> None:
    assert trainer.post(PAGE, data=form("publish", title_zh="先问好", material="yes")).status_code == 302
    assert "先问好" in trainer.get(f"/courses/{FIRST}").text
    assert "<ins>" in trainer.get(f"{PAGE}/versions").text


def test_a_refused_form_keeps_what_was_typed(trainer: FlaskClient) -> None:
    answer = trainer.post(PAGE, data=form("publish", title_zh="", summary_zh="这句要留着"))
    assert answer.status_code == 400
    assert "这句要留着" in answer.text
    assert 'id="title_zh-error"' in answer.text


def test_a_conflict_keeps_the_text_and_links_the_difference(trainer: FlaskClient) -> None:
    trainer.post(PAGE, data=form("publish", title_zh="第一个人"))
    answer = trainer.post(PAGE, data=form("publish", title_zh="第二个人"))
    assert answer.status_code == 409
    assert "第二个人" in answer.text
    assert f"{PAGE}/versions" in answer.text
    assert 'name="based_on" value="2"' in answer.text
    assert trainer.post(PAGE, data=form("publish", title_zh="第二个人", based_on="2")).status_code == 302


def test_a_draft_waits_in_the_form_and_is_seen_by_no_learner(app: Flask, world: World, trainer: FlaskClient) -> None:
    trainer.post(PAGE, data=form("draft", body="还没写完"))
    assert "还没写完" in trainer.get(PAGE).text
    assert "还没写完" not in sign_in(app, world.owner).get(f"/courses/{FIRST}").text
    trainer.post(f"{PAGE}/discard")
    assert "还没写完" not in trainer.get(PAGE).text


def test_the_preview_is_sanitised(trainer: FlaskClient) -> None:
    text = "## 标题\n\n<script>alert(1)</script><img src=x onerror=alert(1)>**粗**"
    shown = json.loads(trainer.post("/courses/edit/preview", json={"body": text}).text)
    assert "<strong>粗</strong>" in shown["html"]
    assert "<script" not in shown["html"]
    assert "<img" not in shown["html"]
    without_script = trainer.post(PAGE, data=form("preview", body=text)).text
    assert "<strong>粗</strong>" in without_script


def test_a_lesson_leaves_and_comes_back_as_a_file(trainer: FlaskClient) -> None:
    exported = trainer.get(f"{PAGE}/file")
    assert exported.text == write_lesson(LESSONS[FIRST])
    assert 'filename="01-greeting.md"' in exported.headers["Content-Disposition"]
    file = (io.BytesIO(exported.text.replace("接待问好", "导入的标题").encode()), "01-greeting.md")
    assert trainer.post("/courses/edit/basics/import", data={"file": file}).status_code == 302
    assert "导入的标题" in trainer.get(PAGE).text
    assert catalogue.lessons(db.session())[FIRST].title.zh == "接待问好"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"no front matter", b""])
def test_a_file_that_is_no_lesson_is_refused_in_words(trainer: FlaskClient, content: bytes) -> None:
    data = {"file": (io.BytesIO(content), "x.md")}
    assert trainer.post("/courses/edit/basics/import", data=data).status_code == 400


def test_a_new_course_begins_with_its_first_lesson(trainer: FlaskClient) -> None:
    course = {
        **editing.course_form(catalogue.courses(db.session())["basics"]),
        "id": "more",
        "title_zh": "新课程",
    }
    refused = trainer.post("/courses/edit/course/new", data={**course, "id": "edit"})
    assert refused.status_code == 400
    assert "新课程" in refused.text
    assert trainer.post("/courses/edit/course/new", data=course).status_code == 302
    assert "新课程" in trainer.get("/courses/edit/more/new").text
    made = trainer.post("/courses/edit/more/new", data=form("publish", id="first", based_on="0"))
    assert made.status_code == 302
    assert trainer.get("/courses/more/first").status_code == 200


def test_an_id_is_never_used_twice(trainer: FlaskClient) -> None:
    assert trainer.post("/courses/edit/basics/new", data=form("publish", based_on="0")).status_code == 409


def test_a_retired_lesson_is_gone_for_learners(trainer: FlaskClient) -> None:
    assert trainer.post(f"{PAGE}/retire").status_code == 302
    assert trainer.get(f"/courses/{FIRST}").status_code == 404
