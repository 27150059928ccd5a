"""A question as the candidate may see it: before release a value that has no key, afterwards what is opened."""

from dataclasses import asdict, dataclass
from typing import Any, assert_never

from kit.content import Struct
from kit.points import Points, show
from quiz.marking import fits
from quiz.questions import (
    Criterion,
    FillIn,
    MultipleChoice,
    Numeric,
    Order,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    Type,
    options_of,
)
from quiz.responses import Chosen, Filled, Judged, Response, Typed


@dataclass(frozen=True, slots=True)
class ShownOption:
    """One option by its place on the page, from 1."""

    place: int
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A question without its name, key, explanation and marking: there is no field that could leak them."""

    type: Type
    stem: str
    points: Points
    options: tuple[ShownOption, ...] = ()
    blanks: int = 0
    unit: str = ""


def shown(question: Question, order: Order, points: Points) -> Shown:
    """Give the question as shown, its options in the drawn order."""
    options = options_of(question)
    return Shown(
        type=question.type,
        stem=question.stem,
        points=points,
        options=tuple(ShownOption(place, options[number - 1].text) for place, number in enumerate(order, 1)),
        blanks=len(question.blanks) if isinstance(question, FillIn) else 0,
        unit=question.unit if isinstance(question, Numeric) else "",
    )


def as_json(value: Shown) -> dict[str, Any]:
    """Give the question as shown for a page's script: points as text, options as a list."""
    return asdict(value) | {"points": show(value.points), "options": [asdict(one) for one in value.options]}


class Release(Struct):
    """What is opened after release, beside the person's own response and marks."""

    key: bool = True
    explanations: bool = True
    lesson: bool = True

    @property
    def explains(self) -> bool:
        """Tell whether explanations are open: they tell the key, so never without it."""
        return self.key and self.explanations


@dataclass(frozen=True, slots=True)
class RevealedOption:
    """One option with what was chosen; `correct` is None while the key stays closed."""

    place: int
    text: str
    chosen: bool
    correct: bool | None
    explanation: str


@dataclass(frozen=True, slots=True)
class RevealedBlank:
    """One blank with what was typed; `right` is None while the key stays closed."""

    given: str
    right: bool | None
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Revealed:
    """A question after release; what does not apply, or stays closed, is empty."""

    shown: Shown
    options: tuple[RevealedOption, ...] = ()
    blanks: tuple[RevealedBlank, ...] = ()
    judged: bool | None = None
    truth: bool | None = None
    typed: str = ""
    answer: str = ""
    tolerance: str = ""
    sample: str = ""
    criteria: tuple[Criterion, ...] = ()
    explanation: str = ""
    lesson: str | None = None


def revealed(question: Question, order: Order, points: Points, response: Response | None, release: Release) -> Revealed:
    """Give the question with the response and as much of the key as the release opens."""
    key, lesson = release.key, question.lesson if release.lesson else None
    base = shown(question, order, points)
    explanation = "" if isinstance(question, SingleChoice | MultipleChoice) else question.explanation
    told = explanation if release.explains else ""
    match question:
        case SingleChoice() | MultipleChoice():
            return Revealed(base, _options(question, order, response, release), lesson=lesson)
        case TrueFalse():
            judged = response.answer if isinstance(response, Judged) else None
            truth = question.answer if key else None
            return Revealed(base, judged=judged, truth=truth, explanation=told, lesson=lesson)
        case FillIn():
            return Revealed(base, blanks=_blanks(question, response, key), explanation=told, lesson=lesson)
        case Numeric():
            return Revealed(
                base,
                typed=_typed(response),
                answer=question.answer if key else "",
                tolerance=question.tolerance if key else "",
                explanation=told,
                lesson=lesson,
            )
        case ShortAnswer():
            return Revealed(
                base,
                typed=_typed(response),
                sample=question.sample if key else "",
                criteria=question.criteria if key else (),
                explanation=told,
                lesson=lesson,
            )
        case _:
            assert_never(question)


def _options(
    question: SingleChoice | MultipleChoice, order: Order, response: Response | None, release: Release
) -> tuple[RevealedOption, ...]:
    chosen = response.options if isinstance(response, Chosen) else frozenset()
    return tuple(
        RevealedOption(
            place,
            option.text,
            number in chosen,
            option.correct if release.key else None,
            option.explanation if release.explains else "",
        )
        for place, number in enumerate(order, 1)
        for option in [question.options[number - 1]]
    )


def _blanks(question: FillIn, response: Response | None, key: bool) -> tuple[RevealedBlank, ...]:
    given = response.blanks if isinstance(response, Filled) else ("",) * len(question.blanks)
    return tuple(
        RevealedBlank(text, fits(blank, text) if key else None, blank.accepted if key else ())
        for blank, text in zip(question.blanks, given, strict=True)
    )


def _typed(response: Response | None) -> str:
    return response.text if isinstance(response, Typed) else ""
