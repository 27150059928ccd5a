"""Points are hundredths, and halves round upwards."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import Refused
from kit.points import parse, percent, share, show


@pytest.mark.parametrize(
    ("text", "points"),
    [("2", 200), ("2.5", 250), ("0.05", 5), (" ２．５ ", 250), ("1,000", 100_000), ("3.10", 310)],
)
def test_points_are_read_as_people_write_them(text: str, points: int) -> None:
    assert parse(text) == points


@pytest.mark.parametrize("text", ["", "two", "-1", "1.005", "2分", "1e3", "nan"])
def test_what_is_no_number_of_points_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse(text)


@pytest.mark.parametrize(("points", "text"), [(200, "2"), (250, "2.5"), (205, "2.05"), (0, "0"), (-50, "-0.5")])
def test_points_are_shown_without_needless_zeros(points: int, text: str) -> None:
    assert show(points) == text


@given(st.integers(0, 10**9))
def test_shown_points_read_back_the_same(points: int) -> None:
    assert parse(show(points)) == points


@pytest.mark.parametrize(
    ("points", "fraction", "earned"),
    [(200, Fraction(1, 3), 67), (300, Fraction(1, 2), 150), (1, Fraction(1, 2), 1), (5, Fraction(1, 10), 1),
     (200, Fraction(0), 0), (200, Fraction(1), 200), (100, Fraction(2, 3), 67)],
)  # fmt: skip
def test_a_share_is_rounded_half_up_to_the_hundredth(points: int, fraction: Fraction, earned: int) -> None:
    assert share(points, fraction) == earned


def test_a_percentage_is_in_hundredths() -> None:
    assert show(percent(8000, 10_000)) == "80"
    assert show(percent(200, 300)) == "66.67"


def test_no_maximum_has_no_percentage() -> None:
    with pytest.raises(ValueError, match="maximum"):
        percent(0, 0)
