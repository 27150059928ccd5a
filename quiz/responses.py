"""What was answered: frozen values, read from a form by what stood on the page, kept as canonical JSON.

A page names options by their place on it, never by their number in the version: the written order, in which careless
banks put the key first, stays in the house.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from kit.errors import Refused
from quiz.questions import FillIn, MultipleChoice, Numeric, Order, Question, ShortAnswer, SingleChoice, TrueFalse

LONGEST_LINE = 200
LONGEST_TEXT = 5_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options chosen, by their numbers in the version."""

    options: frozenset[int]


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement held for right or wrong; None is not judged yet."""

    answer: bool | None


@dataclass(frozen=True, slots=True)
class Filled:
    """The blanks in order."""

    blanks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """A number or a text as typed."""

    text: str


Response: TypeAlias = Chosen | Judged | Filled | Typed
Values: TypeAlias = Mapping[str, Sequence[str]]
"""A form: field → what was sent for it. Fields: option · answer · blank-1, blank-2 … · text."""


def read(question: Question, order: Order, values: Values) -> Response:
    """Read the response from a form; raises Refused for what the page could not have sent."""
    match question:
        case SingleChoice() | MultipleChoice():
            return _read_chosen(question, order, values)
        case TrueFalse():
            return _read_judged(values)
        case FillIn():
            fields = [f"blank-{place}" for place in range(1, len(question.blanks) + 1)]
            return Filled(tuple(_line(values, field) for field in fields))
        case Numeric():
            return Typed(_line(values, "text"))
        case ShortAnswer():
            return Typed(_text(values, "text", LONGEST_TEXT))
        case _:
            assert_never(question)


def _read_chosen(question: SingleChoice | MultipleChoice, order: Order, values: Values) -> Chosen:
    sent = {place for place in values.get("option", ()) if place}
    places = {str(place): number for place, number in enumerate(order, 1)}
    if not sent <= places.keys():
        raise Refused("Choose from the options shown.")
    if isinstance(question, SingleChoice) and len(sent) > 1:
        raise Refused("Choose one option only.")
    return Chosen(frozenset(places[place] for place in sent))


def _read_judged(values: Values) -> Judged:
    sent = _text(values, "answer", LONGEST_LINE)
    if sent not in ("", "true", "false"):
        raise Refused("Choose right or wrong.")
    return Judged(None if not sent else sent == "true")


def _line(values: Values, field: str) -> str:
    return " ".join(_text(values, field, LONGEST_LINE).split())


def _text(values: Values, field: str, longest: int) -> str:
    sent = values.get(field) or ("",)
    text = sent[0].replace("\r\n", "\n").replace("\0", "").strip()
    if len(text) > longest:
        raise Refused("At most %(longest)s characters, this has %(length)s.", longest=longest, length=len(text))
    return text


def form_values(order: Order, response: Response) -> dict[str, list[str]]:
    """Give the form that says this response on a page of this order: the inverse of `read`."""
    match response:
        case Chosen(options):
            return {"option": [str(place) for place, number in enumerate(order, 1) if number in options]}
        case Judged(answer):
            return {"answer": [] if answer is None else ["true" if answer else "false"]}
        case Filled(blanks):
            return {f"blank-{place}": [text] for place, text in enumerate(blanks, 1)}
        case Typed(text):
            return {"text": [text]}
        case _:
            assert_never(response)


def is_empty(response: Response) -> bool:
    """Tell whether nothing was answered."""
    match response:
        case Chosen(options):
            return not options
        case Judged(answer):
            return answer is None
        case Filled(blanks):
            return not any(blanks)
        case Typed(text):
            return not text
        case _:
            assert_never(response)


def to_json(response: Response) -> str:
    """Write the response as canonical JSON, for storage."""
    match response:
        case Chosen(options):
            data: dict[str, object] = {"chosen": sorted(options)}
        case Judged(answer):
            data = {"judged": answer}
        case Filled(blanks):
            data = {"filled": list(blanks)}
        case Typed(text):
            data = {"typed": text}
        case _:
            assert_never(response)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Response:
    """Read what `to_json` wrote; raises ValueError for anything else."""
    match json.loads(text):
        case {"chosen": list(options)}:
            return Chosen(frozenset(options))
        case {"judged": bool() | None as answer}:
            return Judged(answer)
        case {"filled": list(blanks)}:
            return Filled(tuple(blanks))
        case {"typed": str(typed)}:
            return Typed(typed)
    raise ValueError("is no stored response")
