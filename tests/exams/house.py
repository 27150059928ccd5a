"""A small bank, two papers over it and the people who sit them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from exams.models import Attempt, Sitting
from exams.papers import Paper
from exams.release import Policy
from exams.service import assigning, saving, taking
from exams.service.assigning import AT_ONCE, Meant, Terms
from exams.service.recording import Seal
from exams.service.saving import Read, Saved, Sent
from kit.content import parse
from kit.publishing import publish
from people.models import Employee
from quiz.questions import QUESTION, Bank, Question
from tests.conftest import NOON
from tests.world import World, people

SEAL = Seal("k" * 32, "Asia/Shanghai")
MINUTE = timedelta(minutes=1)
SECRETS = ("秘解", "秘钥")
"""Stand in every key, explanation and model answer of the bank, and nowhere else."""

QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "late",
        "type": "single",
        "red_line": True,
        "stem": "买家问发货，先做什么",
        "options": [
            {"text": "先查单再回答", "correct": True, "explanation": "秘解一"},
            {"text": "直接说已发出", "explanation": "秘解二"},
            {"text": "请买家再等等", "explanation": "秘解三"},
        ],
    },
    {
        "id": "broken",
        "type": "multiple",
        "stem": "收到破损件，做哪几件事",
        "options": [
            {"text": "请买家拍照", "correct": True, "explanation": "秘解四"},
            {"text": "登记进表", "correct": True, "explanation": "秘解五"},
            {"text": "让买家找快递", "explanation": "秘解六"},
        ],
    },
    {"id": "promise", "type": "truefalse", "stem": "可以口头多送一件", "answer": False, "explanation": "秘解七"},
    {
        "id": "seconds",
        "type": "fill",
        "stem": "首次响应不超过 ____ 秒",
        "blanks": [{"accepted": ["10", "秘钥十"]}],
        "explanation": "秘解八",
    },
    {
        "id": "rate",
        "type": "numeric",
        "stem": "拍下 80 笔付款 76 笔，支付率多少",
        "answer": "95",
        "tolerance": "0.5",
        "unit": "%",
        "explanation": "秘解九",
    },
    {
        "id": "case",
        "type": "short",
        "use": "exam",
        "stem": "买家要求改差评，怎么回",
        "sample": "秘钥：先致歉",
        "criteria": [{"text": "秘钥：致歉", "share": 1}, {"text": "秘钥：给方案", "share": 2}],
        "explanation": "秘解十",
    },
]
RIGHT: dict[str, dict[str, list[str]]] = {
    "late": {"option": ["先查单再回答"]},
    "broken": {"option": ["请买家拍照", "登记进表"]},
    "promise": {"answer": ["false"]},
    "seconds": {"blank-1": ["10"]},
    "rate": {"text": ["95%"]},
    "case": {"text": ["先致歉，再补发"]},
}
"""The right answers; options by their text."""

SECTIONS: list[dict[str, Any]] = [
    {
        "title": {"zh": "客观题", "en": "With a key"},
        "points": "14",
        "questions": [f"shop/{row['id']}" for row in QUESTIONS[:5]],
    },
    {"title": {"zh": "案例", "en": "Case"}, "points": "30", "draws": [{"count": 1, "bank": "shop", "type": "short"}]},
]


def question(row: dict[str, Any]) -> Question:
    """A question of the bank."""
    defaults = {"use": "open", "difficulty": "easy", "lesson": "service/first-day"}
    found = parse(QUESTION, defaults | row, "test", row["id"])
    assert not isinstance(found, list), found
    return found


def paper(**more: Any) -> Paper:
    """The paper: five questions with a key for 14 points each, one case for 30."""
    data = {
        "id": "onboarding",
        "title": {"zh": "入职考试", "en": "Onboarding exam"},
        "summary": {"zh": "六题", "en": "Six questions"},
        "position": "customer-service",
        "minutes": 40,
        "pass_percent": 80,
        "red_lines_must_pass": True,
        "attempts": 2,
        "certificate": {"title": {"zh": "入职合格证", "en": "Certificate"}, "valid_days": 365},
        "sections": SECTIONS,
    }
    found = parse(Paper, data | more, "test", "onboarding")
    assert not isinstance(found, list), found
    return found


def keyed_paper(**more: Any) -> Paper:
    """The paper without the case: nothing waits for a person."""
    return paper(id="keyed", title={"zh": "月考", "en": "Monthly"}, sections=[SECTIONS[0] | {"points": "20"}], **more)


@dataclass(frozen=True)
class House:
    """The people, and the sitting of each paper; all may sit but the stranger."""

    world: World
    sitting: int
    keyed: int


def build_house(session: Session, policy: Policy = AT_ONCE, attempts: int = 2, hours: int = 8) -> House:
    """Publish bank and papers and assign both to the store and its mentor, open from noon."""
    world = people(session)
    bank = Bank.model_validate(
        {"id": "shop", "title": {"zh": "店", "en": "Shop"}, "summary": {"zh": "店", "en": "Shop"}, "position": "common"}
    )
    publish(session, "bank", "shop", bank, NOON)
    for row in QUESTIONS:
        publish(session, "question", f"shop/{row['id']}", question(row), NOON)
    for one in (paper(), keyed_paper()):
        publish(session, "paper", one.id, one, NOON)
    boss = session.get_one(Employee, world.boss)
    audience = [Meant(team_id=world.store)]
    made = [
        assigning.assign(session, boss, terms(key, policy, attempts, hours), audience, NOON)
        for key in ("onboarding", "keyed")
    ]
    return House(world, made[0].id, made[1].id)


def terms(key: str, policy: Policy = AT_ONCE, attempts: int = 2, hours: int = 8) -> Terms:
    """40 minutes within a window from noon, pass at 80."""
    return Terms(key, NOON, NOON + timedelta(hours=hours), 40, attempts, 80, policy)


def begin(session: Session, employee_id: int, sitting_id: int, now: datetime = NOON) -> Attempt:
    """Start an attempt with a fixed draw."""
    return taking.start(session, employee_id, sitting_id, now, Random(7), SEAL)


def values(attempt: Attempt, key: str, given: dict[str, list[str]] | None = None) -> tuple[int, dict[str, list[str]]]:
    """Position and form of an answer (by default the right one); options by their text."""
    item = next(item for item in attempt.items if item.key == f"shop/{key}")
    form = RIGHT[key] if given is None else given
    if "option" not in form:
        return item.position, form
    texts = [option["text"] for option in next(row for row in QUESTIONS if row["id"] == key)["options"]]
    return item.position, {
        "option": [str(item.option_order.index(texts.index(text) + 1) + 1) for text in form["option"]]
    }


def save(
    session: Session,
    attempt: Attempt,
    key: str,
    given: dict[str, list[str]] | None = None,
    now: datetime = NOON + MINUTE,
    device: str = "phone",
    seq: int = 1,
    seen: int = 0,
    by: int | None = None,
) -> Saved:
    """Save one answer."""
    employee_id = by if by is not None else attempt.employee_id
    position, form = values(attempt, key, given)
    found = saving.read_sent(session, employee_id, attempt.id, [Sent(position, device, seq, seen, form)])
    (one,) = found
    assert isinstance(one, Read), one
    (saved,) = saving.save(session, employee_id, 1, attempt.id, [one], now)
    return saved


def answer_all(session: Session, attempt: Attempt, **given: dict[str, list[str]]) -> None:
    """Save the right answer to every question, but for those given."""
    for item in attempt.items:
        key = item.key.removeprefix("shop/")
        save(session, attempt, key, given.get(key), device="all")


def hand_in(session: Session, attempt: Attempt, now: datetime = NOON + 20 * MINUTE) -> Attempt:
    """Hand an attempt in."""
    return taking.submit(session, attempt.employee_id, attempt.id, now, SEAL)


def sitting(session: Session, sitting_id: int) -> Sitting:
    """A sitting by its id."""
    return session.get_one(Sitting, sitting_id)
