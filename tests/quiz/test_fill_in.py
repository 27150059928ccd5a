"""A text with blanks: each blank earns its part, however people write the same thing."""

from fractions import Fraction

import pytest

from quiz.marking import Marked, fits, mark
from quiz.questions import Blank
from quiz.responses import Filled
from tests.quiz.samples import fill


@pytest.mark.parametrize(
    ("blanks", "points"),
    [(("17", "80"), 300), (("17", "八十"), 300), (("17", "90"), 150), (("", "80"), 150), (("", ""), 0),
     (("80", "17"), 0), (("１７", " ８ ０ "), 300), (("17.0", "80"), 300)],
)  # fmt: skip
def test_each_blank_earns_its_part(blanks: tuple[str, ...], points: int) -> None:
    assert mark(fill(), Filled(blanks), 300) == Marked(points, Fraction(points, 300), points == 300)


def test_a_third_of_the_points_is_rounded_at_the_item() -> None:
    three = fill(stem="____ ____ ____", blanks=[{"accepted": ["a"]}] * 3)
    assert [mark(three, Filled(given), 100).points for given in (("a", "", ""), ("a", "a", ""))] == [33, 67]


@pytest.mark.parametrize("text", ["Follow-up", "ＦＯＬＬＯＷ－ＵＰ", " follow - up ", "follow–up"])
def test_width_case_spaces_and_dashes_make_no_difference(text: str) -> None:
    assert fits(Blank(accepted=("follow-up",)), text)


def test_a_number_counts_by_its_value() -> None:
    assert fits(Blank(accepted=("1446",)), "1,446")
    assert not fits(Blank(accepted=("1446",)), "1,446 元")
    assert fits(Blank(accepted=("1446元",)), "1446 元")


@pytest.mark.parametrize("given", ["快递信息", "快遞資訊", "快遞信息", " 快遞資訊 "])
def test_an_answer_counts_in_either_script(given: str) -> None:
    one = fill(stem="先查____。", blanks=[{"accepted": ["快递信息"]}])
    assert mark(one, Filled((given,)), 300).right
    assert not mark(one, Filled(("快遞員",)), 300).right
