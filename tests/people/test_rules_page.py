"""A company rule is read by everybody and changed by a trainer, who sees before what rests on it."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courses.lessons import Lesson
from kit.audit import AuditEntry
from kit.content import Text
from kit.database import writing
from kit.publishing import Published, publish
from people.rules import Rule
from people.service import rules
from quiz.questions import Bank
from quiz.service import indexing
from tests.conftest import NOON
from tests.people.conftest import House
from tests.quiz.samples import single

NAME = Text(zh="首次响应标准", en="First human response")
RULE = Rule(
    id="first-response-seconds",
    title=NAME,
    value="10",
    unit=Text(zh="秒", en="s"),
    since="2026-10-01",
    note=Text(zh="团队服务承诺", en="Service promise"),
)
TYPED = {
    "value": "8",
    "unit_zh": "秒",
    "unit_en": "s",
    "since": "2026-11-01",
    "note_zh": "新的服务承诺",
    "note_en": "The new promise",
    "reason": "大促前收紧",
    "based_on": "1",
}


@pytest.fixture
def furnished(house: House) -> House:
    """The house with one rule, a lesson that reads it, and a question that rests on it."""
    house.app.extensions["subscribers"][Published] = [indexing.on_published]
    with writing() as session:
        publish(session, "rule", RULE.id, RULE, NOON)
        for id, body in (("reads", "首次响应 ≤ {{first-response-seconds}} 秒"), ("not", "先问好")):
            title = Text(zh=f"课{id}", en=id)
            lesson = Lesson(id=id, number=1, title=title, summary=title, minutes=5, body=body)
            publish(session, "lesson", f"basics/{id}", lesson, NOON)
        publish(session, "bank", "shop", Bank(id="shop", title=NAME, summary=NAME, position="customer-service"), NOON)
        publish(session, "question", "shop/rests", single(id="rests", stem="多久算及时？", rules=[RULE.id]), NOON)
        publish(session, "question", "shop/free", single(id="free", stem="先说哪一句？"), NOON)
    return house


def trainer(house: House) -> FlaskClient:
    return house.browser("trainer")


def change(house: House, **typed: Any) -> Any:
    return trainer(house).post("/rules/first-response-seconds", data=TYPED | typed)


def test_everybody_reads_value_unit_since_and_note(furnished: House) -> None:
    page = furnished.browser("owner").get("/rules").text
    for said in ("首次响应标准", "10 秒", "2026-10-01", "团队服务承诺"):
        assert said in page
    assert "/rules/first-response-seconds" not in page
    assert "/rules/first-response-seconds" in trainer(furnished).get("/rules").text


def test_before_a_change_stands_what_it_touches(furnished: House) -> None:
    page = trainer(furnished).get("/rules/first-response-seconds").text
    assert "/courses/basics/reads" in page
    assert "/courses/basics/not" not in page
    assert "/banks/shop/questions/rests" in page
    assert "/banks/shop/questions/free" not in page


def test_a_change_is_the_next_version_with_its_reason(furnished: House) -> None:
    assert change(furnished).status_code == 302
    newest, first = rules.history(furnished.session, RULE.id)
    assert (newest.rule.value, newest.by, newest.reason) == ("8", "方敏", "大促前收紧")
    assert (first.rule, first.by, first.reason) == (RULE, "", "")
    assert rules.values(furnished.session) == {RULE.id: "8"}
    noted = furnished.session.scalars(select(AuditEntry).where(AuditEntry.action == "rule.published")).one()
    assert (noted.subject, noted.details) == ("rule:first-response-seconds", {"number": 2, "old": "10"})
    page = trainer(furnished).get("/rules/first-response-seconds").text
    assert "大促前收紧" in page
    assert "10 秒" in page


def test_what_says_nothing_new_is_no_version(furnished: House) -> None:
    same = {"value": "10", "since": "2026-10-01", "note_zh": "团队服务承诺", "note_en": "Service promise"}
    assert change(furnished, **same).status_code == 302
    assert len(rules.history(furnished.session, RULE.id)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"value": ""}, "value-error"),
        ({"value": " "}, "value-error"),
        ({"reason": ""}, "reason-error"),
        ({"since": "gestern"}, "since-error"),
        ({"unit_en": ""}, "unit_en-error"),
        ({"unit_zh": ""}, "unit_en-error"),
    ],
)
def test_a_fault_stands_at_its_field(furnished: House, typed: dict[str, str], said: str) -> None:
    answer = change(furnished, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert len(rules.history(furnished.session, RULE.id)) == 1


def test_a_rule_may_lose_its_unit(furnished: House) -> None:
    assert change(furnished, unit_zh="", unit_en="").status_code == 302
    assert rules.in_force(furnished.session)[RULE.id].unit is None


def test_who_began_before_somebody_else_published_is_told(furnished: House) -> None:
    change(furnished)
    answer = change(furnished, value="9")
    assert answer.status_code == 409
    assert 'value="9"' in answer.text
    assert rules.values(furnished.session) == {RULE.id: "8"}


def test_a_rule_that_is_not_there_is_not_found(furnished: House) -> None:
    assert trainer(furnished).get("/rules/no-such-rule").status_code == 404
