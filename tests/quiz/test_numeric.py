"""A number: the ends of the tolerance are right, the unit may be left out, a comma is no point."""

import pytest

from quiz.marking import mark
from quiz.responses import Typed
from tests.quiz.samples import numeric


@pytest.mark.parametrize(
    ("text", "points"),
    [("3.00", 200), ("3", 200), ("3.01", 200), ("2.99", 200), ("3.010", 200), ("3.011", 0), ("2.989", 0),
     ("3.00%", 200), ("３．００％", 200), (" 3 % ", 200), ("3.00元", 0), ("3。00", 200), ("+3", 200), ("-3", 0),
     ("", 0), ("%", 0), ("three", 0), ("3,00", 0), ("0.03", 0)],
)  # fmt: skip
def test_three_percent_within_a_hundredth(text: str, points: int) -> None:
    assert mark(numeric(), Typed(text), 200).points == points


@pytest.mark.parametrize("text", ["48200", "48,200", "４８，２００", "48200.0", "48,200位"])
def test_thousands_may_be_separated(text: str) -> None:
    assert mark(numeric(answer="48200", tolerance="0", unit="位"), Typed(text), 200).right


def test_without_a_tolerance_only_the_value_itself_is_right() -> None:
    exact = numeric(answer="0.1", tolerance="0")
    assert [mark(exact, Typed(text), 200).right for text in ("0.10", "0.1000001")] == [True, False]


@pytest.mark.parametrize("text", ["12 单", "12 單", "12"])
def test_the_unit_may_be_written_in_either_script(text: str) -> None:
    assert mark(numeric(answer="12", tolerance="0", unit="单"), Typed(text), 200).right
