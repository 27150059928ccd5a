"""What an attempt is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.release import CLOSED, LESSON_ONLY, OPEN, Explain, Policy, When, is_released, opened
from exams.scoring import Counted, Given, pass_points, score, standing
from exams.service.marking import shares
from exams.sitting_rules import GRACE
from tests.conftest import NOON


def test_a_persons_mark_wins_over_the_machines_and_the_newest_counts() -> None:
    machine, first, second = Given(0, None), Given(500, 7), Given(300, 8)
    assert standing([]) is None
    assert standing([machine]) == machine
    assert standing([machine, first, Given(900, None), second]) == second
    assert standing([machine, first, Given(900, None)]) == first


def test_nothing_is_passed_while_something_waits() -> None:
    found = score([Counted(1000, 1000), Counted(None, 500)], 60, False)
    assert (found.points, found.waiting, found.passed) == (1000, 1, None)


def test_who_misses_a_red_line_has_not_passed_where_that_is_asked() -> None:
    items = [Counted(9000, 9000), Counted(500, 1000, red_line=True)]
    assert score(items, 80, red_lines_must_pass=True).passed is False
    assert score(items, 80, red_lines_must_pass=True).red_lines_missed == 1
    assert score(items, 80, red_lines_must_pass=False).passed is True


@pytest.mark.parametrize(("earned", "passed"), [(7999, False), (8000, True)])
def test_the_pass_mark_itself_passes(earned: int, passed: bool) -> None:
    assert score([Counted(earned, 10_000)], 80, False).passed is passed


def test_the_pass_mark_is_rounded_up() -> None:
    assert pass_points(333, 80) == 267


@given(st.integers(1, 10_000), st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_the_points_of_criteria_add_up_to_the_questions(points: int, parts: list[int]) -> None:
    split = shares(points, parts)
    assert sum(split) == points
    assert all(part >= 0 for part in split)


@pytest.mark.parametrize(
    ("when", "released_at", "after", "expected"),
    [
        (When.AT_ONCE, None, -GRACE, True),
        (When.AFTER_WINDOW, None, GRACE, False),
        (When.AFTER_WINDOW, None, 2 * GRACE, True),
        (When.AFTER_REVIEW, None, 2 * GRACE, False),
        (When.AFTER_REVIEW, NOON, -GRACE, False),
        (When.AFTER_REVIEW, NOON, GRACE, True),
    ],
)
def test_when_scores_are_open(when: When, released_at: object, after: object, expected: bool) -> None:
    policy = Policy(when, Explain.ALL)
    assert is_released(policy, NOON, released_at, NOON + after) is expected  # type: ignore[arg-type, operator]


def test_what_is_opened_of_a_question() -> None:
    wrong_ones, all_, never = (Policy(When.AT_ONCE, explain) for explain in (Explain.WRONG, Explain.ALL, Explain.NEVER))
    assert opened(all_, "open", True, released=False, window_over=True) == CLOSED
    assert opened(wrong_ones, "open", True, released=True, window_over=False) == LESSON_ONLY
    assert opened(wrong_ones, "open", False, released=True, window_over=False) == OPEN
    assert opened(all_, "open", True, released=True, window_over=False) == OPEN
    assert opened(never, "open", False, released=True, window_over=True) == LESSON_ONLY


def test_a_question_kept_for_exams_stays_closed_as_long_as_somebody_may_sit() -> None:
    policy = Policy(When.AT_ONCE, Explain.ALL)
    assert opened(policy, "exam", False, released=True, window_over=False) == LESSON_ONLY
    assert opened(policy, "exam", False, released=True, window_over=True) == OPEN
