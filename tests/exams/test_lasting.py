"""For how many months a bank lasts: no person is asked the same question, or a sibling, twice."""

from typing import Any

import pytest

from exams.lasting import is_monthly, lasts
from exams.papers import Paper
from kit.content import Text
from quiz.drawing import Candidate

NAME = Text(zh="月考", en="Monthly")


def paper(*draws: dict[str, Any], questions: tuple[str, ...] = (), id: str = "sales-monthly") -> Paper:
    section = {"title": NAME.model_dump(), "points": "2", "questions": questions, "draws": draws}
    shape = {"id": id, "title": NAME.model_dump(), "summary": NAME.model_dump(), "position": "sales"}
    return Paper.model_validate(shape | {"minutes": 30, "pass_percent": 80, "sections": [section]}, strict=False)


def pool(count: int, type: Any = "single", use: Any = "open", **more: Any) -> list[Candidate]:
    return [Candidate(f"sales/{type}-{use}-{at}", type, "easy", use, **more) for at in range(count)]


SINGLES = {"count": 5, "type": "single"}
CASES = {"count": 1, "type": "short"}


def test_the_narrowest_draw_says_how_long() -> None:
    assert lasts(paper(SINGLES, CASES), pool(27) + pool(3, "short")) == 3
    assert lasts(paper(SINGLES, CASES), pool(27) + pool(9, "short")) == 5


def test_questions_of_checks_do_not_count() -> None:
    assert lasts(paper(SINGLES), pool(9) + pool(50, use="check")) == 1


def test_draws_that_share_their_questions_share_the_time() -> None:
    assert lasts(paper(SINGLES, {"count": 5}), pool(20)) == 2


def test_siblings_count_once() -> None:
    assert lasts(paper(SINGLES), pool(12, family="same")) == 0
    assert lasts(paper({"count": 1, "type": "single"}), pool(12, family="same")) == 1


@pytest.mark.parametrize(("held", "months"), [(0, 0), (4, 0), (5, 1), (9, 1), (10, 2)])
def test_a_month_counts_when_it_is_whole(held: int, months: int) -> None:
    assert lasts(paper(SINGLES), pool(held)) == months


def test_fixed_questions_come_each_time() -> None:
    fixed = paper(SINGLES, questions=("sales/single-open-0",))
    assert lasts(fixed, pool(50)) == 1
    assert lasts(fixed, pool(5)) == 0
    assert lasts(fixed, pool(50)[1:]) == 0


def test_a_makeup_is_not_sat_every_month() -> None:
    assert is_monthly(paper(SINGLES))
    assert not is_monthly(paper(SINGLES, id="sales-monthly-makeup"))
    assert not is_monthly(paper(SINGLES, id="sales-onboarding"))
