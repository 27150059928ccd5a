"""A response is read from what stood on the page, kept as JSON, and shown again the same."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import Refused
from quiz.drawing import draw_options
from quiz.marking import mark
from quiz.questions import Question
from quiz.responses import Chosen, Filled, Judged, Response, Typed, form_values, from_json, is_empty, read, to_json
from tests.quiz.samples import fill, multiple, numeric, questions, short, single, truefalse

ORDER = (3, 1, 4, 2)
texts = st.text(st.characters(codec="utf-8"), max_size=20)
responses: st.SearchStrategy[Response] = st.one_of(
    st.builds(Chosen, st.frozensets(st.integers(1, 8))),
    st.builds(Judged, st.none() | st.booleans()),
    st.builds(Filled, st.lists(texts, max_size=3).map(tuple)),
    st.builds(Typed, texts),
)


@pytest.mark.parametrize(
    ("question", "values", "response"),
    [
        (single(), {"option": ["4"]}, Chosen(frozenset({2}))),
        (single(), {}, Chosen(frozenset())),
        (single(), {"option": [""]}, Chosen(frozenset())),
        (multiple(), {"option": ["1", "2", "2"]}, Chosen(frozenset({3, 1}))),
        (truefalse(), {"answer": ["true"]}, Judged(True)),
        (truefalse(), {"answer": ["false"]}, Judged(False)),
        (truefalse(), {}, Judged(None)),
        (fill(), {"blank-1": [" 17 "], "blank-3": ["x"]}, Filled(("17", ""))),
        (numeric(), {"text": ["3.00\n%"]}, Typed("3.00 %")),
        (short(), {"text": ["one\r\ntwo\0 "]}, Typed("one\ntwo")),
    ],
)
def test_a_form_is_read_by_the_type_of_the_question(
    question: Question, values: dict[str, Sequence[str]], response: Response
) -> None:
    assert read(question, ORDER, values) == response


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (single(), {"option": ["5"]}),
        (single(), {"option": ["0"]}),
        (single(), {"option": ["B"]}),
        (single(), {"option": ["1", "2"]}),
        (multiple(), {"option": ["1", "９"]}),
        (truefalse(), {"answer": ["maybe"]}),
        (fill(), {"blank-1": ["x" * 201]}),
        (numeric(), {"text": ["1" * 201]}),
        (short(), {"text": ["长" * 5_001]}),
    ],
)
def test_what_the_page_could_not_have_sent_is_refused(question: Question, values: dict[str, Sequence[str]]) -> None:
    with pytest.raises(Refused):
        read(question, ORDER, values)


@given(responses)
def test_a_stored_response_reads_back_the_same(response: Response) -> None:
    assert from_json(to_json(response)) == response


@pytest.mark.parametrize("text", ["{}", "[]", '{"chosen": 3}', '{"typed": null}'])
def test_what_was_never_stored_is_no_response(text: str) -> None:
    with pytest.raises(ValueError, match="no stored response"):
        from_json(text)


@given(questions(), st.randoms(use_true_random=False), st.data())
def test_the_page_shows_again_what_was_answered(question: Question, random: Random, data: st.DataObject) -> None:
    order = draw_options(question, random)
    places = [str(place) for place in range(1, len(order) + 1)]
    values = {
        "option": data.draw(st.lists(st.sampled_from(places), max_size=1)) if places else [],
        "answer": [data.draw(st.sampled_from(["", "true", "false"]))],
        "text": [data.draw(texts)],
        "blank-1": [data.draw(texts)],
    }
    response = read(question, order, values)
    assert read(question, order, form_values(order, response)) == response
    assert mark(question, response, 200).points in (None, *range(201))


@pytest.mark.parametrize(
    ("response", "empty"),
    [(Chosen(frozenset()), True), (Chosen(frozenset({1})), False), (Judged(None), True), (Judged(False), False),
     (Filled(("", "")), True), (Filled(("", "x")), False), (Typed(""), True), (Typed("0"), False)],
)  # fmt: skip
def test_an_empty_response_is_told_from_a_negative_one(response: Response, empty: bool) -> None:
    assert is_empty(response) is empty


def test_a_response_to_another_type_is_never_marked() -> None:
    with pytest.raises(ValueError, match="does not answer"):
        mark(single(), Typed("B"), 200)
