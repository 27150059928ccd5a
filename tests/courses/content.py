"""A course of two lessons and a path of four steps, published for the tests of stored things."""

from datetime import date

from sqlalchemy.orm import Session

from courses.lessons import Course, Lesson
from courses.paths import CheckStep, ExamStep, LearningPath, LessonStep, MentorStep, PathCertificate
from kit.content import Text
from kit.publishing import publish
from records.deeds import Deed
from records.service.entering import enter
from tests.conftest import NOON

FIRST, SECOND = "basics/greeting", "basics/reviews"
HIRED = date(2026, 11, 1)
TODAY = date(2026, 11, 3)
SECRET = "k" * 32


def text(zh: str, en: str = "") -> Text:
    """A title in both languages."""
    return Text(zh=zh, en=en or zh)


def lesson(id: str, number: int, zh: str, en: str, body: str = "先问好，再核对订单。") -> Lesson:
    """A lesson of ten minutes."""
    summary = text("学完会做一件事", "After this you can do one thing")
    return Lesson(id=id, number=number, title=text(zh, en), summary=summary, minutes=10, facts=("F01",), body=body)


COURSE = Course(
    id="basics",
    title=text("客服基础", "Basics"),
    summary=text("从问好开始", "Beginning with a greeting"),
    position="customer-service",
    category="process",
    lessons=("greeting", "reviews"),
)
LESSONS = {
    FIRST: lesson("greeting", 1, "接待问好", "Greeting"),
    SECOND: lesson(
        "reviews", 2, "差评先找原因", "Bad reviews", "## 查四处\n\n买家说掉漆，先看**洗标**。\n\n## 再开口\n\n说清楚。"
    ),
}
PATH = LearningPath(
    id="starter",
    title=text("客服上岗", "Starting out"),
    summary=text("三天上手", "Three days"),
    position="customer-service",
    certificate=PathCertificate(title=text("上岗证", "Qualified"), valid_days=365),
    steps=(
        LessonStep(name=f"lesson:{FIRST}", day=1),
        CheckStep(name=f"check:{FIRST}", day=1),
        MentorStep(
            name="mentor:listening-in", day=2, title=text("旁听", "Listening in"), detail=text("听两小时", "Two hours")
        ),
        ExamStep(name="exam:basics", day=4),
    ),
)


def publish_all(session: Session) -> None:
    """Publish course, lessons and path."""
    publish(session, "course", COURSE.id, COURSE, NOON)
    for key, one in LESSONS.items():
        publish(session, "lesson", key, one, NOON)
    publish(session, "path", PATH.id, PATH, NOON)


def passes(session: Session, employee_id: int, subject: str, passed: bool = True) -> None:
    """Enter that somebody passed something, or did not."""
    enter(
        session,
        Deed(employee_id, subject.partition(":")[0], subject, NOON, {"zh": "x", "en": "x"}, passed=passed),
        NOON,
    )
