"""When a candidate learns what: the score at once, after the window or after review; explanations by policy."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exams.sitting_rules import GRACE
from quiz.questions import Use
from quiz.showing import Release


class When(StrEnum):
    """When the score is told."""

    AT_ONCE = "at-once"
    AFTER_WINDOW = "after-window"
    AFTER_REVIEW = "after-review"


class Explain(StrEnum):
    """Of which questions the key and the explanations are told, once the score is."""

    NEVER = "never"
    WRONG = "wrong"
    ALL = "all"


CLOSED = Release(key=False, explanations=False, lesson=False)
LESSON_ONLY = Release(key=False, explanations=False, lesson=True)
OPEN = Release()


@dataclass(frozen=True, slots=True)
class Policy:
    """What an assignment tells its candidates, and when."""

    when: When
    explain: Explain

    @classmethod
    def of(cls, when: str, explain: str) -> "Policy":
        """Read a policy as it is stored."""
        return cls(When(when), Explain(explain))


def is_released(policy: Policy, closes_at: datetime, released_at: datetime | None, now: datetime) -> bool:
    """Tell whether scores are open at a moment."""
    match policy.when:
        case When.AT_ONCE:
            return True
        case When.AFTER_WINDOW:
            return now > closes_at + GRACE
        case When.AFTER_REVIEW:
            return released_at is not None and released_at <= now


def opened(policy: Policy, use: Use, right: bool, released: bool, window_over: bool) -> Release:
    """What is opened of one question; questions kept for exams stay closed as long as somebody may still sit."""
    if not released:
        return CLOSED
    wanted = policy.explain is Explain.ALL or (policy.explain is Explain.WRONG and not right)
    if not wanted or (use == "exam" and not window_over):
        return LESSON_ONLY
    return OPEN
