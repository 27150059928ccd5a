"""What a paper is: its sections with fixed questions and draws, its points, its rules."""

from typing import Annotated

from pydantic import AfterValidator, Field, field_validator

from kit.content import Id, Key, Struct, Text
from kit.errors import Refused
from kit.points import Points, parse
from quiz.drawing import Cell
from quiz.marking import MultipleRule, RuleName


def _some_points(text: str) -> str:
    try:
        worth = parse(text)
    except Refused as refused:
        raise ValueError(str(refused)) from None
    if worth <= 0:
        raise ValueError("must be more than 0")
    return text


PointsText = Annotated[str, AfterValidator(_some_points)]
"""Points as text, "2" or "2.5"."""


class CertificateTerms(Struct):
    """The certificate that passing gives; without days it stays valid."""

    title: Text
    valid_days: Annotated[int, Field(ge=1, le=3660)] | None = None


class Section(Struct):
    """A part of a paper whose questions are all worth the same."""

    title: Text
    points: PointsText
    questions: tuple[Key, ...] = ()
    draws: tuple[Cell, ...] = ()

    @property
    def worth(self) -> Points:
        """The points of each of its questions."""
        return parse(self.points)

    @property
    def size(self) -> int:
        """How many questions it has."""
        return len(self.questions) + sum(draw.count for draw in self.draws)

    @property
    def total(self) -> Points:
        """The points of all its questions together."""
        return self.worth * self.size


class Paper(Struct):
    """A paper: what is asked, for how long, and what passing takes."""

    id: Id
    title: Text
    summary: Text
    position: Id
    also_for: tuple[Id, ...] = ()
    minutes: Annotated[int, Field(ge=1, le=600)]
    pass_percent: Annotated[int, Field(ge=1, le=100)]
    red_lines_must_pass: bool = False
    multiple_rule: RuleName = "half"
    multiple_part: Annotated[int, Field(gt=0, lt=10_000)] = 5_000
    shuffle_questions: bool = True
    shuffle_options: bool = True
    attempts: Annotated[int, Field(ge=1, le=20)] = 1
    # the paper this one stands in for: they share no question
    makeup_of: Id | None = None
    certificate: CertificateTerms | None = None
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    @field_validator("sections")
    @classmethod
    def _ask_something(cls, sections: tuple[Section, ...]) -> tuple[Section, ...]:
        for number, section in enumerate(sections, 1):
            if not section.size:
                raise ValueError(f"section {number} asks nothing")
        return sections

    @property
    def rule(self) -> MultipleRule:
        """How its multiple choices are marked."""
        return MultipleRule(name=self.multiple_rule, part=self.multiple_part)

    @property
    def size(self) -> int:
        """How many questions it has."""
        return sum(section.size for section in self.sections)

    @property
    def total(self) -> Points:
        """What it is worth altogether."""
        return sum(section.total for section in self.sections)

    @property
    def banks(self) -> frozenset[str] | None:
        """The banks it takes questions from; None where a draw leaves the bank open."""
        draws = [draw.bank for section in self.sections for draw in section.draws]
        fixed = [key.rpartition("/")[0] for section in self.sections for key in section.questions]
        return None if None in draws else frozenset(bank for bank in (*draws, *fixed) if bank)
