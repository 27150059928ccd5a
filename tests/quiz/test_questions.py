"""A question that could not be answered or marked does not come in."""

import pytest

from kit.content import parse
from quiz.questions import QUESTION
from tests.quiz.samples import BODIES, faults, options, question, table


@pytest.mark.parametrize("type", sorted(BODIES))
def test_a_good_question_of_each_type_comes_in(type: str) -> None:
    assert question(type).type == type


def test_an_unknown_type_is_a_fault() -> None:
    found = parse(QUESTION, table("single") | {"type": "essay"}, "f", "q")
    assert isinstance(found, list)
    assert "essay" in found[0].reason


@pytest.mark.parametrize(
    ("field", "value"),
    [("id", "Late & damaged"), ("use", "practice"), ("difficulty", "tricky"), ("platform", "ebay"),
     ("lesson", "no-course"), ("stem", "  "), ("family", ""), ("red_line", "yes"), ("colour", "red")],
)  # fmt: skip
def test_each_wrong_field_of_the_header_is_named(field: str, value: str) -> None:
    assert [name for name, _ in faults("truefalse", **{field: value})] == [field]


def test_facts_and_tags_are_named_by_their_place() -> None:
    assert [name for name, _ in faults("truefalse", facts=["F09", "9"], tags=["a b"])] == ["facts[2]", "tags[1]"]


def test_an_accepted_flaw_needs_its_name_and_a_reason() -> None:
    wrong = faults("single", accepted_flaws=[{"flaw": "too-long", "reason": ""}])
    assert [name for name, _ in wrong] == ["accepted_flaws[1].flaw", "accepted_flaws[1].reason"]


def test_a_check_question_belongs_to_a_lesson() -> None:
    assert faults("truefalse", use="check", lesson=None) == [("lesson", "a check question belongs to a lesson")]
    assert faults("truefalse", use="open", lesson=None) == []


@pytest.mark.parametrize("keys", ["", "AB"])
def test_a_single_choice_has_exactly_one_key(keys: str) -> None:
    assert [name for name, _ in faults("single", options=options(keys))] == ["options"]


@pytest.mark.parametrize("keys", ["", "A", "ABCD"])
def test_a_multiple_choice_has_two_keys_or_more_and_something_wrong(keys: str) -> None:
    assert [name for name, _ in faults("multiple", options=options(keys))] == ["options"]


def test_two_options_never_say_the_same() -> None:
    twice = [*options("B", 2), {"text": "ＯＰＴＩＯＮ a", "explanation": "again"}]
    assert faults("single", options=twice) == [("options", "two options say the same")]


def test_every_option_explains_itself() -> None:
    bare = options("B")
    del bare[2]["explanation"]
    assert faults("single", options=bare) == [("options[3].explanation", "Field required")]


def test_the_stem_shows_as_many_blanks_as_there_are() -> None:
    assert faults("fill", stem="only ____") == [("blanks", "the stem shows 1 blanks (____), here are 2")]


def test_a_blank_accepts_something() -> None:
    assert [name for name, _ in faults("fill", stem="____", blanks=[{"accepted": []}])] == ["blanks[1].accepted"]


@pytest.mark.parametrize("answer", [3.0, "three", "1e3", "3.", ""])
def test_a_numeric_answer_is_a_decimal_written_as_text(answer: object) -> None:
    assert [name for name, _ in faults("numeric", answer=answer)] == ["answer"]


def test_a_tolerance_is_not_negative() -> None:
    assert faults("numeric", tolerance="-0.01") == [("tolerance", "the tolerance is not negative")]


def test_a_short_answer_has_criteria_with_shares() -> None:
    assert [name for name, _ in faults("short", criteria=[])] == ["criteria"]
    assert [name for name, _ in faults("short", criteria=[{"text": "x", "share": 0}])] == ["criteria[1].share"]
