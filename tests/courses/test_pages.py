"""The learner's pages: what they show, and what their forms and reports do."""

import json
import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from courses.models import LessonProgress
from courses.service import paths
from courses.service.catalogue import paths as published
from kit.database import db, writing
from people.models import Employee
from tests.conftest import NOON
from tests.courses.content import FIRST, HIRED, passes, publish_all
from tests.world import World, people, sign_in


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The present moment, to be moved by a test."""
    moment = [NOON]
    monkeypatch.setattr("kit.clock.now", lambda: moment[0])
    return moment


@pytest.fixture
def world(app: Flask, clock: list[datetime]) -> World:
    with writing() as session:
        publish_all(session)
        world = people(session)
        paths.start(session, world.owner, published(session)["starter"], HIRED)
    return world


def opened(client: FlaskClient, key: str = FIRST) -> str:
    found = re.search(r'name="opened" value="([^"]+)"', client.get(f"/courses/{key}").text)
    assert found
    return found[1]


def ping(client: FlaskClient, token: str, key: str = FIRST) -> tuple[int, dict[str, object]]:
    answer = client.post(f"/courses/{key}/ping", json={"opened": token})
    return answer.status_code, json.loads(answer.text)


def seconds(employee_id: int) -> dict[str, int]:
    rows = db.session.execute(
        select(LessonProgress.lesson, LessonProgress.seconds).where(LessonProgress.employee_id == employee_id)
    )
    return {row.lesson: row.seconds for row in rows}


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
@pytest.mark.parametrize("page", ["/courses", "/courses/basics", f"/courses/{FIRST}", "/path"])
def test_every_page_opens_in_every_language(app: Flask, world: World, page: str, language: str) -> None:
    client = sign_in(app, world.owner)
    with client.session_transaction() as cookie:
        cookie["language"] = language
    answer = client.get(page)
    assert answer.status_code == 200
    assert ("Greeting" in answer.text or "Basics" in answer.text) == (language == "en")
    assert f'lang="{language}"' in answer.text


def test_the_text_of_a_lesson_says_that_it_is_chinese(app: Flask, world: World) -> None:
    assert '<article class="prose" lang="zh-CN">' in sign_in(app, world.owner).get(f"/courses/{FIRST}").text


def test_what_counts_as_done_is_said_beforehand(app: Flask, world: World) -> None:
    assert "4" in sign_in(app, world.owner).get(f"/courses/{FIRST}").text


def test_the_report_of_a_minute_is_counted(app: Flask, world: World, clock: list[datetime]) -> None:
    client = sign_in(app, world.owner)
    token = opened(client)
    clock[0] = NOON + timedelta(seconds=60)
    status, said = ping(client, token)
    assert (status, said["seconds"], said["enough"], said["done"]) == (200, 60, False, False)
    assert seconds(world.owner) == {FIRST: 60}


def test_a_time_told_by_the_browser_changes_nothing(app: Flask, world: World, clock: list[datetime]) -> None:
    client = sign_in(app, world.owner)
    token = opened(client)
    clock[0] = NOON + timedelta(seconds=30)
    client.post(f"/courses/{FIRST}/ping", json={"opened": token, "seconds": 9999, "done": True})
    assert seconds(world.owner) == {FIRST: 30}


def test_a_report_for_another_lesson_person_or_day_is_refused(app: Flask, world: World, clock: list[datetime]) -> None:
    client = sign_in(app, world.owner)
    token = opened(client)
    assert ping(client, token, "basics/reviews")[0] == 400
    assert ping(sign_in(app, world.colleague), token)[0] == 400
    assert ping(client, token + "x")[0] == 400
    clock[0] = NOON + timedelta(hours=25)
    assert ping(client, token)[0] == 400
    assert seconds(world.owner) == seconds(world.colleague) == {}


def test_without_javascript_the_button_counts_from_opening(app: Flask, world: World, clock: list[datetime]) -> None:
    client = sign_in(app, world.owner)
    token = opened(client)
    clock[0] = NOON + timedelta(minutes=4)
    answer = client.post(f"/courses/{FIRST}/time", data={"opened": token})
    assert answer.status_code == 302
    assert seconds(world.owner) == {FIRST: 240}


def test_opening_a_lesson_writes_nothing(app: Flask, world: World) -> None:
    sign_in(app, world.owner).get(f"/courses/{FIRST}")
    assert seconds(world.owner) == {}


def test_a_lesson_that_does_not_exist_is_not_found(app: Flask, world: World) -> None:
    client = sign_in(app, world.owner)
    for page in ("/courses/nothing", "/courses/basics/nothing", "/courses/nothing/greeting"):
        assert client.get(page).status_code == 404


def test_home_shows_the_next_lesson_and_what_is_missing(app: Flask, world: World) -> None:
    with app.test_request_context("/"):
        from_home = app.extensions["rooms"]
        courses = next(room for room in from_home if room.name == "courses")
        owner = db.session.get_one(Employee, world.owner)
        cards = courses.cards[0](db.session(), owner)
        panel = courses.panels[0](db.session(), owner)
        mentor = courses.cards[0](db.session(), db.session.get_one(Employee, world.mentor))
    assert [card.title for card in cards] == ["接待问好"]
    assert "周岚" in panel.html
    assert "0 / 4" in panel.html
    assert len(mentor) == 1
    assert "林晓雨" in mentor[0].title
    assert "旁听" in mentor[0].title


def test_a_mentor_confirms_on_the_page_of_the_path(app: Flask, world: World) -> None:
    client, page = sign_in(app, world.mentor), f"/path/{world.owner}"
    assert "旁听" in client.get(page).text
    form = {"path": "starter", "step": "listening-in", "passed": "no", "comment": ""}
    refused = client.post(f"{page}/confirm", data=form)
    assert refused.status_code == 400
    assert 'aria-invalid="true"' in refused.text
    assert client.post(f"{page}/confirm", data={**form, "passed": "yes", "comment": "五条都对"}).status_code == 302
    assert "五条都对" in client.get(page).text
    assert client.post(f"{page}/confirm", data={**form, "passed": "yes"}).status_code == 409


def test_a_stranger_sees_no_path_but_their_own(app: Flask, world: World) -> None:
    assert sign_in(app, world.other_manager).get(f"/path/{world.owner}").status_code == 404
    assert sign_in(app, world.colleague).get(f"/path/{world.owner}").status_code == 403
    assert sign_in(app, world.stranger).get("/path").status_code == 200


def test_a_manager_begins_a_path_by_hand_and_sees_the_table(app: Flask, world: World) -> None:
    client = sign_in(app, world.manager)
    form = {"path": "starter", "started_on": "2026-11-02"}
    assert client.post(f"/path/{world.colleague}/start", data=form).status_code == 302
    assert client.post(f"/path/{world.colleague}/start", data={**form, "started_on": "soon"}).status_code == 400
    text = client.get("/team/paths").text
    assert text.index("林晓雨") < text.index("陈可")
    assert "陈可" not in client.get("/team/paths?name=林").text
    sheet = client.get("/team/paths.xlsx")
    assert sheet.data[:2] == b"PK"


def test_a_found_lesson_leads_to_its_page(app: Flask, world: World) -> None:
    with app.test_request_context("/search"):
        courses = next(room for room in app.extensions["rooms"] if room.name == "courses")
        hits = courses.search[0](db.session(), None, "洗标")
    assert [(hit.title, hit.url) for hit in hits] == [("差评先找原因", "/courses/basics/reviews")]
    assert "洗标" in hits[0].excerpt


def test_a_passed_check_with_time_finishes_the_lesson(app: Flask, world: World, clock: list[datetime]) -> None:
    client = sign_in(app, world.owner)
    token = opened(client)
    for minute in range(1, 5):
        clock[0] = NOON + timedelta(minutes=minute)
        assert ping(client, token)[1]["done"] is False
    with writing() as session:
        passes(session, world.owner, f"check:{FIRST}")
    assert db.session.scalars(select(LessonProgress.done_at)).one() == clock[0]
