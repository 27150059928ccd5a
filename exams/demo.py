"""The exams of the demo company: who sat which paper when, and how well; told by numbers, the same every time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from quiz.demo import right, wrong
from quiz.questions import Question, ShortAnswer
from quiz.responses import Response, Typed

ONBOARDING, MONTHLY = "customer-service-onboarding", "customer-service-monthly"
PATH = "customer-service"
EXAM_DAY = 7
"""The day of the path on which the onboarding paper is sat."""


@dataclass(frozen=True, slots=True)
class Sat:
    """One exam that somebody sat: how careful they were, what share of the case's points they were given."""

    number: str
    care: float
    case: float
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A monthly exam: whose manager gave it, how many days ago it was sat, by whom."""

    manager: str
    days_ago: int
    sat: tuple[Sat, ...]
    still_to_sit: tuple[str, ...] = ()


# newcomers who have passed their onboarding paper, with the manager who marked it
NEWCOMERS: Mapping[str, tuple[str, Sat]] = {
    "E1014": ("E1005", Sat("E1014", 0.95, 0.8, "原因判断对，登记的时限没写，下次写上。")),
    "E1011": ("E1005", Sat("E1011", 0.97, 0.85, "两步都到位，致歉那句再短一点。")),
    "E1020": ("E1006", Sat("E1020", 0.96, 0.9, "方案清楚，金额在权限内。")),
}
ROUNDS = (
    Round(
        "E1005",
        92,
        (
            Sat("E1008", 0.98, 0.95, "可以直接拿来当范例。"),
            Sat("E1009", 0.9, 0.7, "先问原因，再给方案。"),
            Sat("E1012", 0.96, 0.9),
            Sat("E1013", 0.72, 0.6, "超了 20 元要先报主管。"),
        ),
    ),
    Round("E1006", 91, (Sat("E1019", 0.94, 0.85),)),
    Round(
        "E1005",
        61,
        (
            Sat("E1008", 0.97, 0.9),
            Sat("E1009", 0.92, 0.8, "比上月完整，跟进时间写得具体。"),
            Sat("E1010", 0.86, 0.7, "只写了补偿，没写登记。"),
            Sat("E1012", 0.95, 0.95),
            Sat("E1013", 0.9, 0.75),
        ),
    ),
    Round("E1006", 60, (Sat("E1019", 0.95, 0.9),)),
    Round(
        "E1005",
        30,
        (
            Sat("E1008", 0.98, 1.0),
            Sat("E1009", 0.94, 0.85),
            Sat("E1010", 0.93, 0.8, "三步齐了，语气再软一点。"),
            Sat("E1012", 0.97, 0.9),
            Sat("E1013", 0.93, 0.8),
        ),
    ),
    Round("E1006", 29, (Sat("E1019", 0.96, 0.85),)),
)
WAITING = Round("E1005", 1, (Sat("E1009", 0.95, 0.0), Sat("E1013", 0.92, 0.0)), ("E1008", "E1010", "E1012"))
"""This month's exam, still open: these have handed in, their cases wait to be marked."""


def answers(questions: Mapping[int, Question], sat: Sat, days_ago: int) -> Iterator[tuple[int, Response]]:
    """Give what somebody answers, by position; red lines they know."""
    random = Random(f"exam {sat.number} {days_ago}")
    for position, question in questions.items():
        if isinstance(question, ShortAnswer):
            yield position, Typed(_in_own_words(question.sample))
        elif question.red_line or random.random() < sat.care:
            yield position, right(question)
        else:
            yield position, wrong(question)


def _in_own_words(sample: str) -> str:
    """The first sentences of a model answer: what somebody remembers of it."""
    sentences = [part for part in sample.replace("\n", "").split("。") if part]
    return "。".join(sentences[: max(1, len(sentences) * 2 // 3)]) + "。"
