"""The index of current questions, kept by what is published and retired."""

from sqlalchemy.orm import Session

from kit.publishing import publish, retire
from quiz.service.pools import candidates, questions
from tests.conftest import NOON
from tests.quiz.samples import multiple, single


def test_a_published_question_can_be_drawn(either_session: Session) -> None:
    asked = multiple(id="two", tags=["bad-review"], family="late", red_line=True)
    version = publish(either_session, "question", "shop/two", asked, NOON)
    assert version is not None
    (found,) = candidates(either_session, "shop")
    assert (found.key, found.version_id, found.type, found.red_line) == ("shop/two", version.id, "multiple", True)
    assert found.tags == {"bad-review"}
    assert found.unit == ("family", "shop/late")
    assert questions(either_session, [version.id]) == {version.id: asked}


def test_only_the_newest_version_can_be_drawn(either_session: Session) -> None:
    publish(either_session, "question", "shop/one", single(id="one"), NOON)
    newer = publish(either_session, "question", "shop/one", single(id="one", difficulty="hard"), NOON)
    assert newer is not None
    assert [(one.version_id, one.difficulty) for one in candidates(either_session)] == [(newer.id, "hard")]


def test_a_retired_question_is_drawn_no_more_and_comes_back_when_published_again(either_session: Session) -> None:
    version = publish(either_session, "question", "shop/one", single(id="one"), NOON)
    retire(either_session, "question", "shop/one", NOON)
    assert candidates(either_session, "shop") == []
    assert version is not None
    assert questions(either_session, [version.id]) == {version.id: single(id="one")}
    publish(either_session, "question", "shop/one", single(id="one"), NOON)
    assert [one.key for one in candidates(either_session, "shop")] == ["shop/one"]


def test_banks_do_not_mix(session: Session) -> None:
    publish(session, "question", "shop/one", single(id="one"), NOON)
    publish(session, "question", "house/one", single(id="one"), NOON)
    assert [one.key for one in candidates(session, "house")] == ["house/one"]
    assert len(candidates(session)) == 2
