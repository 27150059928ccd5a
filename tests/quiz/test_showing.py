"""What a candidate sees holds no key; what is opened later is what the release says."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.drawing import draw_options
from quiz.questions import Question
from quiz.responses import Chosen, Filled, Judged, Typed
from quiz.showing import Release, RevealedBlank, RevealedOption, as_json, revealed, shown
from tests.quiz.samples import BODIES, fill, numeric, question, questions, short, single, truefalse

ORDER = (3, 1, 4, 2)
CLOSED = Release(key=False)
SECRET = "a-secret-of-the-house"


def test_options_stand_in_the_drawn_order_by_their_places() -> None:
    options = shown(single(), ORDER, 250).options
    assert [(one.place, one.text[-1]) for one in options] == [(1, "C"), (2, "A"), (3, "D"), (4, "B")]


def test_blanks_and_unit_are_shown() -> None:
    assert (shown(fill(), (), 100).blanks, shown(numeric(), (), 100).unit) == (2, "%")


def test_a_page_gets_exactly_these_fields() -> None:
    assert as_json(shown(single(), (2, 1), 250)) == {
        "type": "single",
        "stem": "Which one?",
        "points": "2.5",
        "options": [{"place": 1, "text": "option B"}, {"place": 2, "text": "option A"}],
        "blanks": 0,
        "unit": "",
    }


SECRETS: dict[str, dict[str, object]] = {
    "truefalse": {},
    "fill": {"blanks": [{"accepted": [SECRET]}] * 2},
    "numeric": {"answer": "31415926", "tolerance": "27182818"},
    "short": {"sample": SECRET, "criteria": [{"text": SECRET, "share": 77}]},
}


@pytest.mark.parametrize("type", sorted(BODIES))
def test_nothing_of_the_key_is_in_what_is_shown(type: str) -> None:
    fields: dict[str, Any] = {"id": SECRET, "lesson": f"{SECRET}/{SECRET}", "tags": [SECRET], "family": SECRET}
    if type in SECRETS:
        fields |= SECRETS[type] | {"explanation": SECRET}
    asked = question(type, **fields)
    page = repr(shown(asked, ORDER if type in ("single", "multiple") else (), 100))
    assert not any(secret in page for secret in (SECRET, "31415926", "27182818", "77", "because", "correct"))


@given(questions(), st.randoms(use_true_random=False))
def test_two_keys_look_the_same_before_release(asked: Question, random: Random) -> None:
    order = draw_options(asked, random)
    turned = asked
    if asked.type in ("single", "multiple"):
        flags = [option.correct for option in asked.options]
        options = [
            option.model_copy(update={"correct": flag, "explanation": SECRET})
            for option, flag in zip(asked.options, flags[1:] + flags[:1], strict=True)
        ]
        turned = asked.model_copy(update={"options": tuple(options)})
    elif asked.type == "truefalse":
        turned = asked.model_copy(update={"answer": not asked.answer})
    page = json.dumps(as_json(shown(asked, order, 100)))
    assert page == json.dumps(as_json(shown(turned, order, 100)))


def test_after_release_every_option_says_what_it_was() -> None:
    opened = revealed(single(), (2, 1), 100, Chosen(frozenset({1})), Release())
    assert opened.options == (
        RevealedOption(1, "option B", False, True, "because of B"),
        RevealedOption(2, "option A", True, False, "because of A"),
    )
    assert opened.lesson == "customer-service-process/bad-reviews-by-cause"


def test_while_the_key_is_closed_only_the_own_response_is_shown() -> None:
    opened = revealed(single(), (2, 1), 100, Chosen(frozenset({1})), CLOSED)
    assert opened.options == (
        RevealedOption(1, "option B", False, None, ""),
        RevealedOption(2, "option A", True, None, ""),
    )


def test_explanations_tell_the_key_and_stay_closed_with_it() -> None:
    for asked in (truefalse(), fill(), numeric(), short()):
        opened = revealed(asked, (), 100, None, Release(key=False, explanations=True))
        assert (opened.explanation, opened.truth, opened.answer, opened.sample, opened.criteria) == (
            "", None, "", "", (),
        )  # fmt: skip


def test_a_judgement_stands_beside_the_truth() -> None:
    opened = revealed(truefalse(), (), 100, Judged(True), Release())
    assert (opened.judged, opened.truth, opened.explanation) == (True, False, "It never does.")


def test_each_blank_says_whether_it_was_right() -> None:
    assert revealed(fill(), (), 100, Filled(("17", "9")), Release(lesson=False)).blanks == (
        RevealedBlank("17", True, ("17",)),
        RevealedBlank("9", False, ("80", "八十")),
    )
    assert revealed(fill(), (), 100, None, CLOSED).blanks == (RevealedBlank("", None, ()),) * 2


def test_a_number_stands_beside_the_answer_and_its_tolerance() -> None:
    opened = revealed(numeric(), (), 100, Typed("3.4"), Release())
    assert (opened.typed, opened.answer, opened.tolerance) == ("3.4", "3.00", "0.01")


def test_a_short_answer_stands_beside_the_sample_and_the_criteria() -> None:
    opened = revealed(short(), (), 1500, Typed("Sorry."), Release(lesson=False))
    assert (opened.typed, opened.sample, opened.lesson) == ("Sorry.", "I look it up first.", None)
    assert [one.share for one in opened.criteria] == [4, 11]
