"""The closed union of question types, each a frozen struct with its key, and the bank that holds them."""

import re
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter, ValidationInfo, field_validator

from kit.content import FactId, Id, Key, Line, Prose, Struct, Text
from kit.text import squeeze

Use: TypeAlias = Literal["check", "open", "exam"]
Difficulty: TypeAlias = Literal["easy", "medium", "hard"]
Platform: TypeAlias = Literal["any", "taobao", "aliexpress", "1688"]
Type: TypeAlias = Literal["single", "multiple", "truefalse", "fill", "numeric", "short"]
ItemFlaw: TypeAlias = Literal["key-longest", "all-of-the-above", "shared-run", "uneven-options", "near-duplicate"]
Order: TypeAlias = tuple[int, ...]
"""The stored draw of a question: option numbers (from 1, as in the version) in the order they are shown."""

BLANK = re.compile(r"_{4,}")
LessonKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
Number = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$")]
"""A decimal as text, "3.00": floats would lose the places shown."""


class Bank(Struct):
    """A bank: what its questions are about and whose they are."""

    id: Id
    title: Text
    summary: Text
    position: Id
    also_for: tuple[Id, ...] = ()


class AcceptedFlaw(Struct):
    """A flaw the author keeps, and why."""

    flaw: ItemFlaw
    reason: Line


class Header(Struct):
    """What every question has."""

    id: Id
    type: str
    use: Use
    difficulty: Difficulty
    lesson: LessonKey | None = None
    facts: tuple[FactId, ...] = ()
    platform: Platform = "any"
    tags: tuple[Id, ...] = ()
    rules: tuple[Id, ...] = ()
    family: Id | None = None
    red_line: bool = False
    stem: Prose
    accepted_flaws: tuple[AcceptedFlaw, ...] = ()

    @field_validator("lesson")
    @classmethod
    def _a_check_belongs_to_a_lesson(cls, lesson: str | None, info: ValidationInfo) -> str | None:
        if lesson is None and info.data.get("use") == "check":
            raise ValueError("a check question belongs to a lesson")
        return lesson


class Option(Struct):
    """One option of a choice, with what it teaches."""

    text: Prose
    correct: bool = False
    explanation: Prose


def _distinct(options: tuple[Option, ...]) -> tuple[Option, ...]:
    if len({squeeze(option.text) for option in options}) < len(options):
        raise ValueError("two options say the same")
    return options


def _one_key(options: tuple[Option, ...]) -> tuple[Option, ...]:
    if sum(option.correct for option in options) != 1:
        raise ValueError("exactly one option is correct in a single choice")
    return options


def _several_keys(options: tuple[Option, ...]) -> tuple[Option, ...]:
    right = sum(option.correct for option in options)
    if right < 2 or right == len(options):
        raise ValueError("at least two options are correct and at least one is wrong in a multiple choice")
    return options


Options: TypeAlias = Annotated[tuple[Option, ...], Field(min_length=2, max_length=8), AfterValidator(_distinct)]


class SingleChoice(Header):
    """One option is right."""

    type: Literal["single"]
    options: Annotated[Options, AfterValidator(_one_key)]


class MultipleChoice(Header):
    """Several options are right."""

    type: Literal["multiple"]
    options: Annotated[Options, AfterValidator(_several_keys)]


class TrueFalse(Header):
    """A statement that is right or wrong."""

    type: Literal["truefalse"]
    answer: bool
    explanation: Prose


class Blank(Struct):
    """One blank, with every wording that counts."""

    accepted: Annotated[tuple[Line, ...], Field(min_length=1)]


class FillIn(Header):
    """A text with blanks, written `____` in the stem."""

    type: Literal["fill"]
    blanks: Annotated[tuple[Blank, ...], Field(min_length=1)]
    explanation: Prose

    @field_validator("blanks")
    @classmethod
    def _one_for_each_in_the_stem(cls, blanks: tuple[Blank, ...], info: ValidationInfo) -> tuple[Blank, ...]:
        shown = len(BLANK.findall(info.data.get("stem", "")))
        if "stem" in info.data and shown != len(blanks):
            raise ValueError(f"the stem shows {shown} blanks (____), here are {len(blanks)}")
        return blanks


class Numeric(Header):
    """A number, within a tolerance that is itself still right."""

    type: Literal["numeric"]
    answer: Number
    tolerance: Number = "0"
    unit: str = ""
    explanation: Prose

    @field_validator("tolerance")
    @classmethod
    def _not_negative(cls, tolerance: str) -> str:
        if Decimal(tolerance) < 0:
            raise ValueError("the tolerance is not negative")
        return tolerance


class Criterion(Struct):
    """One thing an answer is marked for, with its share beside the others' shares."""

    text: Prose
    share: Annotated[int, Field(ge=1, le=1000)]


class ShortAnswer(Header):
    """A text that a person marks by criteria, beside a model answer."""

    type: Literal["short"]
    sample: Prose
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    explanation: Prose


Choice: TypeAlias = SingleChoice | MultipleChoice
Question: TypeAlias = SingleChoice | MultipleChoice | TrueFalse | FillIn | Numeric | ShortAnswer
QUESTION: TypeAdapter[Question] = TypeAdapter(Annotated[Question, Field(discriminator="type")])


def options_of(question: Question) -> tuple[Option, ...]:
    """Give the options as written; none for types without."""
    return question.options if isinstance(question, SingleChoice | MultipleChoice) else ()


def keys_of(question: Choice) -> frozenset[int]:
    """Give the numbers (from 1) of the options that are right."""
    return frozenset(number for number, option in enumerate(question.options, 1) if option.correct)


def key_of(bank: str, question: Question) -> Key:
    """Give the content key of a question: "<bank>/<question>"."""
    return f"{bank}/{question.id}"
