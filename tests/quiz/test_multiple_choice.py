"""A multiple choice: four rules, each by its table (A, B, C are right, D is wrong; 3 points)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.marking import MultipleRule, RuleName, by_rule, mark
from quiz.responses import Chosen
from tests.quiz.samples import multiple

GOLDEN: dict[RuleName, dict[str, int]] = {
    "half": {"": 0, "A": 150, "AB": 150, "ABC": 300, "D": 0, "AD": 0, "ABD": 0, "ABCD": 0},
    "all": {"": 0, "A": 0, "AB": 0, "ABC": 300, "D": 0, "AD": 0, "ABD": 0, "ABCD": 0},
    "proportional": {"": 0, "A": 100, "AB": 200, "ABC": 300, "D": 0, "AD": 0, "ABD": 0, "ABCD": 0},
    "right-minus-wrong": {"": 0, "A": 100, "AB": 200, "ABC": 300, "D": 0, "AD": 0, "ABD": 100, "ABCD": 200},
}
names = st.sampled_from(sorted(GOLDEN))
some = st.frozensets(st.integers(1, 6))


@pytest.mark.parametrize(
    ("name", "letters", "points"),
    [(name, letters, points) for name, rows in GOLDEN.items() for letters, points in rows.items()],
)
def test_each_rule_gives_what_its_table_says(name: RuleName, letters: str, points: int) -> None:
    chosen = Chosen(frozenset("ABCD".index(letter) + 1 for letter in letters))
    marked = mark(multiple(), chosen, 300, MultipleRule(name=name))
    assert (marked.points, marked.right) == (points, letters == "ABC")


def test_half_is_the_rule_unless_another_is_set() -> None:
    assert mark(multiple(), Chosen(frozenset({1, 3})), 300).points == 150


def test_the_part_for_too_few_can_be_set() -> None:
    assert mark(multiple(), Chosen(frozenset({1})), 300, MultipleRule(part=3_333)).points == 100


@given(names, some.filter(bool), some)
def test_no_rule_gives_less_than_nothing_or_more_than_all(
    name: RuleName, keys: frozenset[int], chosen: frozenset[int]
) -> None:
    assert 0 <= by_rule(MultipleRule(name=name), keys, chosen) <= 1


@given(names, some.filter(bool), some)
def test_only_all_that_is_right_earns_everything(name: RuleName, keys: frozenset[int], chosen: frozenset[int]) -> None:
    assert (by_rule(MultipleRule(name=name), keys, chosen) == Fraction(1)) == (keys == chosen)
