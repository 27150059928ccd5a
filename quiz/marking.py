"""What a response is worth: one marking function for each question type, exact until the points are rounded."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, TypeAlias, assert_never

from pydantic import Field

from kit.content import Struct
from kit.points import Points, share
from kit.text import number, squeeze
from kit.traditional import simplified, traditional
from quiz.questions import (
    Blank,
    FillIn,
    MultipleChoice,
    Numeric,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    keys_of,
)
from quiz.responses import Chosen, Filled, Judged, Response, Typed

RuleName: TypeAlias = Literal["half", "all", "proportional", "right-minus-wrong"]
FULL_PART = 10_000


class MultipleRule(Struct):
    """How multiple choices are marked; wrong options chosen give 0 in the first three.

    half: all right gives all, some of the right gives `part` (basis points) · all: all right or nothing ·
    proportional: right chosen ÷ right · right-minus-wrong: (right chosen − wrong chosen) ÷ right, not below 0.
    """

    name: RuleName = "half"
    part: Annotated[int, Field(gt=0, lt=FULL_PART)] = 5_000


BY_HALF = MultipleRule()


@dataclass(frozen=True, slots=True)
class Marked:
    """What the machine says: `points` and `fraction` are None where a person must mark."""

    points: Points | None
    fraction: Fraction | None
    right: bool


BY_A_PERSON = Marked(None, None, False)


def mark(question: Question, response: Response | None, points: Points, rule: MultipleRule = BY_HALF) -> Marked:
    """Mark a response for an item of so many points; nothing answered (None) earns 0.

    Raises ValueError for a response of another type than the question's.
    """
    if isinstance(question, ShortAnswer):
        return BY_A_PERSON
    fraction = Fraction(0) if response is None else _fraction(question, response, rule)
    return Marked(share(points, fraction), fraction, fraction == 1)


def _fraction(
    question: SingleChoice | MultipleChoice | TrueFalse | FillIn | Numeric, response: Response, rule: MultipleRule
) -> Fraction:
    match question, response:
        case SingleChoice(), Chosen(options):
            return Fraction(options == keys_of(question))
        case MultipleChoice(), Chosen(options):
            return by_rule(rule, keys_of(question), options)
        case TrueFalse(), Judged(answer):
            return Fraction(answer is question.answer)
        case FillIn(), Filled(blanks):
            right = sum(fits(blank, text) for blank, text in zip(question.blanks, blanks, strict=True))
            return Fraction(right, len(question.blanks))
        case Numeric(), Typed(text):
            return Fraction(is_near(question, text))
        case _:
            raise ValueError(f"a {type(response).__name__} does not answer a {question.type} question")


def by_rule(rule: MultipleRule, keys: frozenset[int], chosen: frozenset[int]) -> Fraction:
    """Give the fraction that a rule grants for options chosen when `keys` are right."""
    right, wrong = len(chosen & keys), len(chosen - keys)
    match rule.name:
        case "half":
            part = Fraction(rule.part, FULL_PART) if right else Fraction(0)
            return Fraction(0) if wrong else Fraction(1) if right == len(keys) else part
        case "all":
            return Fraction(chosen == keys)
        case "proportional":
            return Fraction(0) if wrong else Fraction(right, len(keys))
        case "right-minus-wrong":
            return max(Fraction(0), Fraction(right - wrong, len(keys)))
        case _:
            assert_never(rule.name)


def fits(blank: Blank, text: str) -> bool:
    """Tell whether a blank accepts the text: width, case, spaces and script aside, numbers by their value."""
    given, value = {squeeze(text), squeeze(simplified(text))}, number(text)
    return bool(squeeze(text)) and any(
        not given.isdisjoint({squeeze(accepted), squeeze(traditional(accepted))})
        or (value is not None and value == number(accepted))
        for accepted in blank.accepted
    )


def is_near(question: Numeric, text: str) -> bool:
    """Tell whether the number lies within the tolerance, its ends included; the unit may be left out."""
    value = number(text, question.unit)
    if value is None:
        value = number(simplified(text), question.unit)
    return value is not None and abs(value - Decimal(question.answer)) <= Decimal(question.tolerance)
