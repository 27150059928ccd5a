"""A single choice: all or nothing."""

from fractions import Fraction

import pytest

from quiz.marking import Marked, mark
from quiz.responses import Chosen
from tests.quiz.samples import single


@pytest.mark.parametrize(("chosen", "points"), [({2}, 200), ({1}, 0), (set(), 0)])
def test_only_the_key_earns_the_points(chosen: set[int], points: int) -> None:
    marked = mark(single(), Chosen(frozenset(chosen)), 200)
    assert marked == Marked(points, Fraction(points, 200), points == 200)


def test_nothing_answered_earns_nothing() -> None:
    assert mark(single(), None, 200) == Marked(0, Fraction(0), False)
