"""What differs between two versions, field by field and piece by piece."""

from quiz.comparing import differences
from tests.quiz.samples import single


def test_equal_questions_differ_in_nothing() -> None:
    assert differences(single(), single()) == []


def test_a_changed_text_is_told_in_pieces() -> None:
    (found,) = differences(single(stem="客服怎么回？"), single(stem="坐席怎么回？"))
    assert found.path == "stem"
    assert found.pieces == [("gone", "客服"), ("new", "坐席"), ("same", "怎么回？")]


def test_a_field_that_came_or_went_is_told() -> None:
    (found,) = differences(single(), single(family="late"))
    assert (found.path, found.before, found.after, found.pieces) == ("family", "", "late", [("new", "late")])
