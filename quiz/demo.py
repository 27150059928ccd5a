"""Who of the demo company took which check when, and how well: told by numbers, the same every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import assert_never

from quiz.questions import FillIn, MultipleChoice, Numeric, Question, ShortAnswer, SingleChoice, TrueFalse, keys_of
from quiz.responses import Chosen, Filled, Judged, Response, Typed

# the lesson checks of the thirty-day path, each with its day
LESSONS = (
    ("customer-service-role/a-day-in-service", 1),
    ("customer-service-role/how-service-is-assessed", 1),
    ("customer-service-role/thirty-days", 1),
    ("customer-service-skills/product-knowledge", 2),
    ("customer-service-process/six-steps-of-an-inquiry", 2),
    ("customer-service-process/response-times", 3),
    ("customer-service-process/disputes-and-red-lines", 3),
    ("customer-service-skills/bargaining", 4),
    ("customer-service-skills/recommending-and-regulars", 4),
    ("customer-service-process/after-sale-and-returns", 5),
    ("customer-service-process/bad-reviews-by-cause", 5),
    ("customer-service-process/registers-and-handover", 6),
    ("customer-service-skills/difficult-buyers", 6),
    ("common-process/accounts-and-customer-data", 1),
    ("common-company/company-and-trade", 2),
    ("common-process/platforms-and-rules", 3),
    ("common-skills/service-attitude", 4),
    ("common-company/how-we-are-assessed", 6),
    ("common-skills/reading-data", 16),
    ("common-skills/teamwork-and-incentives", 22),
    ("common-process/emergency-and-review", 23),
)
POSITION = "customer-service"
NEW_FOR = 60
"""Days after which somebody is no new hire: they take a check now and then."""
# a check that still waits for another try
LEFT_OPEN = {("E1011", "customer-service-skills/recommending-and-regulars")}
PRACTISED = {"E1024": (2, 1), "E1011": (9, 5, 3), "E1009": (6, 2), "E1013": (4,)}
"""How many days ago somebody practised."""


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """One check taken, or a practice where there is no lesson."""

    at: datetime
    number: str
    lesson: str
    care: float
    again: bool


def turns(number: str, hired_on: date, now: datetime) -> Iterator[Turn]:
    """Give what somebody took up to yesterday."""
    random = Random(f"demo {number}")
    care = random.uniform(0.86, 0.97)
    worked = (now.date() - hired_on).days + 1
    for place, (lesson, day) in enumerate(LESSONS):
        ago = worked - day if worked <= NEW_FOR else 27 - 2 * place
        if ago < 1 or (worked > NEW_FOR and random.random() < 0.9):
            continue
        yield Turn(_at(now, ago, 9 + place % 3, random), number, lesson, care, (number, lesson) not in LEFT_OPEN)
    for ago in PRACTISED.get(number, ()):
        yield Turn(_at(now, ago, 12, random), number, "", care, False)


def _at(now: datetime, days_ago: int, hour_before_noon: int, random: Random) -> datetime:
    day = (now - timedelta(days=days_ago)).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(hours=hour_before_noon, minutes=random.randrange(50), seconds=random.randrange(60)) / 2


def right(question: Question) -> Response:
    """Give a response that is right."""
    match question:
        case SingleChoice() | MultipleChoice():
            return Chosen(keys_of(question))
        case TrueFalse():
            return Judged(question.answer)
        case FillIn():
            return Filled(tuple(blank.accepted[0] for blank in question.blanks))
        case Numeric():
            return Typed(question.answer)
        case ShortAnswer():
            return Typed(question.sample)
        case _:
            assert_never(question)


def wrong(question: Question) -> Response:
    """Give a response that is not right, as people give them."""
    match question:
        case SingleChoice() | MultipleChoice():
            return Chosen(frozenset({next(at for at in range(1, 9) if at not in keys_of(question))}))
        case TrueFalse():
            return Judged(not question.answer)
        case FillIn():
            return Filled(tuple("不记得" for _ in question.blanks))
        case Numeric() | ShortAnswer():
            return Typed("0")
        case _:
            assert_never(question)
