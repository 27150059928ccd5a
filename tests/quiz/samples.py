"""One good question of every type, to be changed by each test, and any question at all for hypothesis."""

from typing import Any

from hypothesis import strategies as st

from kit.content import parse
from kit.errors import Fault
from quiz.questions import (
    QUESTION,
    FillIn,
    MultipleChoice,
    Numeric,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)

HEADER: dict[str, Any] = {
    "id": "late-and-damaged",
    "use": "open",
    "difficulty": "medium",
    "lesson": "customer-service-process/bad-reviews-by-cause",
    "facts": ["F09"],
    "platform": "taobao",
    "tags": ["bad-review"],
}


def options(keys: str, size: int = 4) -> list[dict[str, Any]]:
    """Give so many options A, B, C …, those named in `keys` right."""
    return [
        {"text": f"option {letter}", "correct": letter in keys, "explanation": f"because of {letter}"}
        for letter in "ABCDEFGH"[:size]
    ]


BODIES: dict[str, dict[str, Any]] = {
    "single": {"stem": "Which one?", "options": options("B")},
    "multiple": {"stem": "Which ones?", "options": options("ABC")},
    "truefalse": {"stem": "The clock stops.", "answer": False, "explanation": "It never does."},
    "fill": {
        "stem": "____ seconds give ____ marks.",
        "blanks": [{"accepted": ["17"]}, {"accepted": ["80", "八十"]}],
        "explanation": "From the first message on.",
    },
    "numeric": {
        "stem": "What is the rate?",
        "answer": "3.00",
        "tolerance": "0.01",
        "unit": "%",
        "explanation": "1,446 ÷ 48,200",
    },
    "short": {
        "stem": "What do you say?",
        "sample": "I look it up first.",
        "criteria": [{"text": "looks it up", "share": 4}, {"text": "says when", "share": 11}],
        "explanation": "First look, then speak.",
    },
}


def table(type: str, **changed: Any) -> dict[str, Any]:
    """Give the TOML table of a question."""
    return HEADER | {"type": type} | BODIES[type] | changed


def parsed(type: str, **changed: Any) -> Question | list[Fault]:
    """Parse a question, or get its faults."""
    return parse(QUESTION, table(type, **changed), "single.toml", "q")


def faults(type: str, **changed: Any) -> list[tuple[str, str]]:
    """Give field and reason of each fault."""
    found = parsed(type, **changed)
    return [(fault.field, fault.reason) for fault in found] if isinstance(found, list) else []


def question(type: str, **changed: Any) -> Question:
    """Give a good question of a type."""
    found = parsed(type, **changed)
    assert not isinstance(found, list), found
    return found


def single(**changed: Any) -> SingleChoice:
    """Give a single choice."""
    found = question("single", **changed)
    assert isinstance(found, SingleChoice)
    return found


def multiple(**changed: Any) -> MultipleChoice:
    """Give a multiple choice."""
    found = question("multiple", **changed)
    assert isinstance(found, MultipleChoice)
    return found


def truefalse(**changed: Any) -> TrueFalse:
    """Give a statement."""
    found = question("truefalse", **changed)
    assert isinstance(found, TrueFalse)
    return found


def fill(**changed: Any) -> FillIn:
    """Give a text with two blanks."""
    found = question("fill", **changed)
    assert isinstance(found, FillIn)
    return found


def numeric(**changed: Any) -> Numeric:
    """Give a numeric question."""
    found = question("numeric", **changed)
    assert isinstance(found, Numeric)
    return found


def short(**changed: Any) -> ShortAnswer:
    """Give a short answer."""
    found = question("short", **changed)
    assert isinstance(found, ShortAnswer)
    return found


_words = st.text(st.characters(codec="utf-8", exclude_characters="_"), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip())
)
_ids = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
_numbers = st.from_regex(r"-?[0-9]{1,5}(\.[0-9]{1,3})?", fullmatch=True)


@st.composite
def _choices(draw: st.DrawFn, type: str) -> dict[str, Any]:
    size = draw(st.integers(3, 6))
    right = 1 if type == "single" else draw(st.integers(2, size - 1))
    keys = set(draw(st.permutations(range(size)))[:right])
    return {
        "stem": draw(_words),
        "options": [
            {"text": f"{at} {draw(_words)}", "correct": at in keys, "explanation": draw(_words)} for at in range(size)
        ],
    }


@st.composite
def _fills(draw: st.DrawFn) -> dict[str, Any]:
    count = draw(st.integers(1, 3))
    return {
        "stem": "\n".join(f"{draw(_words)} ____" for _ in range(count)),
        "blanks": [{"accepted": draw(st.lists(_ids, min_size=1, max_size=3))} for _ in range(count)],
        "explanation": draw(_words),
    }


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Any question."""
    type = draw(st.sampled_from(sorted(BODIES)))
    body: dict[str, Any]
    match type:
        case "single" | "multiple":
            body = draw(_choices(type))
        case "fill":
            body = draw(_fills())
        case "truefalse":
            body = {"stem": draw(_words), "answer": draw(st.booleans()), "explanation": draw(_words)}
        case "numeric":
            body = {"stem": draw(_words), "answer": draw(_numbers), "unit": draw(st.sampled_from(["", "%", "元"]))}
            body["explanation"] = draw(_words)
        case _:
            body = {"stem": draw(_words), "sample": draw(_words), "explanation": draw(_words)}
            body["criteria"] = draw(
                st.lists(st.fixed_dictionaries({"text": _words, "share": st.integers(1, 15)}), min_size=1, max_size=4)
            )
    head = {
        "id": draw(_ids),
        "use": draw(st.sampled_from(["check", "open", "exam"])),
        "platform": draw(st.sampled_from(["any", "taobao", "1688"])),
        "tags": draw(st.lists(_ids, max_size=2)),
        "red_line": draw(st.booleans()),
    }
    return question(type, **head, **body)
