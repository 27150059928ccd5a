"""Learning time: measured by the server, capped, and enough at forty percent of the estimate."""

from datetime import timedelta

import pytest

from courses.reading_time import is_done, missing_seconds, passed_seconds, ping_seconds, wanted_seconds
from tests.conftest import NOON


@pytest.mark.parametrize(("gap", "counted"), [(-5, 0), (0, 0), (60, 60), (75, 75), (76, 75), (86_400, 75)])
def test_a_ping_adds_at_most_the_gap_and_at_most_75_seconds(gap: int, counted: int) -> None:
    assert ping_seconds(NOON, NOON + timedelta(seconds=gap)) == counted


def test_a_lesson_asks_forty_percent_of_its_estimate() -> None:
    assert wanted_seconds(10) == 240
    assert wanted_seconds(1) == 24
    assert missing_seconds(200, 10) == 40
    assert missing_seconds(999, 10) == 0


def test_done_needs_the_check_and_the_time() -> None:
    assert is_done(True, 240, 10)
    assert not is_done(True, 239, 10)
    assert not is_done(False, 9_999, 10)


def test_time_never_runs_backwards() -> None:
    assert passed_seconds(NOON, NOON - timedelta(hours=1)) == 0
