"""The learning of the demo company: four newcomers on their path, told from their first day to today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from courses.paths import ExamStep, LearningPath, LessonStep, MentorStep, Step, due_on

PATH = "customer-service"


@dataclass(frozen=True, slots=True)
class Story:
    """How far somebody has come: all steps up to a day but those left out; then so many seconds of the next lesson."""

    through: int
    left_out: frozenset[str] = frozenset()
    begun: int = 0
    # a step that the mentor sent back once before confirming it
    sent_back: str = ""


STORIES: Mapping[str, Story] = {
    "E1024": Story(6, frozenset({"mentor:paired-practice"}), 130),
    "E1014": Story(11, sent_back="mentor:first-transferred-buyers"),
    "E1011": Story(
        18,
        frozenset(
            {
                "lesson:customer-service-skills/recommending-and-regulars",
                "check:customer-service-skills/recommending-and-regulars",
                "mentor:thirty-percent-traffic",
            }
        ),
        95,
    ),
    "E1020": Story(30),
}
COMMENTS: Mapping[str, str] = {
    "accounts-and-order-walk": "账号和信息安全都签收了，密码改过；四个岗位各在哪一步接手说得清楚。",
    "listening-in": "五条好回答写得细，挑的两条都认得出是接待六步的哪一步。",
    "paired-practice": "首次响应 7 秒，让价守住了 10 元；两个窗口时会漏一句，提醒后好了。",
    "first-transferred-buyers": "九条聊天平均 78 分，没有红线，答应的时间都写进了备注。",
    "transferred-buyers": "抽五条平均 81 分；一笔退换从登记跟到办结，用了 19 小时。",
    "mystery-buyer": "质检 86 分；递来的“加微信”接得自然，还价一次守住。",
    "thirty-percent-traffic": "三个班平均响应 31 秒，没有漏回。",
    "sixty-percent-traffic": "三分钟响应率 98%，关联推荐两条都合适。",
    "full-traffic": "五个班首次响应 8 秒、平均 27 秒，抽查平均 84 分。",
}
SENT_BACK = "有一条答应了晚上回复却没写备注，再接两天。"


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened to somebody."""

    at: datetime
    step: Step
    passed: bool = True


def moments(path: LearningPath, number: str, hired_on: date, today: date, day_start: datetime) -> Iterator[Moment]:
    """Give what somebody did: lessons in the morning, confirmations at closing; `day_start` is when today began."""
    story, shift = STORIES[number], int(number.lstrip("E"))
    for place, step in enumerate(path.steps):
        if step.day > story.through or step.name in story.left_out or isinstance(step, ExamStep):
            continue
        days_ago = (today - due_on(hired_on, step.day)).days
        hour = 17 if isinstance(step, MentorStep) else 9 + place % 3
        at = day_start - timedelta(days=days_ago) + timedelta(hours=hour, minutes=(place * 13 + shift * 7) % 60)
        if step.name == story.sent_back:
            yield Moment(at - timedelta(days=1), step, passed=False)
        yield Moment(at, step)


def next_lesson(path: LearningPath, number: str) -> str | None:
    """The key of the first lesson that somebody has not done."""
    story = STORIES[number]
    lessons = (step for step in path.steps if isinstance(step, LessonStep))
    return next((one.key for one in lessons if one.day > story.through or one.name in story.left_out), None)
