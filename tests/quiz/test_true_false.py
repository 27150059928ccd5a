"""A statement: right or wrong, and not judging is not agreeing."""

import pytest

from quiz.marking import mark
from quiz.responses import Judged
from tests.quiz.samples import truefalse


@pytest.mark.parametrize(
    ("answer", "judged", "points"),
    [(True, True, 200), (True, False, 0), (False, False, 200), (False, True, 0), (True, None, 0), (False, None, 0)],
)
def test_the_right_judgement_earns_the_points(answer: bool, judged: bool | None, points: int) -> None:
    assert mark(truefalse(answer=answer), Judged(judged), 200).points == points
