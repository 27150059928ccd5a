"""The pages and endpoints of an exam, asked by real requests."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from exams.models import Attempt, Response, Sitting
from exams.release import Explain, Policy, When
from exams.room import ROOM
from exams.service import taking
from exams.sitting_rules import State
from kit.database import db, writing
from people.models import Employee
from tests.conftest import NOON
from tests.exams.conftest import SetClock
from tests.exams.house import MINUTE, SECRETS, House, answer_all, begin, build_house, hand_in, values
from tests.world import sign_in

JSON = {"Accept": "application/json"}


class Desk:
    """A house with the owner's attempt running, and the owner's browser."""

    def __init__(self, app: Flask, set_clock: SetClock, policy: Policy | None = None) -> None:
        self.app, self.set_clock = app, set_clock
        set_clock(NOON + MINUTE)
        with writing() as session:
            self.house: House = build_house(session, policy) if policy else build_house(session)
            self.id = begin(session, self.house.world.owner, self.house.sitting).id
        self.browser = sign_in(app, self.house.world.owner)

    @property
    def attempt(self) -> Attempt:
        db.session.expire_all()
        return db.session.get_one(Attempt, self.id)

    def url(self, what: str = "") -> str:
        return f"/attempts/{self.id}" + (f"/{what}" if what else "")

    def answer(self, key: str, seq: int, given: dict[str, list[str]] | None = None, seen: int = 0) -> dict[str, Any]:
        position, form = values(self.attempt, key, given)
        return {"item": position, "seq": seq, "seen": seen, "values": form}

    def send(self, *answers: dict[str, Any], device: str = "phone", **more: Any) -> TestResponse:
        body = {"device": device, "answers": list(answers), **more}
        return self.browser.post(self.url("save"), json=body, headers=JSON)

    def hand_in(self) -> None:
        with writing() as session:
            attempt = session.get_one(Attempt, self.id)
            answer_all(session, attempt)
            hand_in(session, attempt, NOON + 5 * MINUTE)


@pytest.fixture
def desk(app: Flask, set_clock: SetClock) -> Desk:
    return Desk(app, set_clock)


def stored() -> list[Response]:
    db.session.expire_all()
    return list(db.session.scalars(select(Response).order_by(Response.revision)))


def test_the_script_saves_and_is_told_what_counts(desk: Desk) -> None:
    answer = desk.send(desk.answer("late", 1), desk.answer("case", 2, {"text": ["一"]}))
    assert answer.status_code == 200
    body = answer.get_json()
    assert [(one["seq"], one["status"], one["revision"], one["answered"]) for one in body["saved"]] == [
        (1, "counted", 1, True),
        (2, "counted", 2, True),
    ]
    assert body["stage"] == "running"
    assert body["revision"] == 2
    assert body["seconds_left"] == pytest.approx(39 * 60, abs=5)


def test_the_loser_of_two_devices_is_told_with_the_answer_that_stands(desk: Desk) -> None:
    desk.send(desk.answer("case", 1, {"text": ["电脑"]}), device="desk")
    (saved,) = desk.send(desk.answer("case", 1, {"text": ["手机"]})).get_json()["saved"]
    assert saved["status"] == "stale"
    assert saved["message"]
    assert (saved["standing"]["device"], saved["standing"]["values"]) == ("desk", {"text": ["电脑"]})


def test_after_the_end_a_save_is_refused_kept_and_said_so(desk: Desk) -> None:
    desk.set_clock(NOON + 42 * MINUTE)
    answer = desk.send(desk.answer("case", 1, {"text": ["迟"]}))
    assert answer.status_code == 409
    body = answer.get_json()
    assert body["error"]
    assert body["saved"][0]["status"] == "late"
    assert body["stage"] == "closed"
    assert [(one.status, one.body) for one in stored()] == [("late", '{"typed":"迟"}')]


def test_times_and_scores_from_the_browser_change_nothing(desk: Desk) -> None:
    before = desk.attempt.due_at
    sent = desk.answer("late", 1)
    assert desk.send(sent, now="2030-01-01T00:00:00Z", points=100).status_code == 400
    assert desk.send(sent | {"at": "2026-11-03T04:00:00Z", "points": "100"}).status_code == 400
    late = {
        "submitted_at": "2026-11-03T04:01:00Z",
        "due_at": "2030-01-01T00:00:00Z",
        "points": "9900",
        "passed": "true",
    }
    headers = {"Date": "Tue, 03 Nov 2026 04:01:00 GMT"}
    desk.set_clock(NOON + 42 * MINUTE)
    desk.browser.post(desk.url("save"), data=late | {"asked": "1", "1.option": "1"}, headers=headers)
    desk.browser.post(desk.url("submit"), data=late, headers=headers)
    found = desk.attempt
    assert (found.due_at, found.submitted_at, found.submitted_by) == (before, before, "server")
    assert (found.points, found.passed) == (0, False)


@pytest.mark.parametrize(
    "body",
    [
        "not json",
        "[]",
        "{}",
        '{"device": "a b", "answers": []}',
        '{"device": "phone", "answers": [{"item": 1, "seq": 0, "seen": 0, "values": {}}]}',
        '{"device": "phone", "answers": [{"item": 1, "seq": 99999999999, "seen": 0, "values": {}}]}',
        '{"device": "phone", "answers": [{"item": 1, "seq": 1, "seen": -1, "values": {}}]}',
        '{"device": "phone", "answers": [{"item": 1, "seq": 1, "seen": 0, "values": {"text": "x"}}]}',
        '{"device": "phone", "answers": [{"item": 1, "seq": 1, "seen": 0, "values": {"text": ["\\ud800"]}}]}',
    ],
)
def test_what_the_script_could_not_have_sent_is_refused_in_words(desk: Desk, body: str) -> None:
    answer = desk.browser.post(desk.url("save"), data=body, content_type="application/json", headers=JSON)
    assert answer.status_code == 400
    assert answer.get_json()["error"]
    assert stored() == []


def test_an_option_that_is_not_on_the_page_is_named_and_the_others_are_saved(desk: Desk) -> None:
    bad = desk.answer("broken", 2, {"option": []}) | {"values": {"option": ["9"]}}
    saved = desk.send(desk.answer("late", 1), bad).get_json()["saved"]
    assert [one["status"] for one in saved] == ["counted", "refused"]


def test_the_state_is_304_until_something_changes(desk: Desk) -> None:
    first = desk.browser.get(desk.url("state?seen=0"), headers=JSON)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert first.get_json()["changed"] == []
    assert desk.browser.get(desk.url("state?seen=0"), headers=JSON | tag).status_code == 304
    desk.send(desk.answer("case", 1, {"text": ["新"]}), device="desk")
    again = desk.browser.get(desk.url("state?seen=0"), headers=JSON | tag)
    assert again.status_code == 200
    assert [one["values"] for one in again.get_json()["changed"]] == [{"text": ["新"]}]
    desk.set_clock(NOON + 40.5 * MINUTE)
    assert desk.browser.get(desk.url("state"), headers=JSON).get_json()["stage"] == "closing"


def test_the_whole_exam_works_without_a_script(desk: Desk) -> None:
    form: dict[str, Any] = {"device": "form-1", "seen": "0", "asked": [], "then": "submit"}
    for item in desk.attempt.items:
        position, given = values(desk.attempt, item.key.removeprefix("shop/"))
        form["asked"].append(str(position))
        form |= {f"{position}.{field}": sent for field, sent in given.items()}
    answer = desk.browser.post(desk.url("save"), data=form)
    assert answer.location.endswith(desk.url("submit"))
    page = desk.browser.get(answer.location).text
    assert 'name="csrf_token"' in page
    assert desk.browser.post(desk.url("submit")).location.endswith(desk.url("result"))
    assert desk.attempt.state == State.SUBMITTED.value
    assert desk.browser.get(desk.url("result")).status_code == 200
    assert desk.browser.get(desk.url()).status_code == 302


def test_a_form_sent_again_stores_nothing_and_one_changed_after_going_back_counts(desk: Desk) -> None:
    position, _ = values(desk.attempt, "case")
    form = {"device": "form-1", "seen": "0", "asked": str(position), f"{position}.text": "一"}
    desk.browser.post(desk.url("save"), data=form)
    desk.browser.post(desk.url("save"), data=form)
    assert len(stored()) == 1
    desk.browser.post(desk.url("save"), data=form | {f"{position}.text": "二"})
    assert [(one.status, one.body) for one in stored()][1:] == [("counted", '{"typed":"二"}')]


def test_an_old_page_does_not_empty_what_another_device_has_answered(desk: Desk) -> None:
    desk.send(desk.answer("case", 1, {"text": ["手机"]}))
    position, _ = values(desk.attempt, "case")
    form = {"device": "form-1", "seen": "0", "asked": str(position), f"{position}.text": ""}
    desk.browser.post(desk.url("save"), data=form)
    opened = taking.open_attempt(db.session(), desk.house.world.owner, desk.id, NOON + 2 * MINUTE)
    assert [item.standing.values for item in opened.items if item.standing] == [{"text": ["手机"]}]


def test_the_hand_in_names_what_is_unanswered(desk: Desk) -> None:
    position, _ = values(desk.attempt, "case")
    desk.send(desk.answer("case", 1, {"text": ["一"]}))
    page = desk.browser.get(desk.url("submit")).text
    links = [f'#question-{at}"' in page for at in range(1, 7)]
    assert links == [at != position for at in range(1, 7)]


def test_the_script_hands_in_with_its_last_answers(desk: Desk) -> None:
    body = {"device": "phone", "answers": [desk.answer("late", 1)]}
    first = desk.browser.post(desk.url("submit"), json=body, headers=JSON)
    again = desk.browser.post(desk.url("submit"), json=body, headers=JSON)
    assert first.get_json()["stage"] == again.get_json()["stage"] == "marked"
    assert first.get_json()["result"] == desk.url("result")
    assert [one["status"] for one in again.get_json()["saved"]] == ["counted"]


def test_an_overdue_attempt_shows_as_closed_and_looking_stores_nothing(desk: Desk) -> None:
    for minutes in (41, 60):
        desk.set_clock(NOON + minutes * MINUTE)
        page = desk.browser.get(desk.url())
        assert page.status_code == 200
        assert "查单" not in page.text
    assert desk.browser.get("/exams").status_code == 200
    assert desk.attempt.state == State.RUNNING.value


def test_a_signed_out_script_is_told_401_before_anything_else(desk: Desk) -> None:
    desk.app.config["WTF_CSRF_ENABLED"] = True
    answer = desk.app.test_client().post(desk.url("save"), json={"device": "phone", "answers": []}, headers=JSON)
    assert answer.status_code == 401
    assert answer.get_json()["error"]


def leaks(answer: TestResponse) -> list[str]:
    text = answer.get_data(as_text=True) + str(answer.headers)
    return [secret for secret in SECRETS if secret in text]


FORMS: list[dict[str, list[str]]] = [
    {"option": ["1"]},
    {"option": ["99"]},
    {"answer": ["maybe"]},
    {"blank-1": ["秒"]},
    {"text": ["x" * 6000]},
]


def requests_of(desk: Desk, browser: FlaskClient) -> Iterator[TestResponse]:
    """Everything that somebody can ask around a running attempt, errors included."""
    for url in ("/", "/exams", f"/exams/{desk.house.sitting}", desk.url(), desk.url("submit"), desk.url("result")):
        yield browser.get(url)
        yield browser.get(url, headers=JSON)
        yield (
            browser.post(url, data={"x": "y"})
            if not url.endswith(("submit", str(desk.house.sitting)))
            else browser.get(url)
        )
    yield browser.get(desk.url("state"), headers=JSON)
    for key in ("late", "broken", "promise", "seconds", "rate", "case"):
        for form in (
            {"option": ["1"]},
            {"option": ["99"]},
            {"answer": ["maybe"]},
            {"blank-1": ["秒"]},
            {"text": ["x" * 6000]},
        ):
            body = {"device": "leak", "answers": [desk.answer(key, 1, {}) | {"values": form}]}
            yield browser.post(desk.url("save"), json=body, headers=JSON)
    yield browser.post(
        desk.url("save"), data={"asked": ["1", "2", "3"], "1.option": "77", "2.text": "?", "device": "d"}
    )
    yield browser.post(desk.url("save"), data="{", content_type="application/json")
    yield browser.get(f"/marking/{desk.id}")
    yield browser.get("/papers")
    yield browser.get("/papers/onboarding?key=1")
    yield browser.get(desk.url("nothing"))


def test_no_key_and_no_explanation_leaves_the_server_before_release(desk: Desk) -> None:
    answers = list(requests_of(desk, desk.browser))
    assert len(answers) > 40
    assert all(answer.status_code < 500 for answer in answers)
    assert [answer.request.path for answer in answers if leaks(answer)] == []
    order = {item.key: item.option_order for item in desk.attempt.items}
    assert any("买家" in answer.text for answer in answers), order


@pytest.mark.parametrize("when", [When.AFTER_WINDOW, When.AFTER_REVIEW])
def test_after_the_hand_in_nothing_is_told_before_the_release(app: Flask, set_clock: SetClock, when: When) -> None:
    desk = Desk(app, set_clock, Policy(when, Explain.ALL))
    desk.hand_in()
    page = desk.browser.get(desk.url("result"))
    assert page.status_code == 200
    assert leaks(page) == []
    assert "70" not in page.text.split("<main")[1].split("</main>")[0]
    assert leaks(desk.browser.get(desk.url("state"), headers=JSON)) == []


def test_the_page_of_a_running_exam_names_no_question_by_its_id(desk: Desk) -> None:
    page = desk.browser.get(desk.url()).text
    assert "shop/" not in page
    assert str([item.version_id for item in desk.attempt.items]) not in page


def test_released_results_explain_what_was_wrong_but_nothing_kept_for_exams(desk: Desk) -> None:
    with writing() as session:
        attempt = session.get_one(Attempt, desk.id)
        answer_all(session, attempt, promise={"answer": ["true"]})
        hand_in(session, attempt, NOON + 5 * MINUTE)
    page = desk.browser.get(desk.url("result")).text
    assert "秘解七" in page
    assert "秘解一" not in page
    assert "秘钥：先致歉" not in page
    desk.set_clock(NOON + timedelta(hours=9))
    assert "秘钥：先致歉" in desk.browser.get(desk.url("result")).text


def test_the_rules_are_said_before_the_exam_begins(desk: Desk) -> None:
    page = sign_in(desk.app, desk.house.world.colleague).get(f"/exams/{desk.house.sitting}").text
    for said in ("40", "80", "2", "60"):
        assert said in page


def test_starting_by_the_page_leads_to_the_attempt(desk: Desk) -> None:
    browser = sign_in(desk.app, desk.house.world.colleague)
    first = browser.post(f"/exams/{desk.house.sitting}")
    assert first.status_code == 302
    assert browser.post(f"/exams/{desk.house.sitting}").location == first.location
    assert browser.get(first.location).status_code == 200


def test_the_examiner_marks_on_the_desk(desk: Desk) -> None:
    desk.hand_in()
    browser = sign_in(desk.app, desk.house.world.manager)
    assert f"/marking/{desk.id}" in browser.get("/marking").text
    page = browser.get(f"/marking/{desk.id}").text
    assert "秘钥：致歉" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    position, _ = values(desk.attempt, "case")
    form = {"seen": seen, f"{position}.criterion-1": "10", f"{position}.criterion-2": "", f"{position}.why": "好"}
    assert browser.post(f"/marking/{desk.id}", data=form).status_code == 422
    assert browser.post(f"/marking/{desk.id}", data=form | {f"{position}.criterion-2": "30"}).status_code == 422
    assert browser.post(f"/marking/{desk.id}", data=form | {f"{position}.criterion-2": "15.5"}).status_code == 302
    assert desk.attempt.points == 9550
    assert "95.5" in desk.browser.get(desk.url("result")).text


def test_an_exam_is_assigned_after_seeing_who_is_meant(desk: Desk) -> None:
    browser = sign_in(desk.app, desk.house.world.manager)
    assert browser.get("/assignments/new?paper=keyed").status_code == 200
    form = {
        "paper": "keyed",
        "team": str(desk.house.world.store),
        "opens_at": "2026-11-03T12:00",
        "closes_at": "2026-11-05T18:00",
        "release_when": "at-once",
        "release_explain": "wrong",
    }
    preview = browser.post("/assignments/new", data=form | {"action": "preview"}).text
    assert "林晓雨" in preview
    assert "何舟" not in preview
    made = browser.post("/assignments/new", data=form | {"action": "assign"})
    assert made.status_code == 302
    assert "林晓雨" in browser.get(made.location).text
    newest = db.session.scalars(select(Sitting).order_by(Sitting.id.desc())).first()
    assert newest is not None
    assert (newest.opens_at, newest.closes_at) == (NOON, NOON + timedelta(hours=54))
    past = form | {"closes_at": "2026-11-03T11:00", "action": "assign"}
    assert browser.post("/assignments/new", data=past).status_code == 422


def test_a_manager_cannot_assign_beyond_their_teams(desk: Desk) -> None:
    browser = sign_in(desk.app, desk.house.world.other_manager)
    form = {"paper": "keyed", "people": str(desk.house.world.owner), "opens_at": "2026-11-03T12:00"}
    form |= {"closes_at": "2026-11-05T18:00", "release_when": "at-once", "release_explain": "wrong", "action": "assign"}
    assert browser.post("/assignments/new", data=form).status_code == 422


def test_the_results_of_a_sitting_come_as_a_table_and_a_sheet(desk: Desk) -> None:
    desk.hand_in()
    browser = sign_in(desk.app, desk.house.world.manager)
    assert "林晓雨" in browser.get(f"/assignments/{desk.house.sitting}").text
    sheet = browser.get(f"/assignments/{desk.house.sitting}.xlsx")
    assert sheet.data[:2] == b"PK"
    assert browser.get("/assignments").status_code == 200
    stranger = sign_in(desk.app, desk.house.world.other_manager)
    assert stranger.get(f"/assignments/{desk.house.sitting}").status_code == 404


def test_trainers_look_at_papers_with_and_without_the_key(desk: Desk) -> None:
    browser = sign_in(desk.app, desk.house.world.trainer)
    assert "/papers/onboarding" in browser.get("/papers").text
    assert leaks(browser.get("/papers/onboarding")) == []
    assert "同一个人可以抽" in browser.get("/papers/onboarding").text
    assert "秘解一" in browser.get("/papers/onboarding?key=1").text


def test_home_says_what_is_to_sit_to_mark_and_was_marked(desk: Desk) -> None:
    with desk.app.test_request_context():
        from_room = {card.url for card in cards(desk, desk.house.world.owner)}
    assert desk.url() in from_room
    desk.hand_in()
    with desk.app.test_request_context():
        assert "/marking" in {card.url for card in cards(desk, desk.house.world.manager)}


def cards(desk: Desk, employee_id: int) -> list[Any]:
    person = db.session.get_one(Employee, employee_id)
    return [card for each in ROOM.cards for card in each(db.session(), person)]


def test_nothing_of_the_exam_is_lost_by_reloading_on_another_device(desk: Desk) -> None:
    desk.send(desk.answer("case", 1, {"text": ["写到一半"]}))
    desk.set_clock(NOON + 11 * MINUTE)
    page = sign_in(desk.app, desk.house.world.owner).get(desk.url()).text
    assert "写到一半" in page
    left = int(page.split('data-seconds-left="')[1].split('"')[0])
    assert left == pytest.approx(29 * 60, abs=5)


def test_a_script_without_its_token_is_refused_and_finds_a_new_one_in_the_state(desk: Desk) -> None:
    desk.app.config["WTF_CSRF_ENABLED"] = True
    assert desk.send(desk.answer("late", 1)).status_code == 400
    token = desk.browser.get(desk.url("state"), headers=JSON).get_json()["csrf_token"]
    body = {"device": "phone", "answers": [desk.answer("late", 1)]}
    answer = desk.browser.post(desk.url("save"), json=body, headers=JSON | {"X-CSRFToken": token})
    assert answer.get_json()["saved"][0]["status"] == "counted"
